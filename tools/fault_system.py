"""The system that `make faults` breaks, set up as in docs/operating.md."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.servers import ROOT, Actions, Nginx, Postgres, RedisServer
from tools.serving import Server, free_port


class SlowPipe:
    """A TCP proxy in front of an action server that keeps every answer back for `seconds`."""

    def __init__(self, target: int) -> None:
        self.port, self.seconds, self._target = free_port(), 0.0, target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="slow pipe", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", self.port))
        self._loop.run_forever()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(
            _pass_on(reader, back, lambda: 0.0), _pass_on(there, writer, lambda: self.seconds)
        )


async def _pass_on(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, wait: Callable[[], float]
) -> None:
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        while data := await source.read(65_536):
            if wait():
                await asyncio.sleep(wait())
            target.write(data)
            await target.drain()
    with contextlib.suppress(OSError):
        target.close()


@dataclass
class System:
    """Everything that runs; `url` is what visitors see."""

    postgres: Postgres
    redis: RedisServer
    actions: list[Actions]
    pipes: list[SlowPipe]
    advisors: list[Server]
    nginx: Nginx
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.nginx.url

    def build_knowledge(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli.main", "knowledge", "build"], cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def system() -> Iterator[System]:
    """PostgreSQL, Redis, two action servers, two advisors and nginx, as docs/operating.md sets them
    up.
    """
    with contextlib.ExitStack() as stack:
        postgres, redis = stack.enter_context(Postgres()), stack.enter_context(RedisServer())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="advisor-faults-")))
        token = secrets.token_hex(20)
        environment = {
            "DATABASE_URL": postgres.new_database("advisor"), "REDIS_URL": redis.url,
            "SECRET_KEY": secrets.token_hex(32),
            "ACTION_TOKEN": token, "PROXIES_COUNT": "1",
        }  # fmt: skip
        made = System(postgres, redis, [], [], [], Nginx([1]), environment)
        made.build_knowledge()
        for number in (1, 2):
            made.actions.append(stack.enter_context(Actions(environment)))
            made.pipes.append(SlowPipe(made.actions[-1].port))
            data = folder / str(number)
            data.mkdir()
            url = f"http://127.0.0.1:{made.pipes[-1].port}/webhook"
            server = Server(data, environment={**environment, "ACTION_ENDPOINT_URL": url})
            stack.callback(server.stop)
            made.advisors.append(server.start())
        made.nginx.__exit__()
        made.nginx = stack.enter_context(Nginx([server.port for server in made.advisors]))
        yield made
