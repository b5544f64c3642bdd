"""Who may read and write through the web channel: tokens, cookies, origins and content types."""

from __future__ import annotations

import json
import uuid

import pytest
import requests

from tools.serving import Server, Visitor


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
