"""Faults of databases: one that hangs, can't be read or written, and what deletion leaves."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
import requests

from tools.attacks import Outcome
from tools.servers import Postgres
from tools.serving import Server, Visitor

IN_FLIGHT = 12
# A probe that takes longer counts as a server that hangs.
_ALIVE_SECONDS = 2.0
MARKER = "a marker of nothing else 6f1c"


def hanging_postgres(postgres: Postgres, advisor: Server, url: str, seconds: float = 20) -> Outcome:
    """Stop PostgreSQL with turns in flight, and ask all the time whether an advisor lives."""
    visitors = [Visitor(url) for _ in range(IN_FLIGHT)]
    longest, probes = 0.0, 0

    def ask(visitor: Visitor) -> int:
        body = {"id": str(uuid.uuid4()), "text": "what is a CISO?"}
        return visitor.post(body).status_code

    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        running = [pool.submit(ask, visitor) for visitor in visitors]
        time.sleep(0.05)
        postgres.pause()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            begun = time.monotonic()
            requests.get(f"{advisor.url}/webhooks/web/alive", timeout=30)
            longest, probes = max(longest, time.monotonic() - begun), probes + 1
            time.sleep(0.2)
        postgres.resume()
        statuses = [future.result() for future in running]
    said = f"/alive asked {probes} times, at the longest {longest * 1000:.0f} ms"
    wrong = [status for status in statuses if status not in (200, 429, 503)]
    unexpected = said if longest > _ALIVE_SECONDS else f"status {wrong[0]}" if wrong else ""
    answered = statuses.count(200)
    return Outcome(len(statuses), answered, len(statuses) - answered, unexpected, said)


def unreadable_build(
    database: str, advisor: Server, rebuild: Callable[[], None], seconds: float = 10
) -> Outcome:
    """Put a build there that this version can't read: the one before stays, and that is told."""
    with closing(psycopg2.connect(database)) as connection, connection, connection.cursor() as one:
        one.execute("update kb_build set digest = 'another'")
        one.execute("update kb_fact set kind = 'prophecy'")
    time.sleep(seconds)
    ready = requests.get(f"{advisor.url}/webhooks/web/ready", timeout=30)
    told = ready.json()["knowledge"] is False and "can't be read" in advisor.log()
    rebuild()
    time.sleep(2)
    again = requests.get(f"{advisor.url}/webhooks/web/ready", timeout=30).json()["knowledge"]
    fine = ready.status_code == 200 and told and again is True
    note = "told in log and readiness"
    return Outcome(0, 0, 0, "" if fine else f"ready said {ready.text}, then {again}", note)


def deletion(server: Server, turns: int = 10) -> Outcome:
    """Delete conversations while others talk; no file of the database may hold what was said."""
    visitors = [Visitor(server, token=True) for _ in range(3)]
    for visitor in visitors:
        for _ in range(turns):
            visitor.ask(f"what is a CISO? {MARKER}")
    before = found(server.data)
    dead = 0
    for visitor in visitors:
        assert visitor.http.delete(f"{visitor.url}/session", timeout=60).status_code == 204
        dead += visitor.http.get(f"{visitor.url}/history", timeout=60).status_code == 401
    after = found(server.data)
    fine = before and not after and dead == len(visitors)
    note = f"in {len(before)} files before, in {len(after)} after; {dead} of 3 tokens dead"
    count = len(visitors) * turns
    return Outcome(count, count, 0, "" if fine else note, note)


def found(folder: Path) -> list[str]:
    """The files of the conversations' database, its log and its index that hold the marker."""
    files = folder.glob("conversations.db*")
    return [path.name for path in files if MARKER.encode() in path.read_bytes()]


def read_only(server: Server, seconds: float = 8) -> Outcome:
    """Let nobody write for a while: not ready meanwhile, and ready again by itself."""
    ready = f"{server.url}/webhooks/web/ready"
    path = server.data / "conversations.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for table in ("turn", "inbox"):
            database.execute(
                f"CREATE TRIGGER no_{table} BEFORE INSERT ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'nobody may write'); END"
            )
        time.sleep(seconds)
        meanwhile = requests.get(ready, timeout=30).status_code
        for table in ("turn", "inbox"):
            database.execute(f"DROP TRIGGER no_{table}")
    after = requests.get(ready, timeout=30).status_code
    note = f"readiness {meanwhile} meanwhile, {after} after"
    return Outcome(0, 0, 0, "" if (meanwhile, after) == (503, 200) else note, note)
