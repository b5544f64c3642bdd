"""Databases for the operator's commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.upgrade import upgrade
from tests.cli.data_folder import command


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that `knowledge build` makes of the project's sources."""
    folder = tmp_path_factory.mktemp("built")
    assert command(folder, "knowledge", "build").returncode == 0
    return folder / "knowledge.db"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    upgrade(made)
    return made
