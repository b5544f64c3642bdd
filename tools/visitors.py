"""Visitors who talk with a server as the widget does, and who notice
when an answer is lost, doubled or not theirs.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tools.scripts import SCRIPTS

# A message that took longer than this was disturbed, also when its first try was answered.
SLOW_SECONDS = 3.0
_ATTEMPT_SECONDS = 25.0
GIVE_UP_SECONDS = 120.0


@dataclass(frozen=True)
class Message:
    """One message: `attempts` are answered, refused or cut, the last
    one answered unless the message is lost.
    """

    script: int
    position: int
    began: float
    ended: float
    attempts: tuple[str, ...]
    answers: tuple[str, ...]

    @property
    def seconds(self) -> float:
        return self.ended - self.began

    @property
    def disturbed(self) -> bool:
        return self.attempts != ("answered",) or self.seconds > SLOW_SECONDS


@dataclass
class Talk:
    """A conversation as the visitor remembers it: the id and text of
    each message, in order, and its answers.
    """

    token: str
    script: int
    said: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


@dataclass
class Count:
    """What went wrong; all three must be zero."""

    lost: int = 0
    doubled: int = 0
    crossed: int = 0

    def add(self, other: Count) -> None:
        self.lost += other.lost
        self.doubled += other.doubled
        self.crossed += other.crossed

    @property
    def total(self) -> int:
        return self.lost + self.doubled + self.crossed


class Client:
    """One visitor's connection: what the widget sends, and its way of trying again."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url = http, f"{url}/webhooks/web"

    async def begin(self, script: int) -> Talk:
        async def once() -> str:
            async with self._http.post(
                f"{self._url}/session", json={"token": True}, timeout=_timeout()
            ) as response:
                response.raise_for_status()
                return str((await response.json())["token"])

        return Talk(await _until_done(once), script)

    async def say(self, talk: Talk, position: int, give_up: float = GIVE_UP_SECONDS) -> Message:
        """Tries with the same message id until there is an answer, as the widget does."""
        text, message_id = SCRIPTS[talk.script][position], str(uuid.uuid4())
        began, attempts, answers = time.time(), list[str](), tuple[str, ...]()
        while True:
            outcome, answers = await self.attempt(talk.token, message_id, text)
            attempts.append(outcome)
            if outcome == "answered":
                talk.said.append((message_id, text, answers))
                break
            if time.time() - began > give_up:
                break
            await asyncio.sleep(min(0.25 * 2 ** len(attempts), 2.0))
        return Message(talk.script, position, began, time.time(), tuple(attempts), answers)

    async def attempt(self, token: str, message_id: str, text: str) -> tuple[str, tuple[str, ...]]:
        """Sends a message once: "answered" with the answers,
        "refused" politely, or what else came.
        """
        body, headers = {"id": message_id, "text": text}, {"Authorization": f"Bearer {token}"}
        try:
            async with self._http.post(
                f"{self._url}/messages", json=body, headers=headers, timeout=_timeout()
            ) as response:
                raw = await response.read()
                if response.status in (429, 503):
                    return ("refused" if json.loads(raw)["text"] else "cut"), ()
                if response.status != 200:
                    return f"status {response.status}", ()
            lines = [json.loads(line) for line in raw.splitlines()]
            if not lines or lines[-1] != {"type": "done"}:
                return "cut", ()
            messages = lines[:-1]
            if not messages or any(message["failed"] for message in messages):
                return "refused", ()
            return "answered", tuple(message["text"] for message in messages)
        except (
            aiohttp.ClientError,
            asyncio.TimeoutError,
            OSError,
            ValueError,
            KeyError,
            TypeError,
        ):
            return "cut", ()

    async def check(self, talk: Talk) -> Count:
        """Compares the server's history with what the visitor saw: each
        message once, in order, with the same answers.
        """

        async def once() -> list[dict[str, Any]]:
            headers = {"Authorization": f"Bearer {talk.token}"}
            async with self._http.get(
                f"{self._url}/history", headers=headers, timeout=_timeout()
            ) as response:
                response.raise_for_status()
                return list((await response.json())["messages"])

        history = await _until_done(once)
        kept = [
            (message["id"], message["text"]) for message in history if message["from"] == "visitor"
        ]
        said = [(message_id, text) for message_id, text, _ in talk.said]
        answers: dict[str, list[str]] = {}
        for message in history:
            if message["from"] == "advisor":
                answers.setdefault(message["id"], []).append(message["text"])
        found = Count(
            lost=len(set(said) - set(kept)),
            doubled=len(kept) - len(set(kept)),
            crossed=sum(
                tuple(answers.get(message_id, ())) != seen
                for message_id, _, seen in talk.said
                if (message_id, _) in kept
            ),
        )
        known = {message_id for message_id, _ in said}
        # what was saved and never seen answered is the last message of a visitor who gave up,
        # nothing else
        found.crossed += sum(message_id not in known for message_id, _ in kept[: len(said)])
        if (
            [entry for entry in kept if entry in said] != said
            and not found.lost
            and not found.doubled
        ):
            found.crossed += 1  # out of order
        return found


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def summary(seconds: Iterable[float]) -> str:
    values = list(seconds)
    return (
        f"p50 {statistics.median(values) * 1000:.0f} ms, p95"
        f" {percentile(values, 0.95) * 1000:.0f} ms"
    )


async def _until_done(once: Any, seconds: float = GIVE_UP_SECONDS) -> Any:
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(
            aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError, KeyError
        ):
            return await once()
        assert time.monotonic() < end, "the server can't be reached"
        await asyncio.sleep(0.5)


def _timeout() -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=_ATTEMPT_SECONDS)
