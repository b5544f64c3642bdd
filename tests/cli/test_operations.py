"""`forget` and `purge` on a real database."""

from __future__ import annotations

import time
from pathlib import Path

from bot.store.database import Database
from tests.cli.data_folder import DAY_SECONDS, add_turn, command, conversations_in


def test_forget_deletes_every_row_of_a_conversation_and_its_threads_and_of_nobody_else(
    tmp_path: Path, database: Database
) -> None:
    for conversation in ("slack:T1:U1", "slack:T1:U1:17.5", "slack:T1:U12", "slack:T1:u1"):
        add_turn(database, conversation)
    done = command(tmp_path, "forget", "slack:T1:U1")
    assert done.returncode == 0, done.stderr
    assert conversations_in(tmp_path) == {"slack:T1:U12", "slack:T1:u1"}
    assert "nothing was kept" in command(tmp_path, "forget", "slack:T1:U1").stdout
    refused = command(tmp_path, "forget", "everything; DROP TABLE turn")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1


def test_purge_deletes_what_is_older_than_the_retention_and_nothing_younger(
    tmp_path: Path, database: Database
) -> None:
    add_turn(database, "web:old", at=time.time() - 8 * DAY_SECONDS)
    add_turn(database, "web:young", at=time.time() - 6 * DAY_SECONDS)
    assert command(tmp_path, "purge", RETENTION_DAYS="7").returncode == 0
    assert conversations_in(tmp_path) == {"web:young"}
