"""A process of its own that uses the store: `hold`, `claim` or `upgrade`, told by its arguments."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

from bot.store.database import Database
from bot.store.inbox import Inbox
from bot.store.locks import ConversationLocks, shared_lock
from bot.store.upgrade import upgrade


def note(path: Path, line: str) -> None:
    with path.open("a") as file:
        file.write(line + "\n")


async def hold(url: str, log: Path, turns: int, seconds: float) -> None:
    """Holds one conversation `turns` times, and writes down when it enters and leaves."""
    shared = shared_lock(Database(url))
    locks = ConversationLocks(shared)
    for _ in range(turns):
        async with locks.hold("web:shared"):
            note(log, f"enter {os.getpid()}")
            await asyncio.sleep(seconds)
            note(log, f"leave {os.getpid()}")
    if shared:
        await shared.close()


async def claim(url: str, log: Path, keys: int) -> None:
    inbox = Inbox(Database(url))
    for key in range(keys):
        if await inbox.claim("slack", str(key), {"key": key}):
            note(log, str(key))
        await asyncio.sleep(0.001)


def main() -> None:
    what, url, log, *numbers = sys.argv[1:]
    if what == "hold":
        asyncio.run(hold(url, Path(log), int(numbers[0]), float(numbers[1])))
    elif what == "claim":
        asyncio.run(claim(url, Path(log), int(numbers[0])))
    else:
        note(Path(log), f"{upgrade(Database(url))} {time.time()}")


if __name__ == "__main__":
    main()
