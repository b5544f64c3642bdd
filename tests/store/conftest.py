"""Real databases and a real Redis for the tests of bot.store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain

from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.upgrade import upgrade
from tools.server_process import missing_programs
from tools.servers import Postgres, RedisServer


def _or_skip() -> None:
    missing = missing_programs()
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {missing}")
    if missing:
        pytest.skip(f"not installed: {missing}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    _or_skip()
    with Postgres() as server:
        yield server


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    _or_skip()
    with RedisServer() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'conversations.db'}"
    return str(request.getfixturevalue("postgres").new_database("store"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database(url)
    upgrade(database)
    yield database
    database.close()


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database, Domain.load("domain.yml"))
