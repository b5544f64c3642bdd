"""Deduplicated jobs with crash takeover: each is done once, whatever is delivered twice and whoever
stops.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from bot.channels.slack.errors import SlackUnavailableError
from bot.store.inbox import Inbox

SURFACE = "slack"
# Seconds after which an answer that could not be given isn't given any more.
_OLDEST = 3600.0
_STOPPING = 8.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """`key` is what every repetition of a delivery shares; `data` travels as JSON; `at` is in
    seconds since 1970.

    `again` when another try may have done some of it. Jobs of one `line` are done one after the
    other.
    """

    key: str
    kind: str
    conversation: str
    data: Mapping[str, Any]
    line: str = ""
    at: float = field(default_factory=time.time)
    again: bool = False


Handlers = Mapping[str, Callable[[Job], Awaitable[None]]]


class JobQueue:
    """Claims jobs, does them beside the delivery, and takes over those that a process left
    unfinished.

    A process says that it is still at its jobs several times within `stale` seconds; others keep
    away from them so long.
    """

    def __init__(
        self,
        inbox: Inbox,
        handlers: Handlers,
        stale: float = 60.0,
        on_tick: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`on_tick` is awaited in every round of `watch`, for what is due at a time and not at a
        delivery.
        """
        self._inbox, self._handlers, self._stale, self.on_tick = inbox, handlers, stale, on_tick
        self._running: dict[str, asyncio.Task[None]] = {}
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def claim(self, job: Job) -> bool:
        """Whether the job is ours; raises when the database is away: then Slack has to deliver
        again.
        """
        payload = {
            "kind": job.kind,
            "conversation": job.conversation,
            "data": dict(job.data),
            "line": job.line,
            "at": job.at,
        }
        return await self._inbox.claim(SURFACE, job.key, payload, job.conversation)

    async def accept(self, job: Job) -> bool:
        """Claims a job and starts it; False when it was claimed before."""
        ours = await self.claim(job)
        if ours:
            self.start(job)
        return ours

    def start(self, job: Job) -> None:
        """Does a claimed job beside the caller."""
        self._running[job.key] = task = asyncio.create_task(self._run(job))
        task.add_done_callback(lambda _: self._running.pop(job.key, None))

    async def done(self, key: str) -> None:
        await self._inbox.done(SURFACE, key)

    async def first(self, key: str) -> bool:
        """Whether this is the first time ever that anybody comes to `key`."""
        first = await self._inbox.claim(SURFACE, key, {})
        await self.done(key)
        return first

    async def knows(self, conversation: str) -> bool:
        """Whether somebody has spoken with the advisor in this conversation."""
        return await self._inbox.known(conversation)

    async def watch(self) -> None:
        """Runs for ever: says what this process is at, and takes over what others left."""
        while True:
            with _keeping_on("the inbox can't be read"):
                if self._running:
                    await self._inbox.still(SURFACE, list(self._running))
                await self._take_over()
            if self.on_tick:
                with _keeping_on("what is due can't be found"):
                    await self.on_tick()
            await asyncio.sleep(self._stale / 4)

    async def close(self) -> None:
        """Lets what is running finish for some seconds; the rest is left to the next process at
        once.
        """
        if self._running:
            await asyncio.wait(list(self._running.values()), timeout=_STOPPING)
        left = dict(self._running)
        for task in left.values():
            task.cancel()
        await asyncio.gather(*left.values(), return_exceptions=True)
        if left:
            with _keeping_on("unfinished work can't be handed on at once"):
                await self._inbox.release(SURFACE, list(left))

    async def _take_over(self) -> None:
        for key, payload in await self._inbox.unfinished(SURFACE, self._stale):
            if key in self._running:
                continue
            job = _job(key, payload)
            if job is None or job.kind not in self._handlers or time.time() - job.at > _OLDEST:
                log.error("unfinished work of kind %s is given up", payload.get("kind"))
                await self.done(key)
            else:
                self.start(job)

    async def _run(self, job: Job) -> None:
        line = self._lines.setdefault(job.line or job.key, asyncio.Lock())
        async with line:  # asyncio's locks are first come, first served
            try:
                await self._handlers[job.kind](job)
            except SlackUnavailableError as error:
                log.warning("work of kind %s is put off: %s", job.kind, error)
                return
            except Exception:
                log.exception("work of kind %s failed", job.kind)
                return
        with _keeping_on("work can't be marked as done"):
            await self.done(job.key)


@contextmanager
def _keeping_on(trouble: str) -> Iterator[None]:
    """A failure in here is logged and no more: the next round may do better."""
    try:
        yield
    except Exception:
        log.exception(trouble)


def _job(key: str, payload: Mapping[str, Any]) -> Job | None:
    try:
        return Job(
            key, str(payload["kind"]), str(payload["conversation"]), dict(payload["data"]),
            str(payload["line"]),
            float(payload["at"]), again=True,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        return None
