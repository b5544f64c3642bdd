"""Votes on answers: one of each person, which can be changed and given a reason."""

from __future__ import annotations

import hashlib
import time

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.store.database import Database
from bot.store.schema import REASONS, feedback


class Feedback:
    """Keeps who voted only as a hash, which tells two voters apart and names neither."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def vote(self, conversation: str, message: str, voter: str, verdict: str) -> str:
        """Keeps or changes a person's vote; returns what most people
        say, "down" where it is even.
        """
        if verdict not in ("up", "down"):
            raise ValueError(f"a verdict is up or down, not {verdict!r}")
        row = {"conversation": conversation, "message": message, "voter": _voter(voter)}
        about = (feedback.c.conversation == conversation) & (feedback.c.message == message)

        def keep(connection: Connection) -> str:
            connection.execute(delete(feedback).where(about, feedback.c.voter == row["voter"]))
            vote = {**row, "at": time.time(), "verdict": verdict, "reason": None}
            connection.execute(insert(feedback).values(vote))
            counts = select(feedback.c.verdict, func.count().label("votes")).where(about)
            found = {
                r.verdict: r.votes for r in connection.execute(counts.group_by(feedback.c.verdict))
            }
            return "up" if found.get("up", 0) > found.get("down", 0) else "down"

        return await self._database.write(keep)

    async def explain(self, conversation: str, message: str, voter: str, reason: str) -> bool:
        """Adds why somebody voted against an answer, one of `REASONS`; False when they didn't."""
        if reason not in REASONS:
            raise ValueError(f"no such reason: {reason!r}")
        wanted = (
            (feedback.c.conversation == conversation)
            & (feedback.c.message == message)
            & (feedback.c.voter == _voter(voter))
            & (feedback.c.verdict == "down")
        )
        statement = update(feedback).where(wanted).values(reason=reason)
        return await self._database.write(
            lambda connection: connection.execute(statement).rowcount == 1
        )

    async def votes(self, conversation: str, message: str) -> tuple[tuple[str, str | None], ...]:
        """Verdicts with their reasons, the oldest first."""
        about = (feedback.c.conversation == conversation) & (feedback.c.message == message)
        query = select(feedback.c.verdict, feedback.c.reason).where(about).order_by(feedback.c.at)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple((row.verdict, row.reason) for row in rows)


def _voter(user: str) -> str:
    return hashlib.sha256(user.encode()).hexdigest()
