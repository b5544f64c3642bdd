"""A server's process in a folder of its own, run by an ordinary user: started, paused, killed."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tools.serving import free_port

START_SECONDS = 60
_STOP_SECONDS = 20


def program(name: str) -> str | None:
    """The path of a Debian program, also of those that Debian keeps off
    the PATH; None where it isn't installed.
    """
    newest_first = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name)
    )
    return shutil.which(
        name,
        path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *map(str, newest_first)]),
    )


def missing_programs() -> list[str]:
    return [
        name for name in ("postgres", "initdb", "redis-server", "nginx") if program(name) is None
    ]


class Server:
    """A process of ours in a folder of its own; it ends with the
    `with` block, by its own process id.
    """

    name = "server"

    def __init__(self) -> None:
        self.port = free_port()
        # below /tmp, not below the caller's folder: an ordinary user must be able to get there
        self.folder = Path(tempfile.mkdtemp(prefix=f"advisor-{self.name}-"))
        self.folder.chmod(0o700)
        (self.folder / "log").touch()
        self._own(self.folder, self.folder / "log")
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether the server takes requests; may raise what its client raises."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(self.folder)}

    def start(self) -> Any:
        assert not self.running, f"{self.name} runs already"
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_dies_with_us(), *self.command()], cwd=self.directory(), env=self.environment(),
                stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True, **self.user(),
            )  # fmt: skip
        wait_until(self._up, START_SECONDS, lambda: f"{self.name} didn't start: {self.log()}")
        return self

    def _up(self) -> bool:
        assert self.running, f"{self.name} ended: {self.log()}"
        return self.answers()

    def directory(self) -> Path:
        return self.folder

    def user(self) -> dict[str, Any]:
        """Debian's database servers refuse to run as root."""
        if os.geteuid() != 0:
            return {}
        uid, gid = _ordinary_user()
        return {"user": uid, "group": gid, "extra_groups": []}

    def _own(self, *paths: Path) -> None:
        if os.geteuid() == 0:
            for path in paths:
                os.chown(path, *_ordinary_user())

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self, wanted: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None and self.running:
            self.resume()
            self._process.send_signal(wanted)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """As rude as a power cut: the process and all that it started."""
        if self._process is not None:
            for pid in self._pids():
                _signal(pid, signal.SIGKILL)
            self._process.wait(_STOP_SECONDS)

    def pause(self) -> None:
        """Connections stay open, and nothing answers."""
        for pid in self._pids():
            _signal(pid, signal.SIGSTOP)

    def resume(self) -> None:
        for pid in self._pids():
            _signal(pid, signal.SIGCONT)

    def _pids(self) -> list[int]:
        return descendants(self._process.pid) if self._process is not None and self.running else []

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text("utf-8", "replace")[-4000:] if path.exists() else ""

    def __enter__(self) -> Any:
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def wait_until(fine: Callable[[], bool], seconds: float, problem: Callable[[], str]) -> None:
    end = time.monotonic() + seconds
    while not fine():
        assert time.monotonic() < end, problem()
        time.sleep(0.05)


def _dies_with_us() -> list[str]:
    """A test run that is killed leaves no server behind, where Debian's setpriv is there."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT", "--"] if setpriv else []


def _ordinary_user() -> tuple[int, int]:
    found = pwd.getpwnam("nobody")
    return found.pw_uid, found.pw_gid


def descendants(pid: int) -> list[int]:
    """A process and all below it: PostgreSQL's have process groups of their own."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError):
            found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
    return found


def _signal(pid: int, wanted: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, wanted)
