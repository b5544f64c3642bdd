"""One database for a process: an engine with sane limits, and its work done beside the event loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from bot.domain.errors import Problem
from bot.settings import data_folder

POOL = 8
"""Connections that a process opens at most; as many threads wait for the database."""
_WAIT = 3  # seconds until a connection must be there
_STATEMENT_SECONDS = 5
_RECYCLE = 1800

Result = TypeVar("Result")


class DatabaseError(Problem):
    """The database can't be used; the message is meant for the person who runs it."""


def database_url() -> str:
    """DATABASE_URL, else SQLite in the data folder."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{data_folder() / 'conversations.db'}"


class Database:
    """Runs functions of a connection, each in one transaction and in a thread of its own."""

    def __init__(self, url: str | None = None) -> None:
        """Opens nothing yet; raises DatabaseError when the URL can't be read."""
        self.engine = _engine(url or database_url())
        self._writing = self.engine.execution_options(writes=True)
        self._threads = ThreadPoolExecutor(POOL, thread_name_prefix="database")

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, work)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.write_now, work)

    def read_now(self, work: Callable[[Connection], Result]) -> Result:
        """The same without an event loop, for commands and threads."""
        with self.engine.begin() as connection:
            return work(connection)

    def write_now(self, work: Callable[[Connection], Result]) -> Result:
        with self._writing.begin() as connection:
            return work(connection)

    async def answers(self) -> bool:
        try:
            await self.read(lambda connection: connection.execute(text("SELECT 1")))
        except SQLAlchemyError:
            return False
        return True

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def _engine(url: str) -> Engine:
    try:
        if url.startswith("sqlite"):
            return _sqlite(url)
        return create_engine(
            url, future=True, pool_size=POOL, max_overflow=0, pool_timeout=_WAIT, pool_pre_ping=True, pool_recycle=_RECYCLE,
            connect_args={
                "connect_timeout": _WAIT,
                "options": f"-c statement_timeout={_STATEMENT_SECONDS * 1000} -c lock_timeout={_STATEMENT_SECONDS * 1000}",
                "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2, "tcp_user_timeout": 5000,
            },
        )  # fmt: skip
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise DatabaseError(f"DATABASE_URL can't be used: {error}") from error


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url, future=True, poolclass=QueuePool, pool_size=POOL, max_overflow=0, pool_timeout=_WAIT,
        connect_args={"check_same_thread": False, "timeout": _STATEMENT_SECONDS},
    )  # fmt: skip
    path = engine.url.database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    @event.listens_for(engine, "connect")
    def _configured(connection: Any, _: Any) -> None:
        connection.isolation_level = (
            None  # the driver would begin transactions late and not for reads
        )
        # what is committed survives a killed process; "secure_delete": what is deleted is overwritten
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # a reader that turns writer in the middle fails at once when another wrote meanwhile
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
