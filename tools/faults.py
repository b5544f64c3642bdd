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
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial

import psycopg2

from tools import attacks, flooding, quiet_faults
from tools.crowd import Crowd, expectation
from tools.fault_measurement import CALM_SECONDS, measured
from tools.fault_system import System, system
from tools.fault_table import AWAY_SECONDS, EXPLAINED, HEAD, PAUSE, VISITORS, Row, line
from tools.server_process import missing_programs
from tools.servers import ROOT, Actions, Postgres, RedisServer
from tools.sqlite_faults import FULL_DISK, ON_SQLITE, full_disk, on_sqlite
from tools.visitors import summary


def _kill_advisor(made: System) -> None:
    made.advisors[0].kill()
    time.sleep(AWAY_SECONDS)
    made.advisors[0].start()


def _kill_and_restart(server: Actions | RedisServer | Postgres) -> None:
    server.kill()
    time.sleep(AWAY_SECONDS)
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
    "heavy texts on 30 connections of one address": lambda made: flooding.heavy_flood(made.url),
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
                assert crowd.calm(CALM_SECONDS), "the system doesn't answer steadily"
                for fault in wanted:
                    if fault in FAULTS:
                        rows.append(measured(crowd, fault, partial(FAULTS[fault], made)))
                        say(line(rows[-1]))
            finally:
                crowd.stop()
            stored = stored_wrongly(made.environment["DATABASE_URL"])
            wrong = crowd.wrong
            counted = f"lost {wrong.lost}, doubled {wrong.doubled}, crossed {wrong.crossed}"
            seconds = summary(message.seconds for message in crowd.messages)
            remarks.append(
                f"{'WRONG: ' if wrong.total or stored else ''}All {len(crowd.talks)} conversations "
                f"read again at the end: {counted}; {stored} with gaps or repeated messages in the "
                f"database. Turns of visitors: {seconds}, faults included."
            )
    for fault in filter(ON_SQLITE.__contains__, wanted):
        rows.append(on_sqlite(fault))
        say(line(rows[-1]))
    if FULL_DISK in wanted:
        rows.append(full_disk())
        say(line(rows[-1]))
    return rows, remarks


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
