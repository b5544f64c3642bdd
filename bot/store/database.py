"""One database for a process: an engine with sane limits, and its work done beside the
event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine, delete, event, insert, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from bot.domain.errors import AdvisorError
from bot.settings import SettingsError, data_folder, folder_made
from bot.store.schema import inbox

# Connections that a process opens at most; as many threads wait for the database.
POOL = 8
_WAIT = 3  # seconds until a connection must be there
_STATEMENT_SECONDS = 5
_STATEMENT_LIMIT = f"{_STATEMENT_SECONDS}s"
_RECYCLE = 1800
# Bytes that must be free on SQLite's disk: some dozens of turns.
_LEAST_ROOM = 262_144
log = logging.getLogger(__name__)

# What keeps PostgreSQL from being waited for without an end, as arguments of `create_engine`.
POSTGRES_LIMITS: Mapping[str, Any] = {
    "pool_timeout": _WAIT,
    "pool_pre_ping": True,
    "pool_recycle": _RECYCLE,
    "connect_args": {
        "connect_timeout": _WAIT,
        "options": f"-c statement_timeout={_STATEMENT_LIMIT} -c lock_timeout={_STATEMENT_LIMIT}",
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
        "tcp_user_timeout": 5000,
    },
}

Result = TypeVar("Result")


class DatabaseError(AdvisorError):
    """The database can't be used; the message is meant for the person who runs it."""


def database_url() -> str:
    """DATABASE_URL, else SQLite in the data folder."""
    return spoken_url(
        os.environ.get("DATABASE_URL") or f"sqlite:///{data_folder() / 'conversations.db'}"
    )


def spoken_url(url: str) -> str:
    """The URL as SQLAlchemy has it: hosting services still write `postgres://`."""
    old = "postgres://"
    return f"postgresql://{url[len(old) :]}" if url.startswith(old) else url


class Database:
    """Runs functions of a connection, each in one transaction and in a thread of its own."""

    def __init__(self, url: str | None = None) -> None:
        """Opens nothing yet; raises DatabaseError when the URL can't be read."""
        self.engine = _engine(spoken_url(url) if url else database_url())
        self._writing = self.engine.execution_options(writes=True)
        self._threads = ThreadPoolExecutor(POOL, thread_name_prefix="database")

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read_now, work)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.write_now, work)

    async def erase(self, work: Callable[[Connection], Result]) -> Result:
        """Write, and leave no copy of what was deleted on the disk."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.erase_now, work)

    def erase_now(self, work: Callable[[Connection], Result]) -> Result:
        """The same without an event loop.

        What SQLite deletes is overwritten in the database, but older copies of its pages stay in
        the write-ahead log until that is emptied.
        """
        result = self.write_now(work)
        if self.engine.dialect.name == "sqlite" and not self._emptied_log():
            log.warning("the write-ahead log couldn't be emptied: others were reading all the time")
        return result

    def _emptied_log(self) -> bool:
        end = time.monotonic() + _STATEMENT_SECONDS
        while True:
            with contextlib.closing(self.engine.raw_connection()) as connection:
                row = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)", ()).fetchone()
            if row[0] == 0 or time.monotonic() > end:
                return bool(row[0] == 0)
            time.sleep(0.05)

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

    async def takes_writes(self) -> bool:
        """Whether a turn could be kept: writes and takes it back, so a full or read-only database
        shows.
        """
        try:
            await self.write(_try_to_write)
        except SQLAlchemyError:
            return False
        return _has_room(self.engine)

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def _engine(url: str) -> Engine:
    try:
        if url.startswith("sqlite"):
            return _sqlite(url)
        engine: Engine = create_engine(
            url, future=True, pool_size=POOL, max_overflow=0, **POSTGRES_LIMITS
        )
        return engine
    except SettingsError as error:
        raise DatabaseError(str(error)) from error
    except (SQLAlchemyError, ImportError, OSError, ValueError) as error:
        raise DatabaseError(f"DATABASE_URL can't be used: {error}") from error


def _try_to_write(connection: Connection) -> None:
    now = time.time()
    row = {
        "surface": "ready", "key": uuid.uuid4().hex, "conversation": "", "payload": "", "at": now,
        "claimed_at": now,
        "done": True,
    }  # fmt: skip
    connection.execute(insert(inbox).values(row))
    connection.execute(delete(inbox).where(inbox.c.key == row["key"]))


def _has_room(engine: Engine) -> bool:
    """Whether SQLite's disk has room for more than what fits into pages that are there already."""
    path = _sqlite_file(engine)
    if path is None:
        return True
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize >= _LEAST_ROOM


def _sqlite_file(engine: Engine) -> Path | None:
    path = engine.url.database
    return (
        Path(path)
        if engine.dialect.name == "sqlite" and path not in (None, "", ":memory:")
        else None
    )


def _keep_private(path: Path) -> None:
    """Make the file, or keep others out of it; SQLite gives its log and index the same rights."""
    folder_made(path.parent)
    with contextlib.suppress(OSError):  # a file that can't be made is told when it is opened
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url, future=True, poolclass=QueuePool, pool_size=POOL, max_overflow=0, pool_timeout=_WAIT,
        connect_args={"check_same_thread": False, "timeout": _STATEMENT_SECONDS},
    )  # fmt: skip
    path = _sqlite_file(engine)
    if path:
        _keep_private(path)

    @event.listens_for(engine, "connect")
    def _configured(connection: Any, _: Any) -> None:
        connection.isolation_level = (
            None  # the driver would begin transactions late and not for reads
        )
        # what is committed survives a killed process; "secure_delete": what is deleted is
        # overwritten
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # a reader that turns writer in the middle fails at once when another wrote meanwhile
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
