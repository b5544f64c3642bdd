"""A PostgreSQL that is gone, or has too few connections, holds up no turn for long."""

from __future__ import annotations

import asyncio

from bot.store.locks import ConversationLocks
from bot.store.postgres_lock import PostgresLock
from tests.store.test_locks import held
from tools.servers import Postgres


def test_a_postgresql_that_is_gone_delays_no_turn_for_long(postgres: Postgres) -> None:
    async def scene() -> None:
        lock = PostgresLock(postgres.url)
        locks = ConversationLocks(lock)
        await held(locks)
        postgres.kill()
        try:
            await asyncio.wait_for(held(locks), 12)
            assert not await lock.answers()
        finally:
            postgres.start()
        await held(locks)
        await lock.close()

    asyncio.run(scene())


def test_more_conversations_than_connections_all_get_their_turn(postgres: Postgres) -> None:
    async def scene() -> None:
        lock = PostgresLock(postgres.url)
        locks = ConversationLocks(lock)

        async def turn(number: int) -> None:
            async with locks.hold(f"web:{number}"):
                await asyncio.sleep(0.2)

        await asyncio.wait_for(asyncio.gather(*(turn(number) for number in range(40))), 60)
        await lock.close()

    asyncio.run(scene())
