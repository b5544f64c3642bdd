"""A lock that processes share by PostgreSQL, which keeps the line."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text

from bot.store.database import POOL, Database

log = logging.getLogger(__name__)


class PostgresLock:
    """PostgreSQL's advisory locks: it keeps the line, and lets go when a process dies."""

    def __init__(self, url: str) -> None:
        # of its own: a waiting lock must not take a connection from a running turn
        self._database = Database(url)
        self._threads = ThreadPoolExecutor(POOL, thread_name_prefix="lock")

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        key = int(hashlib.sha256(conversation.encode()).hexdigest()[:15], 16)
        loop = asyncio.get_running_loop()
        held: list[Any] = []

        def acquire() -> None:
            connection = self._database.engine.connect()
            held.append(connection)
            connection.execute(
                text("SET LOCAL statement_timeout = '20s'; SET LOCAL lock_timeout = '20s'")
            )
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

        def release() -> None:
            for connection in held:
                connection.close()

        waiting = loop.run_in_executor(self._threads, acquire)
        try:
            try:
                await asyncio.shield(waiting)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning(
                    "the shared lock can't be reached (%s): going on without it",
                    type(error).__name__,
                )
            yield
        finally:
            waiting.add_done_callback(lambda _: loop.run_in_executor(None, release))

    async def answers(self) -> bool:
        return await self._database.answers()

    async def close(self) -> None:
        self._threads.shutdown(wait=False)
        self._database.close()
