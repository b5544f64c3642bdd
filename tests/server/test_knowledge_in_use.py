"""A server whose knowledge base is spoiled or away goes on with what it holds, and tells its
operator.
"""

from __future__ import annotations

import re
import sqlite3
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tools.commands import ran_as_text
from tools.server_process import missing_programs
from tools.servers import Postgres
from tools.serving import Server, Visitor, free_port, serving


def _ready(server: Server) -> requests.Response:
    return requests.get(f"{server.url}/webhooks/web/ready", timeout=10)


def _current(port: int) -> float:
    text = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
    found = re.search(r"^advisor_knowledge_current (\S+)$", text, re.MULTILINE)
    assert found, text
    return float(found[1])


def test_a_build_of_another_version_is_told_and_the_turns_go_on(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, METRICS_PORT=str(port)) as server:
        visitor = Visitor(server)
        assert visitor.ask("what is a CISO?")["topic"] == "role"
        assert _ready(server).json()["knowledge"] is True
        assert _current(port) == 1
        with closing(sqlite3.connect(tmp_path / "knowledge.db")) as other, other:
            other.execute("update kb_build set digest = 'another'")
            other.execute("update kb_fact set kind = 'prophecy'")
        time.sleep(1.2)
        assert visitor.ask("which certifications help?")["failed"] is False
        ready = _ready(server)
        assert ready.status_code == 200
        assert ready.json()["knowledge"] is False
        assert _current(port) == 0
        assert "a new knowledge base can't be read" in server.log()


def test_a_server_lives_while_postgresql_hangs_with_turns_in_flight(tmp_path: Path) -> None:
    if missing := missing_programs():
        pytest.skip(f"not installed: {missing}")
    with Postgres() as postgres:
        environment = {"DATABASE_URL": postgres.new_database("advisor"), "TURN_SECONDS": "10"}
        _build(environment)
        with serving(tmp_path, **environment) as server:
            visitors = [Visitor(server) for _ in range(12)]
            postgres.pause()
            with ThreadPoolExecutor(len(visitors)) as pool:
                turns = [pool.submit(visitor.post, _question()) for visitor in visitors]
                for _ in range(20):
                    alive = requests.get(f"{server.url}/webhooks/web/alive", timeout=10)
                    assert alive.status_code == 200
                    time.sleep(0.1)
                assert not all(turn.done() for turn in turns)
                assert _ready(server).status_code == 503
                postgres.resume()
                # those that waited too long are told so, in words
                assert {turn.result(30).status_code for turn in turns} <= {200, 503}
            end = time.monotonic() + 30
            while visitors[0].ask("what does a CISO do?")["failed"]:
                assert time.monotonic() < end
                time.sleep(0.3)


def _question() -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "text": "what is a CISO?"}


def _build(environment: dict[str, str]) -> None:
    done = ran_as_text("knowledge", "build", **environment)
    assert done.returncode == 0, done.stderr
