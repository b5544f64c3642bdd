"""What an attacker sends: bounded in number, to servers on this machine, each with the answers that
are acceptable.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import aiohttp

ATTACKER = "127.0.2.1"


@dataclass(frozen=True)
class Outcome:
    """How many requests were answered and how many refused; `unexpected` says what else happened,
    empty when nothing.
    """

    requests: int
    answered: int
    refused: int
    unexpected: str = ""
    note: str = ""


@dataclass(frozen=True)
class _Request:
    body: bytes
    headers: dict[str, str]
    fine: Collection[int]
    """Statuses that are right; 0 stands for a connection that the server closed on a body that is
    too large.
    """
    path: str = "messages"
    method: str = "POST"


def message_body(text: str) -> bytes:
    return json.dumps({"id": str(uuid.uuid4()), "text": text}).encode()


async def _send(url: str, made: Callable[[str], list[_Request]], at_once: int = 4) -> Outcome:
    connector = aiohttp.TCPConnector(local_addr=(ATTACKER, 0), limit=at_once)
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        async with http.post(f"{url}/webhooks/web/session", json={"token": True}) as response:
            token = (await response.json())["token"] if response.status == 201 else ""
        room = asyncio.Semaphore(at_once)

        async def one(request: _Request) -> tuple[int, _Request]:
            headers = {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {token}",
                **request.headers,
            }
            async with room:
                try:
                    async with http.request(
                        request.method,
                        f"{url}/webhooks/web/{request.path}",
                        data=request.body,
                        headers=headers,
                    ) as response:
                        await response.read()
                        return response.status, request
                except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
                    return 0, request

        results = await asyncio.gather(*(one(request) for request in made(token)))
    wrong = [
        f"{status} for {request.body[:40]!r}"
        for status, request in results
        if status not in request.fine
    ]
    answered = sum(status == 200 for status, _ in results)
    return Outcome(
        len(results),
        answered,
        len(results) - answered,
        f"{len(wrong)}, first {wrong[0]}" if wrong else "",
    )


def flood(url: str, requests: int = 1500) -> Outcome:
    """More than one address may ask: answered as far as the limits go, else told to slow down."""
    made = lambda token: [
        _Request(message_body("what is a CISO?"), {}, (200, 429)) for _ in range(requests)
    ]
    return asyncio.run(_send(url, made, at_once=40))


def large_bodies(url: str) -> Outcome:
    body = b'{"id": "large-body", "text": "' + b"x" * 5_000_000 + b'"}'
    return asyncio.run(_send(url, lambda token: [_Request(body, {}, (413, 0)) for _ in range(12)]))


def broken_json(url: str) -> Outcome:
    bodies = [
        b"", b"{", b"[]", b"null", b"7", b'"text"', b"\xff\xfe", b"{}" * 9, b"[" * 8000,
        b'{"id": "12345678"}', b'{"id": 1, "text": "x"}',
        b'{"id": "12345678", "text": null}',
        b'{"id": "12345678", "text": "x", "sender": "slack:T:U"}', b'{"id": "x", "text": "x"}',
        b'{"id": "12345678", "text": {"$ne": 1}}', b'{"id": "12345678", "text": NaN}',
        b'{"id": "../../../etc", "text": "x"}',
    ]  # fmt: skip
    made = [_Request(body, {}, (400,)) for body in bodies]
    made += [
        _Request(message_body("x"), {"Content-Type": kind}, (415,))
        for kind in ("text/plain", "application/x-www-form-urlencoded", "")
    ]
    return asyncio.run(_send(url, lambda token: made * 2))


def surrogates(url: str) -> Outcome:
    texts = [
        "\ud800",
        "what is \udfff a CISO?",
        "a\x00b",
        "\u202ewhat does a ciso do",
        "\u200b/restart",
        "\ufeff",
        "e" + "\u0301" * 900,
    ]
    made = [_Request(message_body(text), {}, (200,)) for text in texts]
    made += [
        _Request(json.dumps({"id": bad, "text": "hello"}).encode(), {}, (400,))
        for bad in ("\ud800\ud800\ud800\ud800", "a\x00bcdefgh", "x" * 300)
    ]
    return asyncio.run(_send(url, lambda token: made))


def forged_tokens(url: str) -> Outcome:
    def made(token: str) -> list[_Request]:
        head, end, signature = token.split(".")
        bad = [
            "", "x", "null", "A" * 22 + f".{end}.{signature}", f"{head}.9999999999.{signature}",
            f"{head}.{end}.{'A' * 43}",
            f"{head}.{end}", token[:-1] + ("A" if token[-1] != "A" else "B"), token + "x",
            token.upper(), "slack:T:U", f"{token}, {token}",
        ]  # fmt: skip
        headers = [{"Authorization": f"Bearer {one}"} for one in bad] + [
            {"Authorization": token},
            {"Authorization": f"Basic {token}"},
        ]
        asked = [_Request(message_body("what is a CISO?"), header, (401,)) for header in headers]
        read = [_Request(b"", header, (401,), "history", "GET") for header in headers]
        return (
            asked
            + read
            + [_Request(b"", header, (401,), "session", "DELETE") for header in headers]
        )

    return asyncio.run(_send(url, made))


def foreign_origins(url: str) -> Outcome:
    origins = [
        "https://evil.example",
        "null",
        "http://127.0.0.1.evil.example",
        "https://",
        "file://",
        "chrome-extension://x",
        url + ".evil.example",
    ]
    made = [
        _Request(message_body("what is a CISO?"), {"Origin": origin}, (403,), path)
        for origin in origins
        for path in ("messages", "session", "feedback")
    ]
    return asyncio.run(_send(url, lambda token: made))


def commands(url: str) -> Outcome:
    """Answered as words, never carried out: after `/restart` the conversation still has all its
    turns.
    """
    typed = [
        "/restart", "/session_start", "/back", '/ask_salary{"role": "x"}', "／restart",
        "/ask_role@0.1", '/ask{"x": [[[[1]]]]}',
        "/ask{" + "[" * 900, "EXTERNAL: /restart", "\n/restart", "//restart", "/out_of_scope",
    ]  # fmt: skip

    async def scene() -> Outcome:
        found = await _send(
            url,
            lambda token: [_Request(message_body(text), {}, (200,)) for text in typed],
            at_once=1,
        )
        kept = await _turns_kept(url, typed)
        return (
            found
            if kept == len(typed)
            else Outcome(
                found.requests, found.answered, found.refused, f"{kept} of {len(typed)} turns kept"
            )
        )

    return asyncio.run(scene())


async def _turns_kept(url: str, typed: list[str]) -> int:
    """How many turns a conversation has in which these were typed one after the other."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(local_addr=("127.0.2.2", 0))
    ) as http:
        async with http.post(f"{url}/webhooks/web/session", json={"token": True}) as response:
            headers = {"Authorization": f"Bearer {(await response.json())['token']}"}
        for text in typed:
            async with http.post(
                f"{url}/webhooks/web/messages",
                json={"id": str(uuid.uuid4()), "text": text},
                headers=headers,
            ) as response:
                await response.read()
        async with http.get(f"{url}/webhooks/web/history", headers=headers) as response:
            messages: list[dict[str, Any]] = (await response.json())["messages"]
    return sum(message["from"] == "visitor" for message in messages)
