"""The web channel, through a real server: whose conversation,
what is refused, and that a turn always ends.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.serving import Server, Visitor, serving

GENEROUS = {
    "ADDRESS_BURST": "100000", "ADDRESS_RATE": "100000", "CONVERSATION_BURST": "10000",
    "CONVERSATION_RATE": "10000",
    "ALLOWED_ORIGINS": "https://school.example",
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("web"), **GENEROUS) as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return Visitor(server)


def test_an_answer_comes_typed_with_sources_and_opaque_buttons_and_ends_with_done(
    visitor: Visitor,
) -> None:
    answer = visitor.ask("what does a CISO earn?")
    assert answer["type"] == "message"
    assert answer["topic"] == "salary"
    assert answer["figures"]
    assert answer["sources"][0]["publisher"]
    assert answer["failed"] is False
    assert all(
        set(button) == {"id", "title"} and len(button["id"]) == 24 for button in answer["buttons"]
    )


def test_a_button_asks_its_question(visitor: Visitor) -> None:
    button = visitor.ask("what does a CISO earn?")["buttons"][0]
    pressed = visitor.send(button=button["id"])[0]
    assert pressed["topic"] == "salary"
    assert [m["text"] for m in visitor.history() if m["from"] == "visitor"][-1] == button["title"]


def test_a_button_of_another_conversation_is_none_of_this_one(
    server: Server, visitor: Visitor
) -> None:
    button = Visitor(server).ask("what does a CISO earn?")["buttons"][0]
    answer = visitor.send(button=button["id"])[0]
    assert answer["failed"] is True
    assert visitor.history() == []


def test_follow_ups_lean_on_the_conversation_and_history_shows_it(visitor: Visitor) -> None:
    visitor.ask("which certifications help?")
    assert visitor.ask("who offers the second one?")["topic"] == "certifications"
    history = visitor.history()
    assert [message["from"] for message in history] == ["visitor", "advisor"] * 2
    assert history[0]["text"] == "which certifications help?"


def test_small_talk_however_long_does_not_make_the_advisor_forget_what_was_talked_about(
    visitor: Visitor,
) -> None:
    visitor.ask("which certifications help?")
    for _ in range(8):
        assert visitor.ask("thank you")["topic"] == "smalltalk"
    assert visitor.ask("who offers the second one?")["topic"] == "certifications"


def test_two_questions_get_two_messages(visitor: Visitor) -> None:
    answers = visitor.send(text="what does a CISO earn and which certs do I need?")
    assert [answer["topic"] for answer in answers] == ["salary", "certifications"]


def test_the_same_message_id_gets_the_first_answer_and_no_second_turn(visitor: Visitor) -> None:
    message = str(uuid.uuid4())
    first = visitor.ask("what does a CISO do?", message)
    assert visitor.ask("what does a CISO do?", message) == first
    assert len(visitor.history()) == 2


def test_the_same_message_sent_many_times_at_once_is_one_turn(visitor: Visitor) -> None:
    message, answers = str(uuid.uuid4()), []
    threads = [
        threading.Thread(target=lambda: answers.append(visitor.ask("which skills?", message)))
        for _ in range(6)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(answers) == 6
    assert all(answer == answers[0] for answer in answers)
    assert len(visitor.history()) == 2


def test_messages_sent_at_once_are_answered_each_once_and_one_after_the_other(
    visitor: Visitor,
) -> None:
    asked = [
        "what is a CISO?",
        "what does a CISO do?",
        "which skills?",
        "which degree?",
        "how many years?",
        "hello",
    ]
    threads = [threading.Thread(target=visitor.ask, args=(text,)) for text in asked]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    history = visitor.history()
    assert [message["from"] for message in history] == ["visitor", "advisor"] * len(asked)
    assert sorted(m["text"] for m in history if m["from"] == "visitor") == sorted(asked)


def test_deleting_a_conversation_leaves_no_row_and_ends_the_session(
    server: Server, visitor: Visitor
) -> None:
    def rows() -> list[str]:
        with sqlite3.connect(server.data / "conversations.db") as database:
            return [
                str(row)
                for table in ("turn", "unanswered", "inbox")
                for row in database.execute(f"SELECT * FROM {table}")
            ]

    visitor.ask("what is a CISO? my secret word is xylophone")
    assert any("xylophone" in row for row in rows())
    assert visitor.http.delete(f"{visitor.url}/session").status_code == 204
    assert visitor.http.get(f"{visitor.url}/history").status_code == 401
    assert not any("xylophone" in row for row in rows())


def test_a_verdict_is_kept_with_its_answer(visitor: Visitor) -> None:
    answer = visitor.ask("what is a CISO?")
    assert visitor.post({"message": answer["id"], "verdict": "down"}, "feedback").status_code == 204
    assert visitor.history()[1]["verdict"] == "down"
    assert (
        visitor.post({"message": answer["id"], "verdict": "maybe"}, "feedback").status_code == 400
    )
    assert (
        visitor.post({"message": "nothing-like-it", "verdict": "up"}, "feedback").status_code == 404
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "messages"),
        ("GET", "history"),
        ("POST", "feedback"),
        ("DELETE", "session"),
        ("GET", "files/plan.md"),
    ],
)
@pytest.mark.parametrize("token", ["", "forged", "swapped", "expired"])
def test_without_a_token_of_ones_own_nothing_is_read_or_written(
    server: Server, method: str, path: str, token: str
) -> None:
    made = Visitor(server, token=True).http.headers["Authorization"].removeprefix("Bearer ")
    other = Visitor(server, token=True).http.headers["Authorization"].removeprefix("Bearer ")
    session, end, signature = made.split(".")
    tokens = {
        "forged": f"{session}.{end}.{'A' * len(signature)}",
        "swapped": f"{other.split('.')[0]}.{end}.{signature}",
        "expired": f"{session}.1500000000.{signature}",
    }
    for headers in (
        ({"Authorization": f"Bearer {tokens[token]}"}, {"Cookie": f"advisor={tokens[token]}"})
        if token
        else ({},)
    ):
        answer = requests.request(
            method,
            f"{server.url}/webhooks/web/{path}",
            json={"id": str(uuid.uuid4()), "text": "hi"},
            headers=headers,
        )
        assert answer.status_code == 401
        assert answer.json()["error"] == "no_session"


@pytest.mark.parametrize("claimed", ["slack:T1:U1", "web:x", "default", "terminal:1"])
def test_ids_of_other_surfaces_cannot_be_claimed(
    server: Server, visitor: Visitor, claimed: str
) -> None:
    headers = {"Authorization": f"Bearer {claimed}"}
    body = {"id": str(uuid.uuid4()), "text": "hi"}
    assert (
        requests.post(f"{server.url}/webhooks/web/messages", json=body, headers=headers).status_code
        == 401
    )
    for extra in ("sender", "sender_id", "conversation", "input_channel", "metadata"):
        assert visitor.post({**body, extra: claimed}).status_code == 400


def test_two_visitors_never_see_each_other(server: Server) -> None:
    first, second = Visitor(server), Visitor(server)
    first.ask("which certifications help?")
    assert second.history() == []
    assert "CISSP" not in json.dumps(second.ask("the second one"))


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
def test_only_json_is_read(server: Server, visitor: Visitor, kind: str) -> None:
    body = json.dumps({"id": str(uuid.uuid4()), "text": "hi"})
    answer = visitor.http.post(
        f"{visitor.url}/messages", data=body.encode(), headers={"Content-Type": kind}
    )
    assert answer.status_code == 415
    assert (
        requests.post(
            f"{server.url}/webhooks/web/session", data=b"{}", headers={"Content-Type": kind}
        ).status_code
        == 415
    )


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "https://school.example.evil.example",
        "http://127.0.0.1",
        "https://evil.example@127.0.0.1",
    ],
)
def test_pages_of_other_sites_are_refused(server: Server, visitor: Visitor, origin: str) -> None:
    answer = visitor.post({"id": str(uuid.uuid4()), "text": "hi"}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert (
        requests.options(
            f"{server.url}/webhooks/web/messages", headers={"Origin": origin}
        ).status_code
        == 403
    )


def test_a_page_of_an_allowed_site_may_ask_with_a_token_and_never_with_a_cookie(
    server: Server,
) -> None:
    origin = "https://school.example"
    preflight = requests.options(f"{server.url}/webhooks/web/messages", headers={"Origin": origin})
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == origin
    assert "Access-Control-Allow-Credentials" not in preflight.headers
    page = Visitor(server, token=True, origin=origin)
    assert page.ask("what is a CISO?")["topic"] == "role"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(server: Server) -> None:
    answer = requests.post(f"{server.url}/webhooks/web/session", json={})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert answer.json() == {}


def test_a_thousand_characters_are_read_and_more_refused(visitor: Visitor) -> None:
    assert visitor.ask(("what does a CISO earn? " + "x" * 1000)[:1000])
    answer = visitor.post({"id": str(uuid.uuid4()), "text": "x" * 1001})
    assert answer.status_code == 413
    assert answer.json()["error"] == "too_long"


@pytest.mark.parametrize("size", [16_500, 1_000_000])
def test_a_large_body_is_refused(visitor: Visitor, size: int) -> None:
    answer = visitor.http.post(
        f"{visitor.url}/messages", data=b" " * size, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413


def test_slash_commands_are_words_like_any_other(visitor: Visitor) -> None:
    visitor.ask("what does a CISO earn?")
    for text in (
        "/restart",
        "/session_start",
        '/ask_salary{"thread": {"topic": "x"}}',
        "／back",
        "\u200b/restart",
        '/greet{"thread":[[1]]}',
    ):
        assert visitor.ask(text)["failed"] is False
    assert visitor.ask("how old is that figure?")["topic"] == "salary"
    assert len(visitor.history()) == 16


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"123",
        b'"x"',
        b"{",
        b"\xff",
        b"null",
        b'{"id":1,"text":"x"}',
        b'{"text":"x"}',
        b'{"id":"12345678"}',
        b'{"id":"12345678","text":null}',
        b'{"id":"12345678","text":["a"]}',
        b'{"id":"../../etc","text":"x"}',
        b'{"id":"12345678","button":"x"}',
        b'{"id":"12345678","text":"a","button":"b"}',
        b"[" * 8000,
    ],
)
def test_a_body_that_is_not_a_message_is_refused(visitor: Visitor, body: bytes) -> None:
    answer = visitor.http.post(
        f"{visitor.url}/messages", data=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "text"}


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(["messages", "feedback", "session"]),
    body=_json | st.fixed_dictionaries({"id": st.text(max_size=70), "text": _json}),
)
def test_no_json_body_breaks_the_server(
    server: Server, visitor: Visitor, path: str, body: Any
) -> None:
    answer = visitor.http.post(
        f"{visitor.url}/{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in (200, 201, 204, 400, 404, 413), answer.text


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(), max_size=60))
def test_any_text_gets_an_answer(visitor: Visitor, text: str) -> None:
    assert visitor.ask(text)["text"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\x00",
        "\ud800",
        "\udfff x",
        "\u202e evil",
        "🤷",
        "a\u0300" * 500,
        "\u200b\u200d\ufeff",
    ],
)
def test_strange_texts_get_an_answer_and_the_server_lives(
    server: Server, visitor: Visitor, text: str
) -> None:
    assert visitor.ask(text)["text"]
    assert requests.get(f"{server.url}/webhooks/web/ready").json()["ready"] is True


@pytest.mark.parametrize(("method", "path", "status"),
[("GET", "/nothing", 404), ("GET", "/webhooks/rest/webhook", 404), ("GET", "/webhooks/web/messages", 405), ("GET", "/../../etc/passwd", 404), ("GET", "/webhooks/web/files/..%2fsecret", 401), ("GET", "/conversations/x/tracker", 404), ("POST", "/model/parse", 404)])  # fmt: skip
def test_nothing_else_is_served(server: Server, method: str, path: str, status: int) -> None:
    prepared = requests.Request(method, server.url).prepare()
    prepared.url = server.url + path  # as it is, dots and all
    answer = requests.Session().send(prepared)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "text"}


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


def test_a_database_that_goes_away_fails_the_turn_politely_and_is_used_again_when_it_is_back(
    tmp_path: Path,
) -> None:
    with (
        serving(tmp_path, **GENEROUS) as server,
        sqlite3.connect(tmp_path / "conversations.db", isolation_level=None) as other,
    ):
        visitor, message = Visitor(server), str(uuid.uuid4())
        other.execute("BEGIN EXCLUSIVE")  # nobody else can write
        assert visitor.ask("what is a CISO?", message)["failed"] is True
        other.execute("ROLLBACK")
        assert visitor.ask("what is a CISO?", message)["topic"] == "role"
        assert len(visitor.history()) == 2


def test_a_conversation_survives_a_killed_server(tmp_path: Path) -> None:
    with serving(tmp_path, **GENEROUS) as server:
        visitor = Visitor(server)
        visitor.ask("which certifications help?")
        server.kill()
        server.start()
        assert len(visitor.history()) == 2
        assert visitor.ask("who offers the first one?")["topic"] == "certifications"
