"""Real servers for tests, faults and load: PostgreSQL, Redis, nginx and
action servers, on loopback, as an ordinary user.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg2
import redis
import requests

from tools.serving import free_port

ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 60
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
        wait_until(self._up, _START_SECONDS, lambda: f"{self.name} didn't start: {self.log()}")
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


class Postgres(Server):
    name = "postgres"

    def __init__(self) -> None:
        super().__init__()
        self._password = secrets.token_hex(16)
        self._data = self.folder / "data"
        password_file = self.folder / "password"
        password_file.write_text(self._password)
        self._own(password_file)
        made = subprocess.run(
            [str(program("initdb")), "-D", str(self._data), "-U", "advisor", "-E", "UTF8",
            "--locale=C", "--auth=scram-sha-256",
             f"--pwfile={password_file}"],
            cwd=self.folder, env=self.environment(), capture_output=True, text=True,
            timeout=_START_SECONDS, **self.user(),
        )  # fmt: skip
        assert made.returncode == 0, made.stderr

    def command(self) -> Sequence[str]:
        settings = {
            "listen_addresses": "127.0.0.1", "port": str(self.port), "unix_socket_directories": "",
            "shared_buffers": "16MB",
            "max_connections": "60",
        }  # fmt: skip
        return [
            str(program("postgres")),
            "-D",
            str(self._data),
            *(f"--{key}={value}" for key, value in settings.items()),
        ]

    @property
    def url(self) -> str:
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return f"postgresql://advisor:{self._password}@127.0.0.1:{self.port}/{database}"

    def new_database(self, name: str) -> str:
        """The URL of an empty database, made anew."""
        with contextlib.closing(psycopg2.connect(self.url)) as connection:
            connection.autocommit = True
            connection.cursor().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.cursor().execute(f'CREATE DATABASE "{name}"')
        return self.url_of(name)

    def answers(self) -> bool:
        with (
            contextlib.suppress(psycopg2.OperationalError),
            contextlib.closing(psycopg2.connect(self.url, connect_timeout=3)),
        ):
            return True
        return False

    def stop(
        self, wanted: signal.Signals = signal.SIGINT
    ) -> None:  # SIGTERM would wait for clients to leave
        super().stop(wanted)


class RedisServer(Server):
    name = "redis"

    def command(self) -> Sequence[str]:
        return [
            str(program("redis-server")),
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        with (
            contextlib.suppress(redis.RedisError),
            redis.Redis(port=self.port, socket_timeout=3) as client,
        ):
            return bool(client.ping())
        return False


class Nginx(Server):
    """The configuration of `deploy/`, with these advisors behind it."""

    name = "nginx"

    def __init__(self, advisors: Sequence[int]) -> None:
        super().__init__()
        for folder in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
            (self.folder / folder).mkdir()
            self._own(self.folder / folder)
        self._configuration = self.folder / "nginx.conf"
        self._configuration.write_text(nginx_configuration(self.folder, self.port, advisors))

    def command(self) -> Sequence[str]:
        return [
            str(program("nginx")),
            "-p",
            str(self.folder),
            "-e",
            str(self.folder / "log"),
            "-c",
            str(self._configuration),
        ]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 3):
            return True
        return False


class Actions(Server):
    """`ciso-advisor actions`."""

    name = "actions"

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__()
        self._environment = dict(environment)

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "bot.cli.main", "actions", "--port", str(self.port)]

    def environment(self) -> dict[str, str]:
        return {**os.environ, **self._environment}

    def directory(self) -> Path:
        return ROOT

    def user(self) -> dict[str, Any]:
        return {}  # it reads the project, which may be the caller's alone

    def answers(self) -> bool:
        with contextlib.suppress(requests.RequestException):
            return (
                requests.get(f"http://127.0.0.1:{self.port}/health", timeout=5).status_code == 200
            )
        return False


def nginx_configuration(folder: Path, port: int, advisors: Sequence[int]) -> str:
    """deploy/nginx.conf for loopback: other addresses and folders, the same rules."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    changes = {
        "server advisor-1:5005 max_fails=0;": " ".join(
            f"server 127.0.0.1:{advisor} max_fails=0;" for advisor in advisors
        ),
        "server advisor-2:5005 max_fails=0;": "",
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "/tmp/nginx": str(folder),
        "/dev/stdout": str(folder / "access"),
        "error_log stderr": f"error_log {folder / 'log'}",
    }
    for old, new in changes.items():
        assert old in text, f"deploy/nginx.conf has no {old!r} any more"
        text = text.replace(old, new)
    return "daemon off;\n" + text


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


@contextlib.contextmanager
def small_disk(folder: Path, size: str = "4m") -> Iterator[bool]:
    """A file system of that size at `folder`, where mounting is allowed; False where it isn't."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)],
        capture_output=True,
    )
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=False)
