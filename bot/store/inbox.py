"""What surfaces deliver at least once, done exactly once, by whichever process is there."""

from __future__ import annotations

import json
import time
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.store.database import Database
from bot.store.schema import inbox


class Inbox:
    """Claims deliveries by a key that every repetition of a delivery shares."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, surface: str, key: str, payload: dict[str, Any], conversation: str = "") -> bool:
        """True for exactly one caller ever, whatever the number of processes and repetitions."""
        now = time.time()
        row = {
            "surface": surface, "key": key, "conversation": conversation, "payload": json.dumps(payload),
            "at": now, "claimed_at": now, "done": False,
        }  # fmt: skip
        try:
            await self._database.write(lambda connection: connection.execute(insert(inbox).values(row)))
        except IntegrityError:
            return False
        return True

    async def done(self, surface: str, key: str) -> None:
        """The key stays, so that a late repetition is still recognised; what was delivered goes."""
        wanted = (inbox.c.surface == surface) & (inbox.c.key == key)
        await self._database.write(
            lambda connection: connection.execute(update(inbox).where(wanted).values(done=True, payload="{}"))
        )

    async def unfinished(self, surface: str, older_than: float) -> list[tuple[str, dict[str, Any]]]:
        """Keys and payloads claimed more than `older_than` seconds ago by a process that never finished.

        They are claimed anew for the caller, each by one caller only.
        """
        now = time.time()
        stale = (inbox.c.surface == surface) & inbox.c.done.is_(False) & (inbox.c.claimed_at < now - older_than)

        def reclaim(connection: Connection) -> list[tuple[str, dict[str, Any]]]:
            rows = connection.execute(select(inbox).where(stale).order_by(inbox.c.at, inbox.c.key)).mappings().all()
            return [
                (row["key"], json.loads(row["payload"]))
                for row in rows
                if connection.execute(
                    update(inbox).where(stale, inbox.c.key == row["key"]).values(claimed_at=now)
                ).rowcount
            ]

        return await self._database.write(reclaim)

    async def forget(self, conversation: str) -> None:
        await self._database.write(
            lambda connection: connection.execute(delete(inbox).where(inbox.c.conversation == conversation))
        )
