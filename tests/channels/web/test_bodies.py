"""What a message may hold: sizes, shapes and texts of any kind."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.serving import Server, Visitor


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
[("GET", "/nothing", 404), ("GET", "/webhooks/rest/webhook", 404),
("GET", "/webhooks/web/messages", 405), ("GET", "/../../etc/passwd", 404),
("GET", "/webhooks/web/files/..%2fsecret", 401), ("GET", "/conversations/x/tracker", 404),
("POST", "/model/parse", 404)])  # fmt: skip
def test_nothing_else_is_served(server: Server, method: str, path: str, status: int) -> None:
    prepared = requests.Request(method, server.url).prepare()
    prepared.url = server.url + path  # as it is, dots and all
    answer = requests.Session().send(prepared)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "text"}
