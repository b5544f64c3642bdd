"""A real server in a process of its own, and a visitor who talks with it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tools.commands import ROOT, started
from tools.forked import Forked

_READY_SECONDS = 240  # other tests may share the machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def share_kept(data: Path) -> None:
    """Give a data folder what is kept of the knowledge base, which takes half a minute to compute:
    the sentence vectors, and the profiles of the units.
    """
    data.mkdir(parents=True, exist_ok=True)
    for name in ("vectors.npz", "profiles.npz"):
        if (ROOT / ".data" / name).is_file() and not (data / name).exists():
            shutil.copy(ROOT / ".data" / name, data)


@dataclass
class Server:
    """`ciso-advisor serve` on loopback; `start` waits until it is
    ready, `kill` is as rude as a crash.

    In a test run it is forked from a process that has the model, unless it is to be `new`.
    """

    data: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | Forked | None = None
    new: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        if "DATABASE_URL" not in self.environment and not (self.data / "knowledge.db").exists():
            shutil.copy(ROOT / ".data" / "knowledge.db", self.data)
        share_kept(self.data)
        environment = {**os.environ, "DATA_DIR": str(self.data), **self.environment}
        with (self.data / "server.log").open("ab") as log, open(os.devnull, "rb") as nothing:
            self.process = started(
                ["serve", "--port", str(self.port)], environment, (nothing, log, log), new=self.new
            )
        self.wait_until_ready()
        return self

    def wait_until_ready(self) -> None:
        end = time.monotonic() + _READY_SECONDS
        while time.monotonic() < end:
            assert self.process is None or self.process.poll() is None, self.log()
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.url}/webhooks/web/ready", timeout=5).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"not ready in {_READY_SECONDS} s: {self.log()}")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(20)

    def log(self) -> str:
        return (self.data / "server.log").read_text("utf-8", "replace")


def serving(data: Path, **environment: str) -> contextlib.AbstractContextManager[Server]:
    """A server that ends with the block; the environment's settings are its own."""
    return _while_serving(Server(data, environment=environment))


def serving_new(data: Path, **environment: str) -> contextlib.AbstractContextManager[Server]:
    """The same, of a process that was started by itself instead of forked."""
    return _while_serving(Server(data, environment=environment, new=True))


@contextlib.contextmanager
def _while_serving(server: Server) -> Iterator[Server]:
    server.data.mkdir(parents=True, exist_ok=True)
    try:
        yield server.start()
    finally:
        server.stop()


class Visitor:
    """A visitor with a session, as the widget would behave; every method returns the response."""

    def __init__(
        self, server: Server | str, *, token: bool = False, origin: str | None = None
    ) -> None:
        self.url = (server if isinstance(server, str) else server.url) + "/webhooks/web"
        self.http = requests.Session()
        if origin:
            self.http.headers["Origin"] = origin
        began = self.http.post(
            f"{self.url}/session", json={"token": True} if token else {}, timeout=60
        )
        assert began.status_code == 201, began.text
        if token:
            self.http.headers["Authorization"] = "Bearer " + began.json()["token"]

    def post(self, body: Any, path: str = "messages", **options: Any) -> requests.Response:
        return self.http.post(f"{self.url}/{path}", json=body, timeout=60, **options)

    def send(self, message_id: str | None = None, **said: str) -> list[dict[str, Any]]:
        """The lines of the answer, the last "done" taken off."""
        response = self.post({"id": message_id or str(uuid.uuid4()), **said})
        assert response.status_code == 200, response.text
        lines = [json.loads(line) for line in response.text.splitlines()]
        assert lines[-1] == {"type": "done"}
        return lines[:-1]

    def ask(self, text: str, message_id: str | None = None) -> dict[str, Any]:
        return self.send(message_id, text=text)[0]

    def history(self) -> list[dict[str, Any]]:
        response = self.http.get(f"{self.url}/history", timeout=60)
        assert response.status_code == 200, response.text
        return list(response.json()["messages"])
