"""Real servers for tests, faults and load: PostgreSQL, Redis, nginx and
action servers, on loopback, as an ordinary user.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg2
import redis
import requests

from tools.server_process import START_SECONDS, Server, program

ROOT = Path(__file__).resolve().parent.parent


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
            timeout=START_SECONDS, **self.user(),
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
