"""Runs commands of the advisor as forks of one process, in tests; see `tools.fork_server`."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

# The socket of the fork server and the process that it serves; without it nothing is forked.
VARIABLE = "ADVISOR_FORKS"
_ROOT = Path(__file__).resolve().parent.parent
_START_SECONDS = 240


class Forked:
    """A process that somebody else has forked; what is used of `subprocess.Popen`."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._told = connection, connection.makefile("rb")
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._connection], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a forked command", timeout or 0)
            self.returncode = int(self._told.readline() or -signal.SIGKILL)
            self._told.close()
            self._connection.close()
        return self.returncode

    def send_signal(self, wanted: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, wanted)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def is_running() -> bool:
    """Whether commands are forked here."""
    return VARIABLE in os.environ


def fork(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    streams: Sequence[IO[bytes] | int],
    cwd: Path = _ROOT,
) -> Forked:
    """Start `ciso-advisor` with these arguments; `streams` are standard input, output and error."""
    connection = _connected()
    wanted = {
        "arguments": list(arguments),
        "cwd": str(cwd),
        "environment": {name: value for name, value in environment.items() if name != VARIABLE},
    }
    numbers = [stream if isinstance(stream, int) else stream.fileno() for stream in streams]
    message = json.dumps(wanted).encode() + b"\n"
    sent = socket.send_fds(connection, [message], numbers)
    connection.sendall(message[sent:])
    return Forked(connection)


def _connected() -> socket.socket:
    """A connection to the fork server, which the first who needs it starts."""
    address, _, served = os.environ[VARIABLE].partition(" ")
    with contextlib.suppress(OSError):
        return _connection(address)
    with open(address + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with contextlib.suppress(OSError):
            return _connection(address)
        with open(address + ".log", "ab") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "tools.fork_server", address, served],
                cwd=_ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and server.poll() is None:
            with contextlib.suppress(OSError):
                return _connection(address)
            time.sleep(0.1)
        raise AssertionError(f"no fork server: {Path(address + '.log').read_text('utf-8')}")


def _connection(address: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
