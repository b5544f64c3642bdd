"""Brings the tables of conversations to the newest form."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database, DatabaseError

_MIGRATIONS = Path(__file__).parent / "migrations"
# any number that is always the same: processes that start together upgrade one after the other
_LOCK = 7_241_011


def upgrade(database: Database) -> str:
    """Runs what is missing in one transaction, and returns the
    revision reached; raises DatabaseError.
    """
    try:
        return database.write_now(_upgraded)
    except (SQLAlchemyError, CommandError) as error:
        said = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        raise DatabaseError(f"the database can't be brought up to date: {said}") from error


def is_current(connection: Connection) -> bool:
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == wanted


def _upgraded(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        # the limits are for turns: another process's upgrade, or moving many rows, may take longer
        connection.execute(text("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return str(MigrationContext.configure(connection).get_current_revision())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
