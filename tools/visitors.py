"""Visitors who talk with a server as the widget does, and who notice
when an answer is lost, doubled or not theirs.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import threading
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

SCRIPTS: tuple[tuple[str, ...], ...] = (
    ("What is the CISSP?", "who offers it?", "which certifications help?", "and the second one?",
    "who offers it?",
     "how much does a CISO earn?", "how old is that figure?", "which degree do I need?",
     "tell me more", "thanks"),
    ("What is Security+?", "who offers it?", "what does a CISO do?", "the third one?",
    "how do I become a CISO?",
     "which skills do I need?", "and the first one?", "what is the most a CISO can earn?", "why?",
     "who offers Security+?"),
    ("how much does a CISO earn?", "where does that come from?", "what does it depend on?",
    "What is the CySA+?", "who offers it?",
     "what does a CTO earn", "how many years of experience does it take?", "which jobs lead there?",
     "the second one?", "bye"),
    ("hello", "which degree do I need?", "is it required?", "What is CAP?", "who offers it?",
    "what does a CISO do?",
     "the last one?", "which certifications help?", "and the first one?", "who offers it?"),
    ("how do I become a CISO?", "the second step?", "how many years of experience does it take?",
    "which skills do I need?",
     "what does it pay and which certs do I need?", "and the third one?", "who offers it?",
     "go back", "how old is that salary figure?",
     "where can I read more?"),
    ("whats a ciso", "what does the abbreviation mean?", "who does a CISO lead?",
    "how many hours a week do they work",
     "what does it pay?", "how old is that figure?", "which certifications help?",
     "the fourth one?", "who offers it?", "what is the CISSP?"),
)  # fmt: skip
# A message that took longer than this was disturbed, also when its first try was answered.
SLOW_SECONDS = 3.0
_ATTEMPT_SECONDS = 25.0
_GIVE_UP_SECONDS = 120.0


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


Expected = dict[tuple[int, int], tuple[str, ...]]


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

    async def say(self, talk: Talk, position: int, give_up: float = _GIVE_UP_SECONDS) -> Message:
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


async def expectation(url: str) -> Expected:
    """What each script is answered with when nobody else talks; raises
    AssertionError when it isn't answered at once.
    """
    expected: Expected = {}
    async with aiohttp.ClientSession() as http:
        client = Client(http, url)
        for script in range(len(SCRIPTS)):
            talk = await client.begin(script)
            for position in range(len(SCRIPTS[script])):
                message = await client.say(talk, position)
                assert message.attempts[-1] == "answered", (
                    f"{SCRIPTS[script][position]!r}: {message.attempts}"
                )
                expected[script, position] = message.answers
    return expected


class Crowd:
    """Visitors who talk steadily, each in a conversation of its own and
    from an address of its own, until `stop`.
    """

    def __init__(self, url: str, visitors: int, pause: float, expected: Expected) -> None:
        self._url, self._visitors, self._pause, self._expected = url, visitors, pause, expected
        self.messages: list[Message] = []
        self.talks: list[Talk] = []
        self.wrong = Count()
        self._checks = [0] * visitors
        self._wanted_checks = 0
        self._ending = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="crowd", daemon=True)

    def start(self) -> Crowd:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends every visitor after the message that is under way, and
        checks every conversation there was.
        """
        self._ending.set()
        self._thread.join(_GIVE_UP_SECONDS * 2)
        assert not self._thread.is_alive(), "the visitors don't come to an end"
        if self._failure:
            raise self._failure
        asyncio.run(self._check_all())

    def calm(self, seconds: float) -> bool:
        """Waits until every visitor has been answered without disturbance twice
        from now on, and found the history right.
        """
        begun, end = time.time(), time.time() + seconds
        self._wanted_checks += 1
        while time.time() < end and self._failure is None:
            recent = [
                message
                for message in list(self.messages)
                if message.began >= begun and not message.disturbed
            ]
            if len(recent) >= 2 * self._visitors and min(self._checks) >= self._wanted_checks:
                return True
            time.sleep(0.05)
        return False

    def _run(self) -> None:
        async def all_visitors() -> None:
            await asyncio.gather(*(self._visit(number) for number in range(self._visitors)))

        try:
            asyncio.run(all_visitors())
        except BaseException as failure:
            self._failure = failure

    async def _visit(self, number: int) -> None:
        connector = aiohttp.TCPConnector(local_addr=(f"127.0.1.{number + 1}", 0))
        async with aiohttp.ClientSession(connector=connector) as http:
            client, script = Client(http, self._url), number
            await asyncio.sleep(self._pause * number / self._visitors)
            while not self._ending.is_set():
                talk = await client.begin(script % len(SCRIPTS))
                self.talks.append(talk)
                for position in range(len(SCRIPTS[talk.script])):
                    if self._ending.is_set():
                        break
                    message = await client.say(talk, position)
                    self._judge(message)
                    if message.attempts[-1] != "answered":
                        break  # the rest of the script would lean on what is missing
                    if self._checks[number] < self._wanted_checks:
                        self.wrong.add(await client.check(talk))
                        self._checks[number] = self._wanted_checks
                    await asyncio.sleep(self._pause)
                self.wrong.add(await client.check(talk))
                script += 1

    def _judge(self, message: Message) -> None:
        self.messages.append(message)
        if message.attempts[-1] != "answered":
            self.wrong.lost += 1
        elif message.answers != self._expected[message.script, message.position]:
            self.wrong.crossed += 1

    async def _check_all(self) -> None:
        async with aiohttp.ClientSession() as http:
            client = Client(http, self._url)
            for talk in self.talks:
                self.wrong.add(await client.check(talk))
                await asyncio.sleep(0.06)  # below the pace that one address may have


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def summary(seconds: Iterable[float]) -> str:
    values = list(seconds)
    return (
        f"p50 {statistics.median(values) * 1000:.0f} ms, p95"
        f" {percentile(values, 0.95) * 1000:.0f} ms"
    )


async def _until_done(once: Any, seconds: float = _GIVE_UP_SECONDS) -> Any:
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
