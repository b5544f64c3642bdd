"""What no browser sends is refused with a 4xx, and a name of somebody else's leads nowhere."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from bot.server.hosts import allowed_hosts
from bot.settings import Settings
from bot.store.database import Database
from bot.store.upgrade import upgrade
from tools.server_process import missing_programs
from tools.servers import Nginx
from tools.serving import Server, Visitor, serving
from tools.small_disk import small_disk

JSON = b"Content-Type: application/json\r\n"
SESSION = b"POST /webhooks/web/session HTTP/1.1\r\nHost: 127.0.0.1\r\n" + JSON
HISTORY = b"GET /webhooks/web/history HTTP/1.1\r\nHost: 127.0.0.1\r\n"
RAW = {
    "a raw path that is no UTF-8": b"GET /\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "a raw path that is not ASCII": "GET /é HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(),
    "a path with NUL": b"GET /%00%ff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "a negative length": SESSION + b"Content-Length: -5\r\n\r\n{}",
    "a length that is no number": SESSION + b"Content-Length: abc\r\n\r\n{}",
    "a length of 400 digits": SESSION + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n{}",
    "a chunk that is no number": SESSION + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    "a token that is no UTF-8": HISTORY + b"Authorization: Bearer \xff\xfe\r\n\r\n",
    "a cookie that is no UTF-8": HISTORY + b"Cookie: advisor=\xff\xfe\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
    "a space before a colon": SESSION[:-2] + b"\r\nContent-Length : 2\r\n\r\n{}",
    "a header with NUL": HISTORY + b"X-Odd: a\x00b\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(
        tmp_path_factory.mktemp("http"), HTTPS="1", ALLOWED_HOSTS="www.ours.example"
    ) as running:
        yield running


def status(server: Server, request: bytes) -> int:
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.settimeout(30)
        connection.sendall(request)
        return int(connection.recv(4096).split(b" ")[1])


@pytest.mark.parametrize("request_bytes", RAW.values(), ids=RAW.keys())
def test_a_request_that_no_browser_sends_is_refused(server: Server, request_bytes: bytes) -> None:
    assert 400 <= status(server, request_bytes) < 500


@pytest.mark.parametrize("bad", ["\ud800" * 12, "a\x00bcdefgh", "x" * 300, "", "é" * 12])
@pytest.mark.parametrize("field", ["id", "button", "message", "verdict", "reason"])
def test_surrogates_and_nul_in_any_field_are_refused(server: Server, field: str, bad: str) -> None:
    visitor = Visitor(server, token=True)
    feedback = {"message": "a-message-id", "verdict": "down", "reason": "wrong"}
    said = {"id": "a-message-id", "button": "0" * 24}
    path, body = ("messages", said) if field in said else ("feedback", feedback)
    response = visitor.http.post(
        f"{visitor.url}/{path}",
        data=json.dumps({**body, field: bad}),
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    assert response.status_code == 400


def test_a_secure_site_is_never_asked_in_the_clear_again(server: Server) -> None:
    for path in ("/webhooks/web/alive", "/nowhere"):
        answer = requests.get(server.url + path, timeout=30)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("host", "fine"),
    [
        ("www.ours.example", True),
        ("WWW.ours.example:8443", True),
        ("localhost:5005", True),
        ("[::1]:5005", True),
        ("evil.example", False),
        ("www.ours.example.evil.example", False),
        ("127.0.0.1.evil.example", False),
    ],
)
def test_only_names_of_ours_lead_to_the_advisor(server: Server, host: str, fine: bool) -> None:
    url = f"{server.url}/webhooks/web/session"
    answer = requests.post(url, json={"token": True}, headers={"Host": host}, timeout=30)
    assert answer.status_code == (201 if fine else 421)
    probe = requests.get(f"{server.url}/webhooks/web/alive", headers={"Host": host}, timeout=30)
    assert probe.status_code == 200


def test_without_a_list_loopback_answers_to_its_own_names_alone() -> None:
    assert "evil.example" not in (allowed_hosts(Settings()) or ())
    assert allowed_hosts(Settings(proxies=1)) is None
    assert allowed_hosts(Settings(host="0.0.0.0")) is None
    assert "www.ours.example" in (allowed_hosts(Settings(hosts=("www.ours.example",))) or ())


def test_a_database_that_cant_be_written_is_not_ready(server: Server) -> None:
    url = f"{server.url}/webhooks/web/ready"
    assert requests.get(url, timeout=10).json()["database"] is True
    with sqlite3.connect(server.data / "conversations.db", isolation_level=None) as other:
        other.execute("CREATE TRIGGER no BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, ''); END")
        try:
            answer = requests.get(url, timeout=10)
        finally:
            other.execute("DROP TRIGGER no")
    assert answer.status_code == 503
    assert answer.json()["database"] is False
    assert requests.get(url, timeout=10).status_code == 200


def test_a_full_disk_takes_no_writes(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "2m") as mounted:
        if not mounted:
            pytest.skip("mounting a small disk is not allowed here")
        database = Database(f"sqlite:///{tmp_path / 'small' / 'conversations.db'}")
        upgrade(database)
        assert asyncio.run(database.takes_writes())
        filler = tmp_path / "small" / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        assert not asyncio.run(database.takes_writes())
        database.close()


def test_probes_arent_reachable_through_nginx(server: Server) -> None:
    if missing := missing_programs():
        pytest.skip(f"not installed: {missing}")
    with Nginx([server.port]) as nginx:
        for path in ("ready", "alive"):
            for tail in ("", "/", "//", "/?x=1", "%2f", "/."):
                answer = requests.get(f"{nginx.url}/webhooks/web/{path}{tail}", timeout=30)
                assert answer.status_code == 404, tail


def test_the_secret_and_the_databases_are_the_servers_alone(server: Server) -> None:
    kept = [server.data / "secret", *server.data.glob("conversations.db*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
