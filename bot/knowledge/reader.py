"""The build in use: looked after in the background, kept while a newer one can't be read."""

from __future__ import annotations

import logging
import os
import threading
import time
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.domain.errors import KnowledgeError
from bot.knowledge import schema
from bot.knowledge.store import KnowledgeBase, knowledge_engine, knowledge_url

# The environment variables that say where the knowledge is.
_PLACES = ("DATABASE_URL", "DATA_DIR")
_FIRST_SECONDS = 60.0
# How long whoever notices that it is time to look waits for the outcome; all others don't wait.
_GRACE_SECONDS = 1.5
# A build that couldn't be read is tried again after this, else only when there is another.
_AGAIN_SECONDS = 60.0
log = logging.getLogger(__name__)


class KnowledgeReader:
    """Hands out the current build; a rebuild is noticed within `patience` seconds.

    Readers of the same database share one copy. Nobody waits for a database that hangs: what is
    held stays in use.
    """

    def __init__(self, engine: Engine | None = None, patience: float = 1.0) -> None:
        self._watch = _Watch(engine, patience) if engine is not None else None

    def current(self) -> KnowledgeBase:
        """Raises KnowledgeError when there is no build that can be read, and never was."""
        return self._watched().current()

    def problem(self) -> str:
        """Why the newest build isn't the one in use; empty when it is."""
        return self._watched().problem

    def _watched(self) -> _Watch:
        return self._watch or _watch_here(*map(os.environ.get, _PLACES))


class _Watch:
    """Looks at one database, in a thread of its own and one look at a time."""

    def __init__(self, engine: Engine, patience: float) -> None:
        self._engine, self._patience = engine, patience
        self._changing = threading.Lock()
        self._looking: threading.Event | None = None
        self._looked = 0.0
        self._held: KnowledgeBase | None = None
        self._failure: KnowledgeError | None = None
        self._failed: tuple[str, float] = "", 0.0
        self._away = False
        self.problem = ""

    def current(self) -> KnowledgeBase:
        held, look, seconds = self._held, *self._begun()
        if look and seconds:
            look.wait(seconds)
        held = self._held or held
        if held is None:
            raise self._failure or KnowledgeError("the knowledge base can't be reached")
        return held

    def _begun(self) -> tuple[threading.Event | None, float]:
        """The look to wait for, and how long; begins one when it is time."""
        with self._changing:
            if self._looking and not self._looking.is_set():
                return self._looking, 0.0 if self._held else _FIRST_SECONDS
            now = time.monotonic()
            if self._held and now - self._looked < self._patience:
                return None, 0.0
            self._looked, look = now, threading.Event()
            self._looking = look
            seconds = _FIRST_SECONDS
            if self._held:  # who couldn't be reached the last time isn't waited for
                seconds = 0.0 if self._away else _GRACE_SECONDS
        name = "knowledge"
        threading.Thread(target=self._look, args=(look,), name=name, daemon=True).start()
        return look, seconds

    def _look(self, look: threading.Event) -> None:
        try:
            self._refresh()
        except KnowledgeError as error:
            self._failure = error
            self._away = _is_away(error, self._engine)
            if self._away:
                self._failed = "", 0.0
            elif self._held:
                self._tell(error)
        else:
            self._failure, self._away = None, False
        finally:
            look.set()

    def _refresh(self) -> None:
        digest = current_digest(self._engine)
        failed, at = self._failed
        if self._held and digest == self._held.digest:
            self.problem = ""
        elif not self._held or digest != failed or time.monotonic() - at > _AGAIN_SECONDS:
            self._failed = digest, time.monotonic()
            self._held = KnowledgeBase.load(self._engine)
            self.problem = ""

    def _tell(self, error: KnowledgeError) -> None:
        if not self.problem:
            cause = type(error.__cause__ or error).__name__
            log.error("a new knowledge base can't be read (%s): the one before stays", cause)
        self.problem = str(error)


@lru_cache(maxsize=16)
def _watch_here(*_: str | None) -> _Watch:
    """The watch of the environment's database, by the variables that say where it is: a turn asks
    for the knowledge some dozen times.
    """
    return _watch_of(knowledge_url())


@lru_cache(maxsize=4)
def _watch_of(url: str) -> _Watch:
    return _Watch(knowledge_engine(url, limited=True), patience=1.0)


def current_digest(engine: Engine) -> str:
    """The digest of the newest build; raises KnowledgeError when there is none."""
    try:
        with engine.connect() as connection:
            found = connection.execute(select(schema.builds.c.digest)).scalar_one_or_none()
    except SQLAlchemyError as error:
        raise KnowledgeError("the knowledge base can't be read") from error
    if found is None:
        raise KnowledgeError("the knowledge base is empty: run 'ciso-advisor knowledge build'")
    return str(found)


def _is_away(error: KnowledgeError, engine: Engine) -> bool:
    """Whether the database couldn't be asked, which says nothing about the build in it."""
    cause = error.__cause__
    if isinstance(cause, OperationalError) and engine.dialect.name == "sqlite":
        return "no such" not in str(cause.orig)
    return isinstance(cause, (OperationalError, InterfaceError, PoolTimeoutError))
