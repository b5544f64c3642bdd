"""One turn at a time and in order, with real Redis and
PostgreSQL, in one process and across two.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.store.locks import MOST_WAITING, BusyError, ConversationLocks
from bot.store.postgres_lock import PostgresLock
from bot.store.redis_lock import RedisLock
from tools.server_process import wait_until
from tools.servers import ROOT, Postgres, RedisServer


@pytest.fixture(params=["redis", "postgresql"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Where the shared lock is, and the database that goes with it."""
    if request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis_server")
        yield {"REDIS_URL": server.url, "url": f"sqlite:///{tmp_path / 'c.db'}"}
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        yield {"REDIS_URL": "", "url": postgres.url}


def process(
    environment: dict[str, str], log: Path, *numbers: float, what: str = "hold"
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.process", what, environment["url"], str(log), *map(str,
        numbers)],
        cwd=ROOT, env={**os.environ, "REDIS_URL": environment.get("REDIS_URL", "")},
    )  # fmt: skip


def lines(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


def shared(environment: dict[str, str]) -> Any:
    return (
        RedisLock(environment["REDIS_URL"])
        if environment["REDIS_URL"]
        else PostgresLock(environment["url"])
    )


async def held(locks: ConversationLocks, conversation: str = "web:shared") -> float:
    begun = time.monotonic()
    async with locks.hold(conversation):
        return time.monotonic() - begun


def test_two_processes_never_hold_a_conversation_at_once_and_both_get_their_turns(
    environment: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    running = [process(environment, log, 25, 0.01) for _ in range(2)]
    assert [one.wait(120) for one in running] == [0, 0]
    entries = [line.split() for line in lines(log)]
    assert len(entries) == 100
    for entered, left in zip(entries[::2], entries[1::2], strict=True):
        assert (entered[0], left[0]) == ("enter", "leave")
        assert entered[1] == left[1]


def test_a_holder_that_is_killed_is_passed_over(
    environment: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    holder = process(environment, log, 1, 600)
    wait_until(lambda: bool(lines(log)), 60, lambda: "the holder never came in")
    holder.kill()
    holder.wait(20)

    async def next_one() -> None:
        lock = shared(environment)
        await asyncio.wait_for(held(ConversationLocks(lock)), 12)  # before a turn's time is up
        await lock.close()

    asyncio.run(next_one())


def test_a_long_turn_keeps_its_place_and_leaves_nothing_behind(environment: dict[str, str]) -> None:
    async def scene() -> None:
        first, second = shared(environment), shared(environment)
        async with ConversationLocks(first).hold("web:shared"):
            await asyncio.sleep(7.5)  # longer than a silent holder is waited for
            waiting = asyncio.create_task(held(ConversationLocks(second)))
            await asyncio.sleep(0.5)
            assert not waiting.done()
        await asyncio.wait_for(waiting, 2)
        await asyncio.wait_for(held(ConversationLocks(first)), 2)
        for lock in (first, second):
            await lock.close()

    asyncio.run(scene())


def test_conversations_do_not_wait_for_each_other(environment: dict[str, str]) -> None:
    async def both() -> bool:
        lock = shared(environment)
        locks = ConversationLocks(lock)
        async with locks.hold("web:one"), locks.hold("web:two"):
            inside = True
        await lock.close()
        return inside

    assert asyncio.run(asyncio.wait_for(both(), 30))


def test_who_gives_up_waiting_holds_up_nobody(environment: dict[str, str]) -> None:
    async def scene() -> None:
        first, second, third = (
            shared(environment) for _ in range(3)
        )  # as three processes would have them
        async with ConversationLocks(first).hold("web:shared"):
            waiting = asyncio.create_task(held(ConversationLocks(second)))
            await asyncio.sleep(0.5)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        # far less than the time after which the silent are passed over
        assert await asyncio.wait_for(held(ConversationLocks(third)), 5) < 5
        for lock in (first, second, third):
            await lock.close()

    asyncio.run(scene())


def test_a_turn_whose_time_is_up_leaves_the_line_at_whatever_moment(
    environment: dict[str, str],
) -> None:
    async def scene() -> None:
        first = shared(environment)
        async with ConversationLocks(first).hold("web:shared"):
            for milliseconds in (0, 1, 2, 3, 5, 8, 13, 21):
                second = shared(
                    environment
                )  # its connection is made anew: that moment is one of them
                waiting = asyncio.create_task(held(ConversationLocks(second)))
                await asyncio.sleep(milliseconds / 1000)
                waiting.cancel()
                done, _ = await asyncio.wait({waiting}, timeout=10)
                assert done, f"still waiting, cancelled after {milliseconds} ms"
                await second.close()
        await asyncio.wait_for(held(ConversationLocks(first)), 5)
        await first.close()

    asyncio.run(scene())


def test_turns_of_one_process_come_in_the_order_of_arrival(environment: dict[str, str]) -> None:
    async def scene() -> list[int]:
        lock, order = shared(environment), list[int]()
        locks = ConversationLocks(lock)

        async def turn(number: int) -> None:
            async with locks.hold("web:shared"):
                order.append(number)
                await asyncio.sleep(0.01)

        await asyncio.gather(*(turn(number) for number in range(MOST_WAITING)))
        await lock.close()
        return order

    assert asyncio.run(scene()) == list(range(MOST_WAITING))


def test_a_long_line_is_refused_and_forgotten_when_it_is_gone() -> None:
    async def scene() -> tuple[int, int]:
        locks = ConversationLocks()
        async with locks.hold("web:shared"):
            many = [asyncio.create_task(held(locks)) for _ in range(MOST_WAITING + 4)]
            await asyncio.sleep(0.05)
        done = await asyncio.gather(*many, return_exceptions=True)
        return sum(isinstance(one, BusyError) for one in done), locks.waiting("web:shared")

    assert asyncio.run(scene()) == (4, 0)
