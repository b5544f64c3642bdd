"""A flood of heavy texts from one address, and how long a visitor of another waits meanwhile."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

import aiohttp

from tools.attacks import ATTACKER, Outcome, message_body


@dataclass(frozen=True)
class Waits:
    """How long a visitor of another address waits for an answer: median seconds, and the flood's
    texts that were answered within one of the visitor's turns, a median too.
    """

    quiet: float
    flooded: float
    answered_before: float

    @property
    def times(self) -> float:
        return self.flooded / self.quiet


# Texts within the limits that cost the most to understand.
HEAVY = ("5 " * 499, "a, b or c? " * 90, "I have a CISSP. " * 62, "and what " * 110)
# A visitor of another address waits at most so many times as long while one address floods.
MOST_TIMES = 3.0


def heavy_flood(url: str, connections: int = 30, turns: int = 12) -> Outcome:
    """One address with free sessions and heavy texts on many connections; another visitor's waiting
    time.
    """
    outcome, waits = beside_a_flood(url, connections, turns)
    waited = (
        f"another visitor's turn {waits.flooded * 1000:.0f} ms, "
        f"{waits.quiet * 1000:.0f} ms without the flood"
    )
    if waits.times > MOST_TIMES:
        return replace(outcome, unexpected=f"{outcome.unexpected} {waited}".strip())
    return replace(outcome, note=waited)


def beside_a_flood(url: str, connections: int = 30, turns: int = 12) -> tuple[Outcome, Waits]:
    """Send heavy texts from one address while a visitor of another asks."""
    return asyncio.run(_beside_a_flood(url, connections, turns))


async def _beside_a_flood(url: str, connections: int, turns: int) -> tuple[Outcome, Waits]:
    statuses = list[int]()
    quiet, _ = await _turns(url, turns, statuses)
    stopped = asyncio.Event()
    floods = [
        asyncio.create_task(_flood(url, number, statuses, stopped)) for number in range(connections)
    ]
    await asyncio.sleep(1)
    flooded, answered_before = await _turns(url, turns, statuses)
    stopped.set()
    await asyncio.gather(*floods)
    wrong = [status for status in statuses if status not in (200, 201, 429)]
    answered = sum(status in (200, 201) for status in statuses)
    unexpected = f"{len(wrong)} × status {wrong[0]}" if wrong else ""
    outcome = Outcome(len(statuses), answered, len(statuses) - answered, unexpected)
    return outcome, Waits(quiet, flooded, answered_before)


async def _flood(url: str, number: int, statuses: list[int], stopped: asyncio.Event) -> None:
    """Adds the statuses that one connection sees: a new session whenever the last one is told to
    wait.
    """
    token, sent = "", 0
    connector = aiohttp.TCPConnector(local_addr=(ATTACKER, 0))
    async with aiohttp.ClientSession(connector=connector) as http:
        while not stopped.is_set():
            if not token:
                path, body = "session", b'{"token": true}'
            else:
                path, body = "messages", message_body(HEAVY[(number + sent) % len(HEAVY)])
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
            async with http.post(
                f"{url}/webhooks/web/{path}", data=body, headers=headers
            ) as response:
                found = await response.read()
            statuses.append(response.status)
            sent += 1
            if response.status == 201:
                token = json.loads(found)["token"]
            elif response.status == 429:
                token = ""
                await asyncio.sleep(0.05)


async def _turns(url: str, turns: int, statuses: Sequence[int]) -> tuple[float, float]:
    """A visitor's turns, one question after the other, from an address of its own: median seconds,
    and the flood's answers within one, by the statuses that it sees meanwhile.
    """
    seconds, answered = list[float](), list[int]()
    connector = aiohttp.TCPConnector(local_addr=("127.0.3.1", 0))
    async with aiohttp.ClientSession(connector=connector) as http:
        async with http.post(f"{url}/webhooks/web/session", json={"token": True}) as response:
            headers = {"Authorization": f"Bearer {(await response.json())['token']}"}
        for number in range(turns):
            body = {"id": str(uuid.uuid4()), "text": _QUESTIONS[number % len(_QUESTIONS)]}
            begun, before = time.monotonic(), len(statuses)
            async with http.post(
                f"{url}/webhooks/web/messages", json=body, headers=headers
            ) as response:
                await response.read()
                assert response.status == 200, response.status
            seconds.append(time.monotonic() - begun)
            answered.append(sum(status == 200 for status in statuses[before:]))
            await asyncio.sleep(0.1)
    return statistics.median(seconds), statistics.median(answered)


_QUESTIONS = (
    "how much does a CISO earn?",
    "which certifications help?",
    "what does a CISO do?",
    "which degree do I need?",
)
