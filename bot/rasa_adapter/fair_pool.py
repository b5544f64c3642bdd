"""A few threads for the work of turns, shared fairly among those who ask."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import ContextVar
from typing import Any, TypeVar

WORKERS = max(2, min(4, os.cpu_count() or 2))
"""The encoder and numpy let go of the interpreter's lock; beyond the cores, threads only wait."""

asker: ContextVar[str] = ContextVar("asker", default="")
"""For whom the current task works: a network address or a conversation."""

Result = TypeVar("Result")


class FairPool:
    """Runs work off the event loop; whoever brings much waits behind their own work.

    Each asker has a line, and the lines take turns. The threads start with the first work, and
    belong to no event loop.
    """

    def __init__(self, workers: int = WORKERS) -> None:
        self._workers = workers
        self._lines: OrderedDict[str, deque[tuple[Future[Any], Callable[[], Any]]]] = OrderedDict()
        self._changed = threading.Condition()
        self._started = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`, or what it raises; what is cancelled while waiting never begins."""
        return await asyncio.wrap_future(self.submit(work, asker.get()))

    def submit(self, work: Callable[[], Result], key: str) -> Future[Result]:
        future: Future[Result] = Future()
        with self._changed:
            self._lines.setdefault(key, deque()).append((future, work))
            if self._started < self._workers:
                self._started += 1
                name = f"understanding-{self._started}"
                threading.Thread(target=self._work, name=name, daemon=True).start()
            self._changed.notify()
        return future

    def _work(self) -> None:
        while True:
            future, work = self._next()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = work()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)
            del future, work

    def _next(self) -> tuple[Future[Any], Callable[[], Any]]:
        with self._changed:
            while not self._lines:
                self._changed.wait()
            key, line = self._lines.popitem(last=False)
            found = line.popleft()
            if line:  # behind everybody else's
                self._lines[key] = line
            return found
