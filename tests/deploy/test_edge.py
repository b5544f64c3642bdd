"""nginx as deploy/ sets it up, in front of advisors and an action server."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import requests

from tools.server_process import missing_programs
from tools.servers import ROOT, Actions, Nginx
from tools.serving import Visitor, serving

TOKEN = "a-token-of-this-test-" + "x" * 20


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """nginx as deploy/ sets it up, in front of one advisor and of
    one that is dead, and an action server.
    """
    if missing_programs():
        pytest.skip(f"not installed: {missing_programs()}")
    with Actions({"ACTION_TOKEN": TOKEN}) as actions:
        url = f"http://127.0.0.1:{actions.port}/webhook"
        with (
            serving(
                tmp_path_factory.mktemp("edge"),
                ACTION_ENDPOINT_URL=url,
                ACTION_TOKEN=TOKEN,
                PROXIES_COUNT="1",
            ) as server,
            Nginx([9, server.port]) as nginx,
        ):
            yield nginx, actions


def test_visitors_get_answers_through_the_edge_although_one_advisor_is_dead(edge: Any) -> None:
    visitor = Visitor(edge[0].url)
    for _ in range(4):
        assert (
            visitor.ask("how much does a CISO earn?")["topic"] == "salary"
        )  # answered by the action server
    assert len(visitor.history()) == 8


def test_with_no_advisor_alive_the_edge_says_so_politely() -> None:
    if missing_programs():
        pytest.skip(f"not installed: {missing_programs()}")
    with Nginx([9, 9]) as nginx:
        answer = requests.post(nginx.url + "/webhooks/web/session", json={}, timeout=20)
    assert (answer.status_code, answer.json()["error"], answer.headers["Retry-After"]) == (
        503,
        "unavailable",
        "2",
    )


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/web/ready",
        "/webhooks/web/ready/",
        "/webhooks/web/alive",
        "/webhooks/web/alive/",
        "/webhooks//web/ready",
        "/metrics",
        "/metrics/",
        "/webhooks/rest/webhook",
        "/webhooks/",
        "/webhook",
    ],
)
def test_the_edge_shows_nothing_that_is_for_inside(edge: Any, path: str) -> None:
    assert requests.get(edge[0].url + path, timeout=20).status_code == 404


def test_the_edge_sends_the_widget_small_and_for_good(edge: Any) -> None:
    panel = next((ROOT / "build" / "web" / "widget").glob("panel-*.js")).name
    for encoding, named in (("br", "br"), ("gzip", "gzip"), ("identity", None)):
        answer = requests.get(
            f"{edge[0].url}/widget/{panel}",
            headers={"Accept-Encoding": encoding},
            timeout=20,
            stream=True,
        )
        assert answer.headers.get("Content-Encoding") == named
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert len(answer.raw.read()) < 30_000 or named is None


def test_the_edge_compresses_histories_but_no_session(edge: Any) -> None:
    visitor = Visitor(edge[0].url)
    visitor.ask("which certifications are there?")
    history = visitor.http.get(f"{visitor.url}/history", timeout=20)
    assert history.headers["Content-Encoding"] == "gzip"
    session = requests.post(f"{visitor.url}/session", json={"token": True}, timeout=20)
    assert "Content-Encoding" not in session.headers


def test_the_edge_refuses_what_is_too_large_in_the_form_that_the_widget_reads(edge: Any) -> None:
    answer = requests.post(
        edge[0].url + "/webhooks/web/messages",
        data=b"x" * 20_000,
        headers={"Content-Type": "application/json"},
        timeout=20,
    )
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


def test_an_address_that_a_visitor_claims_is_not_believed(edge: Any) -> None:
    with requests.Session() as http:
        found = [http.post(edge[0].url + "/webhooks/web/session", json={},
        headers={"X-Forwarded-For": f"10.0.0.{number % 250}"}, timeout=20).status_code
                 for number in range(700)]  # fmt: skip
    assert set(found) <= {201, 200, 429} and 429 in found


def test_the_edge_writes_no_addresses_and_no_query_strings(edge: Any) -> None:
    requests.get(edge[0].url + "/?canary=1", timeout=20)
    lines: list[str] = []
    end = time.monotonic() + 10
    while not lines and time.monotonic() < end:
        lines = (edge[0].folder / "access").read_text().splitlines()
    assert all(
        set(json.loads(line)) == {"at", "method", "path", "status", "seconds", "upstream"}
        for line in lines
    )
    assert "canary" not in "".join(lines)


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": TOKEN},
        {"Authorization": f"Basic {TOKEN}"},
    ],
)
def test_an_action_server_takes_calls_only_with_its_token(
    edge: Any, header: dict[str, str]
) -> None:
    call = {"next_action": "action_answer_question", "tracker": {}}
    assert (
        requests.post(
            f"http://127.0.0.1:{edge[1].port}/webhook", json=call, headers=header, timeout=20
        ).status_code
        == 401
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 400), (b"{", 400), (b'{"next_action": 1, "tracker": {}}', 400),
    (b'{"next_action": "no_such", "tracker": {}}', 404),
     (b'{"next_action": "action_answer_question", "tracker": {"canary": 1}}', 500)],
)  # fmt: skip
def test_an_action_server_sends_no_conversation_back_in_its_errors(
    edge: Any, body: bytes, status: int
) -> None:
    answer = requests.post(
        f"http://127.0.0.1:{edge[1].port}/webhook",
        data=body,
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=20,
    )
    assert answer.status_code == status
    assert "canary" not in answer.text and "canary" not in edge[1].log()
