"""A server that can't start says why in one sentence and ends with 2."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.knowledge.store import knowledge_engine
from bot.rasa_adapter.assistant import Assistant, NoModelError
from bot.store.database import Database, DatabaseError
from bot.store.locks import shared_lock
from tools.commands import ROOT, ran_as_text
from tools.serving import free_port


def new_command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process that finds its terminal's encoding as it starts."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli.main", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        encoding=environment["PYTHONIOENCODING"].partition(":")[0],
        timeout=300,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(ROOT / ".data" / "knowledge.db", folder)
    return folder


@pytest.mark.parametrize("setting", ["PORT", "METRICS_PORT"])
def test_a_port_that_is_taken_is_named(data: Path, setting: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ports = {"PORT": str(free_port()), "METRICS_PORT": "0"}
        ports[setting] = str(taken.getsockname()[1])
        port, metrics = ports.values()
        done = ran_as_text("serve", DATA_DIR=str(data), PORT=port, METRICS_PORT=metrics)
    assert done.returncode == 2
    assert f"127.0.0.1:{ports[setting]} ({setting})" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_truncated_or_foreign_model_is_a_sentence(tmp_path: Path) -> None:
    newest = max((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    content = newest.read_bytes()
    other = tmp_path / "other.txt"
    other.write_text("no model")
    for name in ("cut", "empty", "text", "foreign"):
        folder = tmp_path / name
        folder.mkdir()
        model = folder / "model.tar.gz"
        if name == "foreign":
            with tarfile.open(model, "w:gz") as archive:
                archive.add(other, "other.txt")
        else:
            model.write_bytes({"cut": content[:200_000], "empty": b"", "text": b"hello"}[name])
        with pytest.raises(NoModelError, match=r"can't be read .* run 'ciso-advisor train'"):
            Assistant.load(folder)


@pytest.mark.parametrize("url", ["postgresql://u:p@localhost:abc/db", "nonsense", "mysql://x/y"])
def test_a_database_url_that_cant_be_used_is_a_sentence(url: str) -> None:
    with pytest.raises(DatabaseError, match="DATABASE_URL"):
        Database(url)
    with pytest.raises(Exception, match="DATABASE_URL"):
        knowledge_engine(url)


def test_postgres_is_taken_for_postgresql() -> None:
    database = Database("postgres://u:p@localhost:1/db")
    assert database.engine.dialect.name == "postgresql"
    assert knowledge_engine("postgres://u:p@localhost:1/db").dialect.name == "postgresql"


def test_a_redis_url_that_cant_be_used_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://localhost:abc/0")
    with pytest.raises(DatabaseError, match="REDIS_URL"):
        shared_lock(Database(f"sqlite:///{tmp_path / 'x.db'}"))


@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
def test_what_a_terminal_cant_show_is_no_traceback(tmp_path: Path, encoding: str) -> None:
    profile = tmp_path / "me.yml"
    profile.write_text("job: SOC analyst\n", "utf-8")
    done = new_command("plan", "--profile", str(profile), PYTHONIOENCODING=f"{encoding}:strict")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii() or encoding == "cp437"


@pytest.mark.parametrize("command", ["serve", "actions"])
@pytest.mark.parametrize("port", ["abc", "-1", "0", "99999", "５００５", "9" * 5000])
def test_a_port_that_is_no_number_of_a_port_is_said(data: Path, command: str, port: str) -> None:
    for done in (
        ran_as_text(command, f"--port={port}", DATA_DIR=str(data)),
        ran_as_text(command, DATA_DIR=str(data), PORT=port),
    ):
        assert done.returncode == 2
        assert "a whole number from 1 to 65535" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", [("serve",), ("ask", "hello"), ("report",), ("forget", "web:1")]
)
@pytest.mark.parametrize("folder", ["a-file", "a-file/below", "/proc/nothing"])
def test_a_data_folder_that_cant_be_is_a_sentence(
    tmp_path: Path, command: tuple[str, ...], folder: str
) -> None:
    (tmp_path / "a-file").write_text("x")
    done = ran_as_text(*command, DATA_DIR=str(tmp_path / folder))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "DATA_DIR" in done.stderr


def test_a_database_that_isnt_there_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    for url in (f"postgres://u:secret@127.0.0.1:{free_port()}/db", f"sqlite:///{tmp_path}"):
        done = ran_as_text("ask", "hello", DATABASE_URL=url)
        assert done.returncode == 2
        assert done.stderr.startswith("ciso-advisor: the knowledge base can't be read: ")
        assert len(done.stderr.splitlines()) == 1
        assert "secret" not in done.stderr
    damaged = tmp_path / "conversations.db"
    damaged.write_bytes(b"no database" * 1000)
    done = ran_as_text("report", DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert "file is not a database" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_day_that_is_none_is_a_sentence() -> None:
    done = ran_as_text("ask", "what does a CISO earn?", TODAY="soon")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "ciso-advisor: TODAY must be a day such as 2026-11-23, not 'soon'\n"


def test_paths_are_the_callers(tmp_path: Path, data: Path) -> None:
    done = ran_as_text("report", "--out", "mine.html", cwd=tmp_path, DATA_DIR="data")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mine.html").exists()
    assert (data / "conversations.db").exists()
