"""What is deleted is nowhere on the disk, and nobody else on the machine can read what is kept."""

from __future__ import annotations

import asyncio
import stat
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from sqlalchemy.engine import Connection

from bot.cli.main import main
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.erasure import purge
from bot.store.inbox import Inbox
from bot.store.retention import _purged
from bot.store.upgrade import upgrade
from tests.store.saved_turns import save
from tools.serving import Visitor, serving

SECRET = "a marker of nothing else 6f1c"
TWICE = 2


def on_disk(folder: Path, marker: str = SECRET) -> list[str]:
    """The files of a database, its log and its index that hold the marker."""
    files = sorted(folder.glob("conversations.db*"))
    assert files
    return [path.name for path in files if marker.encode() in path.read_bytes()]


async def _forgotten(store: Conversations, database: Database) -> None:
    await store.forget("web:gone")


async def _ended(store: Conversations, database: Database) -> None:
    await store.end("web:gone")


async def _purge(store: Conversations, database: Database) -> None:
    await database.erase(lambda connection: purge(connection, time.time() + 60))


async def _inbox(store: Conversations, database: Database) -> None:
    await store.forget("web:gone")
    await Inbox(database).claim("slack", "key", {"text": SECRET}, "slack:T:U")
    await Inbox(database).forget("slack:T:U")


@pytest.mark.parametrize("erase", [_forgotten, _ended, _purge, _inbox])
def test_deleted_text_is_in_no_file_while_others_read(
    tmp_path: Path, erase: Callable[[Conversations, Database], object]
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    upgrade(database)
    store = Conversations(database, Domain.load("domain.yml"))

    async def scene() -> None:
        await save(store, "web:gone", *[f"{SECRET} {number}" for number in range(20)])
        assert on_disk(tmp_path)
        reading = asyncio.create_task(_read_much(store))
        await erase(store, database)  # type: ignore[misc]
        await reading

    asyncio.run(scene())
    assert on_disk(tmp_path) == []
    database.close()


async def _read_much(store: Conversations) -> None:
    for _ in range(30):
        await store.history("web:gone")


def test_the_hourly_purge_is_one_that_leaves_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    upgrade(database)
    store = Conversations(database, Domain.load("domain.yml"))
    asyncio.run(save(store, "web:old", SECRET))

    def later(connection: Connection) -> int:
        return _purged(connection, days=-1)

    assert database.erase_now(later) == 1
    assert on_disk(tmp_path) == []
    database.close()


def test_forget_on_the_command_line_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'conversations.db'}")
    database = Database()
    upgrade(database)
    store = Conversations(database, Domain.load("domain.yml"))
    asyncio.run(save(store, "web:gone", SECRET, SECRET))
    assert main(["forget", "web:gone"]) == 0
    assert "deleted 2 turns" in capsys.readouterr().out
    assert on_disk(tmp_path) == []
    database.close()


def test_a_deleted_conversation_is_off_the_disk_and_its_token_is_dead(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as server:
        visitor = Visitor(server, token=True)
        for _ in range(TWICE):
            visitor.ask(f"what is a CISO? {SECRET}")
        assert on_disk(server.data)
        assert visitor.http.delete(f"{visitor.url}/session", timeout=30).status_code == 204
        assert on_disk(server.data) == []
        asked = visitor.post({"id": str(uuid.uuid4()), "text": SECRET})
        assert asked.status_code == 401
        assert asked.json()["error"] == "no_session"
        assert visitor.http.get(f"{visitor.url}/history", timeout=30).status_code == 401
        assert visitor.http.delete(f"{visitor.url}/session", timeout=30).status_code == 401
        began = visitor.http.post(f"{visitor.url}/session", json={"token": True}, timeout=30)
        assert began.status_code == 201
        assert on_disk(server.data) == []
        server.kill()
        server.start()
        assert visitor.http.get(f"{visitor.url}/history", timeout=30).status_code == 401
        assert Visitor(server).ask("what is a CISO?")["topic"] == "role"


def test_what_a_server_keeps_is_its_users_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    database = Database(f"sqlite:///{folder / 'conversations.db'}")
    upgrade(database)
    kept = [path for path in folder.iterdir() if path.name.startswith("conversations")]
    assert len(kept) > 1
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    database.close()


def test_a_database_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    path.touch()
    path.chmod(0o644)
    Database(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
