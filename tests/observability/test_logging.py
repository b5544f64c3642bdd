"""What an operator sees of a running server: counts and hashed names, and never a word of what
people typed.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tools.serving import Server, Visitor, free_port, serving_new

CANARY = "canary.bird"
ADDRESS = f"{CANARY}@example.org"


@pytest.fixture(scope="module", params=["INFO", "DEBUG"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with serving_new(
        tmp_path_factory.mktemp("journal"),
        LOG_LEVEL=request.param,
        METRICS_PORT=str(free_port()),
    ) as running:
        yield running


def test_an_address_typed_in_any_way_stands_in_no_log(server: Server) -> None:
    visitor = Visitor(server)
    visitor.ask(f"my address is {ADDRESS}, what does a CISO earn?")
    visitor.ask(f'/ask_salary{{"thread": "{ADDRESS}"}}')
    visitor.ask(f"{ADDRESS} \ud800 \x00")
    visitor.post({"id": str(uuid.uuid4()), "text": [ADDRESS]})
    visitor.post({"id": ADDRESS, "text": "x"})
    visitor.http.post(
        f"{visitor.url}/messages",
        data=b"{" + ADDRESS.encode(),
        headers={"Content-Type": "application/json"},
    )
    requests.get(
        f"{server.url}/webhooks/web/files/{ADDRESS}",
        headers={"X-Name": ADDRESS, "Referer": f"http://x/{ADDRESS}"},
    )
    requests.get(f"{server.url}/{ADDRESS}?mail={ADDRESS}")
    with sqlite3.connect(server.data / "conversations.db", isolation_level=None) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert visitor.ask(f"{ADDRESS} what is a CISO?")["failed"] is True
        database.execute("ROLLBACK")
    assert CANARY not in server.log()
    assert "127.0.0.1" not in server.log().replace("Advisor on http://127.0.0.1", "")


def test_every_line_of_the_log_is_json_and_a_turn_has_a_hashed_conversation(server: Server) -> None:
    visitor = Visitor(server, token=True)
    visitor.ask("what is a CISO?")
    lines = [
        json.loads(line) for line in server.log().splitlines() if not line.startswith("Advisor on")
    ]
    turn = [line for line in lines if line.get("event") == "turn"][-1]
    assert turn["topic"] == "role"
    assert len(turn["conversation"]) == 12
    session = visitor.http.headers["Authorization"].removeprefix("Bearer ").partition(".")[0]
    assert session not in server.log()


def test_metrics_count_turns_refusals_and_times_on_a_port_of_their_own(server: Server) -> None:
    visitor = Visitor(server)
    visitor.ask("what does a CISO earn?")
    visitor.post({"text": "no id"})
    metrics = requests.get(f"http://127.0.0.1:{server.environment['METRICS_PORT']}/metrics").text
    assert 'advisor_turns_total{surface="web",topic="salary"}' in metrics
    assert 'advisor_requests_refused_total{status="400"}' in metrics
    assert 'advisor_turn_seconds_count{surface="web"}' in metrics
    assert "process_resident_memory_bytes" in metrics
    assert requests.get(f"{server.url}/metrics").status_code == 404


def test_refused_questions_are_kept_for_editors_without_personal_data(
    server: Server, tmp_path: Path
) -> None:
    visitor = Visitor(server)
    visitor.ask(f"I'm Jane Roe, {ADDRESS}, +1 555 123 4567: what do astronauts earn on Mars?")
    with sqlite3.connect(server.data / "conversations.db") as database:
        kept = [
            row[0]
            for row in database.execute(
                "SELECT question FROM unanswered WHERE question LIKE '%Mars%'"
            )
        ]
    assert len(kept) == 1
    for personal in ("Jane", "Roe", CANARY, "555", "4567"):
        assert personal not in kept[0]
