"""Our cookie is found whatever stands beside it, and only a bearer token replaces it."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Iterator

import pytest
import requests

from tests.channels.web.conftest import GENEROUS
from tools.serving import Server, serving

OTHERS = (
    "theme=dark mode",
    "lonely",
    "=nameless",
    'settings={"a": [1, 2], "b": "c"}',
    "key{1}=x",
    "name=Zoë",
    "emoji=🚀",
    'quoted="a; b',
    "advisor2=x",
    "advisor=stale-from-elsewhere",
    "a=b=c==",
    "bad\x7f=1",
)
SCHEMES = (
    "Basic dXNlcjpwYXNz",
    "Negotiate YII=",
    'Digest username="x"',
    "Bearer of-another-gate",
    "Basic",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    environment = {
        **GENEROUS,
        "ALLOWED_HOSTS": "advisor.example",
        "ALLOWED_ORIGINS": "https://bücher.example,https://school.example:443",
    }
    with serving(tmp_path_factory.mktemp("credentials"), **environment) as running:
        yield running


@pytest.fixture(scope="module")
def cookie(server: Server) -> str:
    answer = requests.post(f"{server.url}/webhooks/web/session", json={}, timeout=60)
    return str(answer.headers["Set-Cookie"]).partition(";")[0]


def ask(server: Server, *headers: tuple[str, str]) -> int:
    """Ask with headers as they are, bytes and all; return the status."""
    body = json.dumps({"id": str(uuid.uuid4()), "text": "what is a CISO?"}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.putrequest("POST", "/webhooks/web/messages")
    for name, value in (
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        *headers,
    ):
        connection.putheader(name, value.encode())
    connection.endheaders(body)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


@pytest.mark.parametrize("other", OTHERS)
def test_a_cookie_of_somebody_else_shuts_nobody_out(
    server: Server, cookie: str, other: str
) -> None:
    assert ask(server, ("Cookie", f"{other}; {cookie}")) == 200
    assert ask(server, ("Cookie", f"{cookie}; {other}")) == 200
    assert ask(server, ("Cookie", f"{cookie};{other};x=1")) == 200


@pytest.mark.parametrize("authorization", SCHEMES)
def test_a_password_of_the_page_does_not_hide_the_cookie(
    server: Server, cookie: str, authorization: str
) -> None:
    assert ask(server, ("Authorization", authorization), ("Cookie", cookie)) == 200
    assert ask(server, ("Authorization", authorization)) == 401


@pytest.mark.parametrize("other", OTHERS)
def test_without_our_cookie_there_is_no_session_and_no_failure(server: Server, other: str) -> None:
    assert ask(server, ("Cookie", other)) == 401


@pytest.mark.parametrize(
    "origin",
    ["https://xn--bcher-kva.example", "https://school.example", "HTTPS://School.example:443"],
)
def test_an_allowed_site_may_ask_however_it_is_written(server: Server, origin: str) -> None:
    url, headers = f"{server.url}/webhooks/web", {"Origin": origin}
    answer = requests.post(f"{url}/session", json={"token": True}, headers=headers, timeout=60)
    assert answer.status_code == 201
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    checked = requests.get(f"{url}/origin", headers=headers, timeout=60)
    assert checked.json() == {"allowed": True}


def test_a_page_can_find_out_that_its_site_may_not_ask(server: Server) -> None:
    for origin in ("https://evil.example", "null"):
        url = f"{server.url}/webhooks/web/origin"
        answer = requests.get(url, headers={"Origin": origin}, timeout=60)
        assert answer.json() == {"allowed": False}
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_host_with_the_port_of_its_scheme_is_the_same_site(server: Server) -> None:
    headers = {"Origin": "https://advisor.example", "Host": "advisor.example:443"}
    answer = requests.post(
        f"{server.url}/webhooks/web/session", json={}, headers=headers, timeout=60
    )
    assert answer.status_code == 201
