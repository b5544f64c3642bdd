"""One turn at a time in a conversation, in the order of
arrival, within a process and across processes.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from bot.store.database import Database, DatabaseError
from bot.store.postgres_lock import PostgresLock
from bot.store.redis_lock import RedisLock

# Messages of one conversation that may wait; who sends more is told to slow down.
MOST_WAITING = 8


class BusyError(Exception):
    """Too many messages of this conversation are waiting already."""


class SharedLock(Protocol):
    """A lock that several processes see."""

    def hold(self, conversation: str) -> AbstractAsyncContextManager[None]: ...

    async def answers(self) -> bool: ...

    async def close(self) -> None: ...


class ConversationLocks:
    """Orders the turns of each conversation.

    That no turn is lost or doubled doesn't rest on this alone: a turn is saved under its number, so
    one that ran beside another can't be saved and is taken again. So when the shared lock can't be
    reached, turns go on without it.
    """

    def __init__(self, shared: SharedLock | None = None) -> None:
        self._shared = shared
        self._local: dict[str, tuple[asyncio.Lock, int]] = {}

    def waiting(self, conversation: str) -> int:
        """How many turns of a conversation run or wait in this process."""
        return self._local[conversation][1] if conversation in self._local else 0

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """Raises BusyError instead of waiting in a long line."""
        lock, users = self._local.get(conversation) or (asyncio.Lock(), 0)
        if users > MOST_WAITING:
            raise BusyError
        self._local[conversation] = (lock, users + 1)
        try:
            async with lock:  # asyncio's locks are first come, first served
                if self._shared is None:
                    yield
                else:
                    async with self._shared.hold(conversation):
                        yield
        finally:
            users = self._local[conversation][1] - 1
            if users:
                self._local[conversation] = (lock, users)
            else:
                del self._local[conversation]


def shared_lock(database: Database) -> SharedLock | None:
    """Redis where REDIS_URL names one, else PostgreSQL where it holds
    the conversations; SQLite needs none.
    """
    url = os.environ.get("REDIS_URL")
    if url:
        try:
            return RedisLock(url)
        except ValueError as error:
            raise DatabaseError(f"REDIS_URL can't be used: {error}") from error
    if database.engine.dialect.name == "postgresql":
        return PostgresLock(database.engine.url.render_as_string(hide_password=False))
    return None
