"""The threads of turns: work runs beside the loop, fairly, and what nobody waits for is
not begun.
"""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.rasa_adapter.fair_pool import FairPool, asker


def test_one_who_brings_much_work_doesnt_keep_another_waiting() -> None:
    pool, done = FairPool(workers=1), list[str]()
    free = threading.Event()
    pool.submit(free.wait, "flood")
    work = [pool.submit(lambda: done.append("flood"), "flood") for _ in range(50)]
    work.append(pool.submit(lambda: done.append("other"), "other"))
    free.set()
    [future.result(10) for future in work]
    assert done.index("other") <= 1
    assert len(done) == 51


def test_heavy_work_leaves_a_thread_to_light_work() -> None:
    pool, free, busy = FairPool(workers=2), threading.Event(), list[int]()

    def heavy() -> None:
        busy.append(1)
        free.wait(20)

    work = [pool.submit(heavy, f"flood-{number}", heavy=True) for number in range(6)]
    light = [pool.submit(lambda: 7, "other") for _ in range(3)]
    assert [future.result(10) for future in light] == [7, 7, 7]
    assert len(busy) == 1
    free.set()
    [future.result(10) for future in work]
    assert len(busy) == 6


def test_work_runs_beside_the_loop_and_a_cancelled_wait_begins_nothing() -> None:
    async def scene() -> None:
        pool, begun, free = FairPool(workers=1), list[int](), threading.Event()
        first = asyncio.ensure_future(pool.run(lambda: free.wait(30)))
        second = asyncio.ensure_future(pool.run(lambda: begun.append(2)))
        for _ in range(10):  # the loop goes round while the thread is busy
            await asyncio.sleep(0.01)
        second.cancel()
        await asyncio.sleep(0)
        free.set()
        assert await first
        assert await pool.run(lambda: 7) == 7
        assert not begun

    asyncio.run(scene())


def test_what_the_work_raises_is_raised_and_the_threads_go_on() -> None:
    async def scene() -> None:
        pool = FairPool(workers=1)
        with pytest.raises(ZeroDivisionError):
            await pool.run(lambda: 1 // 0)
        assert await pool.run(lambda: "still there") == "still there"

    asyncio.run(scene())


def test_each_task_works_for_its_own_asker() -> None:
    seen: dict[str, str] = {}

    async def turn(name: str) -> None:
        asker.set(name)
        await asyncio.sleep(0.01)
        seen[name] = asker.get()

    async def scene() -> None:
        await asyncio.gather(*(asyncio.create_task(turn(name)) for name in ("a", "b")))

    asyncio.run(scene())
    assert seen == {"a": "a", "b": "b"}
