"""What surfaces deliver at least once, done exactly once, by whichever process is there."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.store.database import Database
from bot.store.schema import inbox

_ENDED = "ended"
_IS_ENDED = select(inbox.c.at).where(inbox.c.surface == _ENDED, inbox.c.key == bindparam("of"))


def claim_hash(surface: str, key: str) -> str:
    """What is kept of a key: enough to recognize a repetition,
    and nothing of whose it was or where.
    """
    return hashlib.sha256(f"{surface}\0{key}".encode()).hexdigest()


class Inbox:
    """Claims deliveries by a key that every repetition of a delivery shares.

    Only a hash of the key is kept once the delivery is dealt with. It outlives the deletion of a
    conversation, so that a late repetition is recognized then, too.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self, surface: str, key: str, payload: dict[str, Any], conversation: str = ""
    ) -> bool:
        """True for exactly one caller ever, whatever the number of processes and repetitions."""
        now = time.time()
        row = {
            "surface": surface, "key": claim_hash(surface, key), "conversation": conversation,
            "payload": json.dumps({"key": key, "payload": payload}), "at": now, "claimed_at": now,
            "done": False,
        }  # fmt: skip
        try:
            await self._database.write(
                lambda connection: connection.execute(insert(inbox).values(row))
            )
        except IntegrityError:
            return False
        return True

    async def done(self, surface: str, key: str) -> None:
        """The hash stays, so that a late repetition is still
        recognized; what was delivered goes.
        """
        wanted = (inbox.c.surface == surface) & (inbox.c.key == claim_hash(surface, key))
        await self._database.write(
            lambda connection: connection.execute(
                update(inbox).where(wanted).values(done=True, payload="{}")
            )
        )

    async def unfinished(self, surface: str, older_than: float) -> list[tuple[str, dict[str, Any]]]:
        """Keys and payloads claimed more than `older_than` seconds ago by a process that never
        finished.

        They are claimed anew for the caller, each by one caller only.
        """
        now = time.time()
        stale = (
            (inbox.c.surface == surface)
            & inbox.c.done.is_(False)
            & (inbox.c.claimed_at < now - older_than)
        )

        def reclaim(connection: Connection) -> list[tuple[str, dict[str, Any]]]:
            rows = connection.execute(select(inbox).where(stale).order_by(inbox.c.at, inbox.c.key))
            return [
                (str(kept["key"]), dict(kept["payload"]))
                for row in rows.mappings().all()
                if connection.execute(
                    update(inbox).where(stale, inbox.c.key == row["key"]).values(claimed_at=now)
                ).rowcount
                for kept in [json.loads(row["payload"])]
            ]

        return await self._database.write(reclaim)

    async def still(self, surface: str, keys: Iterable[str]) -> None:
        """Says that the caller is still at these keys, so that nobody else takes them over."""
        await self._claimed(surface, keys, time.time())

    async def release(self, surface: str, keys: Iterable[str]) -> None:
        """Says that the caller won't finish these keys: they are unfinished from now on."""
        await self._claimed(surface, keys, 0.0)

    async def known(self, conversation: str) -> bool:
        """Whether anything of this conversation was ever claimed."""
        query = select(inbox.c.key).where(inbox.c.conversation == conversation).limit(1)
        return (
            await self._database.read(lambda connection: connection.execute(query).first())
            is not None
        )

    async def _claimed(self, surface: str, keys: Iterable[str], at: float) -> None:
        hashes = sorted(claim_hash(surface, key) for key in keys)
        wanted = (inbox.c.surface == surface) & inbox.c.key.in_(hashes) & inbox.c.done.is_(False)
        await self._database.write(
            lambda connection: connection.execute(update(inbox).where(wanted).values(claimed_at=at))
        )

    async def forget(self, conversation: str) -> None:
        await self._database.erase(lambda connection: forget_claims(connection, conversation))


def forget_claims(connection: Connection, conversation: str) -> None:
    """Takes everything of a conversation and its threads out of the
    claims; their hashes stay until retention ends.
    """
    column, threads = inbox.c.conversation, f"{conversation}:"
    # not LIKE, for which SQLite's A and a are one
    theirs = (column == conversation) | (func.substr(column, 1, len(threads)) == threads)
    connection.execute(update(inbox).where(theirs).values(conversation="", payload="{}", done=True))


def mark_ended(connection: Connection, conversation: str) -> None:
    """Remember, by a hash, that a conversation was ended; as long as a session of it could last."""
    now = time.time()
    if not was_ended(connection, conversation):
        row = {
            "surface": _ENDED,
            "key": claim_hash(_ENDED, conversation),
            "conversation": "",
            "payload": "{}",
            "at": now,
            "claimed_at": now,
            "done": True,
        }
        connection.execute(insert(inbox).values(row))


def was_ended(connection: Connection, conversation: str) -> bool:
    marked = {"of": claim_hash(_ENDED, conversation)}
    return connection.execute(_IS_ENDED, marked).first() is not None
