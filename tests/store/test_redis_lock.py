"""A Redis that is gone or hangs holds up no turn, and its lock is back when it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.store.locks import ConversationLocks
from bot.store.redis_lock import RedisLock
from tests.store.test_locks import held
from tools.servers import RedisServer


def test_without_redis_turns_go_on_and_with_it_again_the_lock_is_back(
    redis_server: RedisServer, tmp_path: Path
) -> None:
    async def scene() -> None:
        lock = RedisLock(redis_server.url)
        locks = ConversationLocks(lock)
        await held(locks)
        assert await lock.answers()
        redis_server.kill()
        await asyncio.wait_for(held(locks), 10)
        assert not await lock.answers()
        redis_server.start()
        assert await lock.answers()
        other = RedisLock(redis_server.url)
        async with locks.hold("web:shared"):  # the script is known again, too
            waiting = asyncio.create_task(held(ConversationLocks(other)))
            await asyncio.sleep(0.3)
            assert not waiting.done()
        assert await asyncio.wait_for(waiting, 10) > 0.2
        await lock.close()
        await other.close()

    asyncio.run(scene())


def test_a_redis_that_hangs_delays_a_turn_and_leaves_nothing_behind(
    redis_server: RedisServer,
) -> None:
    async def scene() -> None:
        lock = RedisLock(redis_server.url)
        locks = ConversationLocks(lock)
        await held(locks)
        redis_server.pause()
        try:
            await asyncio.wait_for(held(locks), 12)
        finally:
            redis_server.resume()
        # what Redis had in its ears is carried out now; nobody may wait for that ticket to run out
        await asyncio.sleep(3)
        await asyncio.wait_for(held(ConversationLocks(lock)), 8)
        await lock.close()

    asyncio.run(scene())
