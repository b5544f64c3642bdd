"""A lock that processes share by Redis: a line of tickets for each conversation."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

_POLL = 0.015
# A process that gives no sign for so many milliseconds is passed over.
_TICKET_MS = 6_000
# Seconds between signs.
_BEAT = 1.5
# Seconds that a lock which can't be reached is left alone.
_AWAY = 2.0
_UNREACHABLE = (RedisError, OSError, asyncio.TimeoutError)
log = logging.getLogger(__name__)


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
        line = hashlib.sha256(conversation.encode()).hexdigest()
        key, ticket = f"advisor:line:{line}", uuid.uuid4().hex
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
