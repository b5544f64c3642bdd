"""A turn always ends: with floods, failing actions, a database that is away and a killed server."""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from tests.channels.web.conftest import GENEROUS
from tools.serving import Server, Visitor, serving


def test_a_flood_in_one_conversation_or_from_one_address_is_told_when_to_come_back(
    tmp_path: Path,
) -> None:
    with serving(
        tmp_path,
        CONVERSATION_BURST="3",
        ADDRESS_BURST="40",
        CONVERSATION_RATE="1",
        ADDRESS_RATE="1",
    ) as server:
        visitor = Visitor(server)
        answers = [visitor.post({"id": str(uuid.uuid4()), "text": "hi"}) for _ in range(8)]
        assert [answer.status_code for answer in answers[:3]] == [200] * 3
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused
        assert int(refused[0].headers["Retry-After"]) >= 1
        sessions = [requests.post(f"{server.url}/webhooks/web/session", json={}) for _ in range(45)]
        assert sessions[-1].status_code == 429
        assert requests.get(f"{server.url}/webhooks/web/ready").status_code == 200


class _Actions(BaseHTTPRequestHandler):
    """An action server that misbehaves as it is told."""

    answer: tuple[int, bytes] = (200, b"{}")
    release = threading.Event()

    def do_POST(self) -> None:
        if self.answer[1] == b"slow":
            self.release.wait(30)
        called = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["next_action"]
        status, body = self.answer
        if status == 200 and b"responses" in body and called == "action_validate_slot_mappings":
            body = b'{"events": [], "responses": []}'  # hears nothing; the rule's action answers
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def behind_actions(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Server, ThreadingHTTPServer]]:
    actions = ThreadingHTTPServer(("127.0.0.1", 0), _Actions)
    threading.Thread(target=actions.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{actions.server_port}/webhook"
    with serving(
        tmp_path_factory.mktemp("actions"), ACTION_ENDPOINT_URL=url, TURN_SECONDS="3", **GENEROUS
    ) as server:
        yield server, actions
    _Actions.release.set()
    actions.shutdown()


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"no"),
        (200, b"garbage"),
        (200, b"{}"),
        (200, b'{"responses": 1}'),
        (200, b"[]"),
        (404, b""),
        (200, b"slow"),
    ],
)
def test_a_turn_whose_action_fails_ends_with_a_sentence_and_can_be_said_again(
    behind_actions: tuple[Server, ThreadingHTTPServer], answer: tuple[int, bytes]
) -> None:
    server, _ = behind_actions
    visitor, message = Visitor(server), str(uuid.uuid4())
    _Actions.answer = answer
    failed = visitor.ask("what does a CISO earn?", message)
    assert failed["failed"] is True
    assert "went wrong" in failed["text"]
    assert visitor.history() == []
    _Actions.answer = (200, json.dumps({"events": [], "responses": [{"text": "Well."}]}).encode())
    again = visitor.ask("what does a CISO earn?", message)
    assert again["text"] == "Well."
    assert len(visitor.history()) == 2


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module's own, that may be hurt; each test leaves it running."""
    with serving(tmp_path_factory.mktemp("mortal"), **GENEROUS) as running:
        yield running


def test_a_database_that_goes_away_fails_the_turn_politely_and_is_used_again_when_it_is_back(
    mortal: Server,
) -> None:
    visitor, message = Visitor(mortal), str(uuid.uuid4())
    with sqlite3.connect(mortal.data / "conversations.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")  # nobody else can write
        try:
            failed = visitor.ask("what is a CISO?", message)
        finally:
            other.execute("ROLLBACK")
    assert failed["failed"] is True
    assert visitor.ask("what is a CISO?", message)["topic"] == "role"
    assert len(visitor.history()) == 2


def test_a_conversation_survives_a_killed_server(mortal: Server) -> None:
    visitor = Visitor(mortal)
    visitor.ask("which certifications help?")
    mortal.kill()
    mortal.start()
    assert len(visitor.history()) == 2
    assert visitor.ask("who offers the first one?")["topic"] == "certifications"
