"""One turn at a time in a conversation, in the order of
arrival, within a process and across processes.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import time
import uuid
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, Protocol

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import text

from bot.store.database import POOL, Database, DatabaseError

# Messages of one conversation that may wait; who sends more is told to slow down.
MOST_WAITING = 8
_POLL = 0.015
# A process that gives no sign for so many milliseconds is passed over.
_TICKET_MS = 6_000
# Seconds between signs.
_BEAT = 1.5
# Seconds that a lock which can't be reached is left alone.
_AWAY = 2.0
_UNREACHABLE = (RedisError, OSError, asyncio.TimeoutError)
log = logging.getLogger(__name__)


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


class RedisLock:
    """A line of tickets for each conversation in Redis; every step is one atomic script."""

    _TRY = """
    local head = redis.call('LINDEX', KEYS[1], 0)
    while head and head ~= ARGV[1] and redis.call('EXISTS', KEYS[1] .. ':' .. head) == 0 do
        redis.call('LPOP', KEYS[1])
        head = redis.call('LINDEX', KEYS[1], 0)
    end
    if not redis.call('LPOS', KEYS[1], ARGV[1]) then redis.call('RPUSH', KEYS[1], ARGV[1]) end
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    redis.call('SET', KEYS[1] .. ':' .. ARGV[1], 1, 'PX', ARGV[2])
    return redis.call('LINDEX', KEYS[1], 0) == ARGV[1]
    """
    _STAY = """
    if redis.call('PEXPIRE', KEYS[1] .. ':' .. ARGV[1], ARGV[2]) == 1 then
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
    end
    """
    _LEAVE = """
    redis.call('LREM', KEYS[1], 0, ARGV[1])
    redis.call('DEL', KEYS[1] .. ':' .. ARGV[1])
    """

    def __init__(self, url: str) -> None:
        self._redis: Any = Redis.from_url(
            url, socket_timeout=2, socket_connect_timeout=2, health_check_interval=15
        )
        self._try_script = self._redis.register_script(self._TRY)
        self._stay_script = self._redis.register_script(self._STAY)
        self._leave_script = self._redis.register_script(self._LEAVE)
        self._leaving: set[asyncio.Task[None]] = set()
        self._away_until = 0.0

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        # hashed: who reads Redis need not see who talks
        key, ticket = "advisor:line:" + _hashed(conversation), uuid.uuid4().hex
        if time.monotonic() < self._away_until:
            # not every turn finds out anew, which takes seconds when Redis hangs
            yield
            return
        last: asyncio.Task[bool] | None = None
        beating: asyncio.Task[None] | None = None
        try:
            try:
                while True:
                    # shielded: the client of Redis forgets a cancellation that comes while it
                    # connects
                    last = asyncio.create_task(self._try(key, ticket))
                    if await asyncio.shield(last):
                        break
                    await asyncio.sleep(_POLL)
                beating = asyncio.create_task(self._beat(key, ticket))
            except _UNREACHABLE as error:
                self._away_until = time.monotonic() + _AWAY
                log.warning(
                    "the shared lock can't be reached (%s): going on without it",
                    type(error).__name__,
                )
            yield
        # also for who gave up waiting: the next in line must not wait for that ticket to run out
        finally:
            leaving = asyncio.create_task(self._leave(key, ticket, last, beating))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
            if beating:
                await asyncio.shield(leaving)

    async def _try(self, key: str, ticket: str) -> bool:
        """Steps into the line, or stays in it; whether it is this ticket's turn."""
        return bool(await self._try_script(keys=[key], args=[ticket, _TICKET_MS]))

    async def _beat(self, key: str, ticket: str) -> None:
        """Keeps the ticket of a long turn; never takes a new one."""
        while True:
            await asyncio.sleep(_BEAT)
            with suppress(*_UNREACHABLE):
                await asyncio.shield(self._stay_script(keys=[key], args=[ticket, _TICKET_MS]))

    async def _leave(
        self,
        key: str,
        ticket: str,
        last: asyncio.Task[bool] | None,
        beating: asyncio.Task[None] | None,
    ) -> None:
        if beating:
            beating.cancel()
        with suppress(*_UNREACHABLE):
            if last:  # what is under way would step into the line after all
                await last
            await self._leave_script(keys=[key], args=[ticket])

    async def answers(self) -> bool:
        try:
            await self._redis.ping()
            self._away_until = 0.0
            return True
        except _UNREACHABLE:
            return False

    async def close(self) -> None:
        await asyncio.gather(*self._leaving, return_exceptions=True)
        await self._redis.close()


class PostgresLock:
    """PostgreSQL's advisory locks: it keeps the line, and lets go when a process dies."""

    def __init__(self, url: str) -> None:
        # of its own: a waiting lock must not take a connection from a running turn
        self._database = Database(url)
        self._threads = ThreadPoolExecutor(POOL, thread_name_prefix="lock")

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        key = int(_hashed(conversation)[:15], 16)
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


def _hashed(conversation: str) -> str:
    return hashlib.sha256(conversation.encode()).hexdigest()
