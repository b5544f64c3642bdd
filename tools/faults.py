"""`make faults`: breaks the system on purpose, one thing after the other, under steady load, and
counts what visitors lose.

Two advisors behind nginx, each with an action server, PostgreSQL and Redis, all real and on
loopback; then one advisor on SQLite with a full disk. FAULTS names the faults to try, separated by
commas; all of them without it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg2

from tools import attacks, quiet_faults
from tools.servers import ROOT, Actions, Nginx, Postgres, RedisServer, missing_programs, small_disk
from tools.serving import Server, free_port, serving
from tools.visitors import Count, Crowd, expectation, summary

VISITORS, PAUSE = 6, 0.4
_CALM_SECONDS = 90
# How long a killed process stays away until it is started again, as a supervisor would.
_AWAY_SECONDS = 5.0


@dataclass(frozen=True)
class Row:
    """A fault and what the visitors, and for attacks the attacker, saw; `recovered` in seconds,
    None for never.
    """

    fault: str
    requests: int
    answered: int
    refused: int
    cut: int
    wrong: Count
    recovered: float | None
    note: str = ""

    @property
    def passed(self) -> bool:
        return (
            self.wrong.total == 0
            and self.recovered is not None
            and not self.note.startswith("UNEXPECTED")
        )


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


def _kill_advisor(made: System) -> None:
    made.advisors[0].kill()
    time.sleep(_AWAY_SECONDS)
    made.advisors[0].start()


def _kill_and_restart(server: Actions | RedisServer | Postgres) -> None:
    server.kill()
    time.sleep(_AWAY_SECONDS)
    server.start()


def _pause(server: RedisServer | Postgres, seconds: float) -> None:
    server.pause()
    time.sleep(seconds)
    server.resume()


def _slow_actions(made: System, seconds: float = 30) -> None:
    for pipe in made.pipes:
        pipe.seconds = seconds
    time.sleep(seconds)
    for pipe in made.pipes:
        pipe.seconds = 0


def _roll(made: System) -> None:
    for server in made.advisors:
        server.stop()
        server.start()


FAULTS: dict[str, Callable[[System], attacks.Outcome | None]] = {
    "nothing (for comparison)": lambda made: time.sleep(10),
    "an advisor is killed": _kill_advisor,
    "an action server is killed": lambda made: _kill_and_restart(made.actions[0]),
    "Redis is killed": lambda made: _kill_and_restart(made.redis),
    "Redis hangs for 10 s": lambda made: _pause(made.redis, 10),
    "PostgreSQL is killed": lambda made: _kill_and_restart(made.postgres),
    "PostgreSQL stops for 20 s with 12 more turns in flight": lambda made: (
        quiet_faults.hanging_postgres(made.postgres, made.advisors[0], made.url)
    ),
    "actions take 30 s": _slow_actions,
    "a flood from one address": lambda made: attacks.flood(made.url),
    "heavy texts on 30 connections of one address": lambda made: attacks.heavy_flood(made.url),
    "bodies of 5 MB": lambda made: attacks.large_bodies(made.url),
    "broken JSON": lambda made: attacks.broken_json(made.url),
    "surrogates and NUL": lambda made: attacks.surrogates(made.url),
    "forged tokens": lambda made: attacks.forged_tokens(made.url),
    "foreign origins": lambda made: attacks.foreign_origins(made.url),
    "/intent{…} typed": lambda made: attacks.commands(made.url),
    "the knowledge base is rebuilt": lambda made: made.build_knowledge(),
    "a build that can't be read": lambda made: quiet_faults.unreadable_build(
        made.environment["DATABASE_URL"], made.advisors[0], made.build_knowledge
    ),
    "one process after the other is rolled": _roll,
}
FULL_DISK = "the disk of the data folder is full"


def measured(crowd: Crowd, fault: str, cause: Callable[[], attacks.Outcome | None]) -> Row:
    """Causes a fault while the crowd talks, waits until all is calm again, and counts what was
    begun meanwhile.
    """
    before = len(crowd.messages)
    wrong_before = (crowd.wrong.lost, crowd.wrong.doubled, crowd.wrong.crossed)
    begun = time.time()
    attack = cause()
    calm = crowd.calm(_CALM_SECONDS)
    messages = crowd.messages[before:]
    wrong = Count(
        *(
            now - then
            for now, then in zip(
                (crowd.wrong.lost, crowd.wrong.doubled, crowd.wrong.crossed),
                wrong_before,
                strict=True,
            )
        )
    )
    attempts = [attempt for message in messages for attempt in message.attempts]
    disturbed = [message.ended for message in messages if message.disturbed]
    answered, refused = attempts.count("answered"), attempts.count("refused")
    note = ""
    if attack:
        answered, refused = answered + attack.answered, refused + attack.refused
        note = (
            f"UNEXPECTED: {attack.unexpected}"
            if attack.unexpected
            else f"{attack.answered + attack.refused} by the attacker"
        )
    if attack and attack.note:
        note = f"{note}; {attack.note}"
    cut = Counter(attempt for attempt in attempts if attempt not in ("answered", "refused"))
    note = "; ".join(
        filter(
            None,
            [note, *(f"{count} × {kind}" for kind, count in sorted(cut.items()) if kind != "cut")],
        )
    )
    total = len(attempts) + (attack.requests if attack else 0)
    recovered = (max(disturbed, default=begun) - begun) if calm else None
    return Row(fault, total, answered, refused, total - answered - refused, wrong, recovered, note)


def _fill_disk(server: Server, seconds: float = 10) -> None:
    """Fills what is left of the data folder's disk, for a while."""
    filler = server.data / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    time.sleep(seconds)
    filler.unlink()


DELETION, READ_ONLY = "conversations are deleted (SQLite)", "the database can't be written"
ON_SQLITE: dict[str, Callable[[Server], attacks.Outcome]] = {
    DELETION: quiet_faults.deletion,
    READ_ONLY: quiet_faults.read_only,
}


def on_sqlite(fault: str) -> Row:
    """One advisor on SQLite."""
    limits = {"ADDRESS_RATE": "10000", "ADDRESS_BURST": "10000", "ADDRESS_TURNS": "1000"}
    with (
        tempfile.TemporaryDirectory(prefix="advisor-sqlite-") as folder,
        serving(Path(folder) / "data", **limits) as server,
    ):
        crowd = Crowd(server.url, VISITORS, PAUSE, asyncio.run(expectation(server.url))).start()
        try:
            crowd.calm(_CALM_SECONDS)
            row = measured(crowd, fault, lambda: ON_SQLITE[fault](server))
        finally:
            crowd.stop()
        return _with_last_check(row, crowd)


def full_disk() -> Row:
    """One advisor on SQLite whose data folder has a small disk of its own; needs the right to mount
    one.
    """
    with (
        tempfile.TemporaryDirectory(prefix="advisor-disk-") as folder,
        small_disk(Path(folder) / "data", "6m") as mounted,
    ):
        if not mounted:
            return Row(
                FULL_DISK,
                0,
                0,
                0,
                0,
                Count(),
                0.0,
                "not tried: mounting a small disk is not allowed here",
            )
        limits = {"ADDRESS_RATE": "10000", "ADDRESS_BURST": "10000"}
        with serving(Path(folder) / "data", **limits) as server:
            crowd = Crowd(server.url, VISITORS, PAUSE, asyncio.run(expectation(server.url))).start()
            try:
                crowd.calm(_CALM_SECONDS)
                row = measured(crowd, FULL_DISK, lambda: _fill_disk(server))
            finally:
                crowd.stop()
            return _with_last_check(row, crowd)


def _with_last_check(row: Row, crowd: Crowd) -> Row:
    wrong = crowd.wrong
    return Row(
        row.fault, row.requests, row.answered, row.refused, row.cut, wrong, row.recovered, row.note
    )


def stored_wrongly(url: str) -> int:
    """Conversations of the database whose turns are not numbered 1, 2, 3 …, or that hold a message
    twice.
    """
    query = """SELECT count(*) FROM (SELECT conversation FROM turn GROUP BY conversation
               HAVING max(number) <> count(*) OR count(DISTINCT message) <> count(*)) AS wrong"""
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def try_faults(
    wanted: list[str], say: Callable[[str], None] = lambda line: None
) -> tuple[list[Row], list[str]]:
    """A row for each fault, and sentences about the whole run; what is wrong in it starts with
    WRONG.
    """
    rows, remarks = list[Row](), list[str]()
    if set(wanted) - {FULL_DISK, *ON_SQLITE}:
        with system() as made:
            crowd = Crowd(made.url, VISITORS, PAUSE, asyncio.run(expectation(made.url))).start()
            try:
                assert crowd.calm(_CALM_SECONDS), "the system doesn't answer steadily"
                for fault in wanted:
                    if fault in FAULTS:
                        rows.append(measured(crowd, fault, partial(FAULTS[fault], made)))
                        say(line(rows[-1]))
            finally:
                crowd.stop()
            stored = stored_wrongly(made.environment["DATABASE_URL"])
            wrong = crowd.wrong
            remarks.append(
                f"{'WRONG: ' if wrong.total or stored else ''}All {len(crowd.talks)} conversations read again at the end: lost {wrong.lost}, "
                f"doubled {wrong.doubled}, crossed {wrong.crossed}; {stored} with gaps or repeated messages in the database. "
                f"Turns of visitors: {summary(message.seconds for message in crowd.messages)}, faults included."
            )
    for fault in filter(ON_SQLITE.__contains__, wanted):
        rows.append(on_sqlite(fault))
        say(line(rows[-1]))
    if FULL_DISK in wanted:
        rows.append(full_disk())
        say(line(rows[-1]))
    return rows, remarks


HEAD = ("| fault | requests | answered | refused politely | cut off | lost | doubled | crossed | recovered after | |\n"
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|")  # fmt: skip


def line(row: Row) -> str:
    recovered = "never" if row.recovered is None else f"{row.recovered:.1f} s"
    wrong = f"{row.wrong.lost} | {row.wrong.doubled} | {row.wrong.crossed}"
    return f"| {row.fault} | {row.requests} | {row.answered} | {row.refused} | {row.cut} | {wrong} | {recovered} | {row.note} |"


EXPLAINED = f"""
{VISITORS} visitors talk all the time, each with a new message {PAUSE} s after an answer, and try again with the same message id
when a message isn't answered, as the widget does. "Requests" counts every try. "Cut off" are tries that ended without an
answer or a polite refusal: the next try with the same id got the answer. Lost: a message that was never answered, or
whose answer is not in the history. Doubled: a message that is in the history twice. Crossed: an answer of another
conversation, a wrong order, or another answer than the one given when nobody else talks. Recovered: from the fault's
start, its duration included, until the last message that it delayed or disturbed was answered. A killed process is
started again after {_AWAY_SECONDS:.0f} s.
"""


def main() -> int:
    missing = missing_programs()
    if missing:
        print(
            f"make faults needs PostgreSQL, Redis and nginx; not installed: {', '.join(missing)}",
            file=sys.stderr,
        )
        return 2
    every = [*FAULTS, *ON_SQLITE, FULL_DISK]
    wanted = [
        name.strip() for name in os.environ.get("FAULTS", "").split(",") if name.strip()
    ] or every
    unknown = [name for name in wanted if name not in every]
    if unknown:
        print(
            f"no such fault: {', '.join(unknown)}; there are: {', '.join(every)}", file=sys.stderr
        )
        return 2
    print(HEAD, flush=True)
    rows, remarks = try_faults(wanted, lambda text: print(text, flush=True))
    print("\n" + "\n".join(remarks) + "\n" + EXPLAINED)
    results = ROOT / "results"
    results.mkdir(exist_ok=True)
    (results / "faults.md").write_text(
        "\n".join([HEAD, *map(line, rows), "", *remarks, EXPLAINED]), "utf-8"
    )
    return (
        0
        if all(row.passed for row in rows)
        and not any(remark.startswith("WRONG") for remark in remarks)
        else 1
    )


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    socket.setdefaulttimeout(60)
    sys.exit(main())
