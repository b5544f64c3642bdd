"""`make load`: visitors who all talk at once, and whether every answer reached the one who asked.

URL names a running server on this machine (its limits must allow it); without one, a server is
started for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from tools.crowd import expectation
from tools.scripts import SCRIPTS
from tools.serving import serving
from tools.visitors import Client, Count, Message, summary

VISITORS = 50
UNLIMITED = {
    "ADDRESS_BURST": "1000000",
    "ADDRESS_RATE": "1000000",
    "ADDRESS_TURNS": "1000",
    "TURNS": "1000",
}


async def load(
    url: str, visitors: int = VISITORS, turns: int = 10
) -> tuple[list[Message], Count, float]:
    """All messages, what went wrong, and the seconds that it took."""
    expected = await expectation(url)
    wrong = Count()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        client = Client(http, url)
        talks = [await client.begin(number % len(SCRIPTS)) for number in range(visitors)]

        async def visit(number: int) -> list[Message]:
            return [await client.say(talks[number], position) for position in range(turns)]

        begun = time.time()
        messages = [
            message
            for done in await asyncio.gather(*map(visit, range(visitors)))
            for message in done
        ]
        seconds = time.time() - begun
        for message in messages:
            if message.attempts[-1] != "answered":
                wrong.lost += 1
            elif message.answers != expected[message.script, message.position]:
                wrong.crossed += 1
        for talk in talks:
            wrong.add(await client.check(talk))
    return messages, wrong, seconds


@contextlib.contextmanager
def _server() -> Iterator[str]:
    given = os.environ.get("URL", "").rstrip("/")
    if given:
        if (urlsplit(given).hostname or "") not in ("127.0.0.1", "localhost", "::1"):
            sys.exit("URL must be on this machine: load is for servers of your own")
        yield given
        return
    with (
        tempfile.TemporaryDirectory(prefix="advisor-load-") as folder,
        serving(Path(folder), **UNLIMITED) as server,
    ):
        yield server.url


def main() -> int:
    with _server() as url:
        messages, wrong, seconds = asyncio.run(load(url))
    again = sum(len(message.attempts) - 1 for message in messages)
    print(
        f"{VISITORS} visitors at once, {len(messages)} turns in {seconds:.1f} s: "
        f"{len(messages) / seconds:.1f} turns/s, "
        f"{summary(message.seconds for message in messages)}; tried again {again}, "
        f"lost {wrong.lost}, doubled {wrong.doubled}, "
        f"crossed {wrong.crossed}"
    )
    return 1 if wrong.total else 0


if __name__ == "__main__":
    sys.exit(main())
