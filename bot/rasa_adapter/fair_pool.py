"""A few threads for the work of turns, shared fairly among those who ask."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextvars import ContextVar
from typing import Any, TypeVar

# The encoder and numpy let go of the interpreter's lock; beyond the cores, threads only wait.
WORKERS = max(2, min(4, os.cpu_count() or 2))

# For whom the current task works: a network address or a conversation.
asker: ContextVar[str] = ContextVar("asker", default="")

_own = threading.local()

Result = TypeVar("Result")
_Work = tuple[Future[Any], Callable[[], Any], bool]


class FairPool:
    """Runs work off the event loop; whoever brings much waits behind their own work.

    Each asker has a line, and the lines take turns. One thread is kept free of heavy work, so that
    light work never waits for heavy work alone. The threads start with the first work, and belong
    to no event loop.
    """

    def __init__(self, workers: int = WORKERS) -> None:
        self._workers = workers
        self._lines: OrderedDict[str, deque[_Work]] = OrderedDict()
        self._heavy = 0
        self._changed = threading.Condition()
        self._started = 0

    async def run(self, work: Callable[[], Result], *, heavy: bool = False) -> Result:
        """The result of `work`, or what it raises; what is cancelled while waiting never begins."""
        return await asyncio.wrap_future(self.submit(work, asker.get(), heavy=heavy))

    def submit(
        self, work: Callable[[], Result], key: str, *, heavy: bool = False
    ) -> Future[Result]:
        future: Future[Result] = Future()
        with self._changed:
            self._lines.setdefault(key, deque()).append((future, work, heavy))
            if self._started < self._workers:
                self._started += 1
                name = f"understanding-{self._started}"
                threading.Thread(target=self._work, name=name, daemon=True).start()
            self._changed.notify()
        return future

    def _work(self) -> None:
        while True:
            future, work, heavy = self._next()
            _do(future, work)
            del future, work
            if heavy:
                with self._changed:
                    self._heavy -= 1
                    self._changed.notify()

    def _next(self) -> _Work:
        with self._changed:
            while (key := self._first()) is None:
                self._changed.wait()
            line = self._lines.pop(key)
            found = line.popleft()
            if line:  # behind everybody else's
                self._lines[key] = line
            self._heavy += found[2]
            return found

    def _first(self) -> str | None:
        """Whose work is next; heavy work isn't while all threads but one are at it."""
        room = self._heavy < max(1, self._workers - 1)
        return next((key for key, line in self._lines.items() if room or not line[0][2]), None)


def finished(work: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine, on this thread's own event loop: one for each is slow to make."""
    loop = getattr(_own, "loop", None)
    if loop is None:
        loop = _own.loop = asyncio.new_event_loop()
    result: Result = loop.run_until_complete(work)
    return result


def _do(future: Future[Any], work: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)
