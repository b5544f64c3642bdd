"""The commands for back-up and restore, as docs/operating.md
gives them, while the database is in use.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from rasa.shared.core.domain import Domain

from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.upgrade import is_current, upgrade
from tests.store.saved_turns import save
from tools.server_process import program
from tools.servers import ROOT, Postgres

PAGE = (ROOT / "docs" / "operating.md").read_text()


def commands(heading: str) -> list[str]:
    """The indented lines below a heading of the operator's page."""
    section = PAGE.partition(f"{heading}\n")[2].partition("\n## ")[0]
    return [line.strip() for line in re.findall(r"^    (\S.*)$", section, re.MULTILINE)]


def test_a_backup_of_sqlite_is_made_while_it_is_in_use_and_can_be_put_back(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    upgrade(database)
    store = Conversations(database, Domain.load("domain.yml"))
    asyncio.run(save(store, "web:one", "one?", "two?"))
    backup, restore = [
        command
        for command in commands("## Back-up and restore")
        if "sqlite3" in command or command.startswith("cp ")
    ]
    for command in (backup, restore):
        if command is restore:
            asyncio.run(store.forget("web:one"))
            database.close()
            for log in tmp_path.glob("conversations.db-*"):
                log.unlink()
        ready = (
            command.replace("python3", sys.executable, 1)
            .replace(".data/", f"{tmp_path}/")
            .replace("backup/", f"{tmp_path}/backup/")
        )
        (tmp_path / "backup").mkdir(exist_ok=True)
        subprocess.run(shlex.split(ready), check=True, timeout=60)
    again = Conversations(
        Database(f"sqlite:///{tmp_path / 'conversations.db'}"), Domain.load("domain.yml")
    )
    assert [turn.asked for turn in asyncio.run(again.history("web:one"))] == ["one?", "two?"]


def test_a_backup_of_postgresql_can_be_restored_into_an_empty_database(
    postgres: Postgres, tmp_path: Path
) -> None:
    url, empty = postgres.new_database("used"), postgres.new_database("restored")
    database = Database(url)
    upgrade(database)
    asyncio.run(save(Conversations(database, Domain.load("domain.yml")), "web:one", "one?", "two?"))
    dump, restore = [
        command for command in commands("## Back-up and restore") if command.startswith("pg_")
    ]
    path = os.pathsep.join([str(Path(str(program("initdb"))).resolve().parent), os.environ["PATH"]])
    for command, target in ((dump, url), (restore, empty)):
        ready = [
            os.path.expandvars(word)
            for word in shlex.split(
                command.replace("$DATABASE_URL", target).replace("backup/", f"{tmp_path}/")
            )
        ]
        subprocess.run(ready, check=True, timeout=60, env={"PATH": path})
    again = Database(empty)
    assert [
        turn.asked
        for turn in asyncio.run(Conversations(again, Domain.load("domain.yml")).history("web:one"))
    ] == ["one?", "two?"]
    assert again.read_now(is_current)
