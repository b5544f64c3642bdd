"""What tests start as forks of one process behaves as what the command line starts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.commands import ROOT, ran, started
from tools.forked import Forked
from tools.serving import Server, serving

PROFILE = "job: SOC analyst\ncertifications: {CISSP: held}\n"


@pytest.mark.parametrize("arguments", [("plan", "--profile", "me.yml"), ("forget",), ("--help",)])
def test_a_fork_says_what_a_new_process_says(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "me.yml").write_text(PROFILE, "utf-8")
    forked, new = (ran(*arguments, cwd=tmp_path, new=new) for new in (False, True))
    assert (forked.returncode, forked.stdout, forked.stderr) == (
        new.returncode,
        new.stdout,
        new.stderr,
    )
    assert forked.stdout or forked.stderr


def test_a_fork_has_the_environment_that_it_is_given_and_no_other(tmp_path: Path) -> None:
    assert b"TODAY" in ran("ask", "hello", TODAY="soon").stderr
    data = tmp_path / "data"
    assert ran("db", "upgrade", DATA_DIR=str(data)).returncode == 0
    assert (data / "conversations.db").exists()


def test_a_server_is_a_process_of_its_own_that_ends_by_its_own_id(tmp_path: Path) -> None:
    with serving(tmp_path / "one") as one, serving(tmp_path / "two") as two:
        assert isinstance(one.process, Forked) and isinstance(two.process, Forked)
        assert len({os.getpid(), one.process.pid, two.process.pid}) == 3
        assert _command_of(one.process.pid) != _command_of(os.getpid())
        one.kill()
        assert one.process.returncode == -9
        assert two.process.poll() is None
        one.start()
        one.stop()
        assert one.process.returncode == 0


def test_a_server_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tools.serving import Server;"
        " server = Server(Path(sys.argv[1])).start(); print(server.process.pid, flush=True);"
        " time.sleep(600)"
    )
    tmp_path.joinpath("data").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "data")], cwd=ROOT, stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdout
        pid = int(starter.stdout.readline())
        starter.kill()
    end = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_without_a_fork_server_a_process_is_started_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ADVISOR_FORKS")
    with open(os.devnull, "r+b") as nothing:
        process = started(["--help"], dict(os.environ), (nothing, nothing, nothing), tmp_path)
    assert isinstance(process, subprocess.Popen)
    assert process.wait(60) == 0
    assert Server(tmp_path).process is None


def _command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()
