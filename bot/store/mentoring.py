"""Questions that people hand to mentors, from the question to
the check-in; each change happens once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.store.database import Database
from bot.store.schema import mentor, mentoring


class State(str, Enum):
    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    """The mentor says it is done; the asker hasn't said whether they met."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Take(str, Enum):
    """What became of an attempt to take a question."""

    TAKEN = "taken"
    REPEATED = "repeated"
    ALREADY = "already"
    OWN = "own"
    TOO_MANY = "too_many"
    GONE = "gone"


@dataclass(frozen=True)
class Request:
    """A question to the mentors; `ts` and `link` lead to its brief in their channel.

    `round` counts how often it was taken or given back, `due_at` is when to remind or to check in
    (0: never).
    """

    id: str
    conversation: str
    asker: str
    question: str
    at: float
    state: State = State.OPEN
    ts: str = ""
    link: str = ""
    mentor: str = ""
    pair: str = ""
    round: int = 0
    reminders: int = 0
    taken_at: float = 0.0
    due_at: float = 0.0
    shared: str = ""
    thread: str = ""


class MentoringStore:
    """The requests and the mentors of a workspace; `team` is part of a mentor's id."""

    def __init__(self, database: Database, team: str) -> None:
        self._database, self._team = database, team

    async def add(self, request: Request) -> None:
        """Keeps a new request; nothing happens when it is there already."""
        try:
            await self._database.write(
                lambda connection: connection.execute(insert(mentoring).values(_row(request)))
            )
        except IntegrityError:
            return

    async def get(self, request_id: str) -> Request | None:
        query = select(mentoring).where(mentoring.c.id == request_id)
        row = await self._database.read(lambda c: c.execute(query).mappings().first())
        return _request(row) if row else None

    async def change(
        self, request_id: str, expected: Mapping[str, Any], values: Mapping[str, Any]
    ) -> bool:
        """Changes a request that is as expected; False when it isn't,
        for then somebody else came first.
        """
        wanted = mentoring.c.id == request_id
        for name, value in expected.items():
            wanted &= mentoring.c[name] == value
        statement = update(mentoring).where(wanted).values(**values)
        return await self._database.write(lambda c: c.execute(statement).rowcount == 1)

    async def take(self, request_id: str, user: str, now: float, due_at: float, most: int) -> Take:
        """Gives an open request to a mentor who has fewer than `most`;
        of several at once one gets it.
        """

        def attempt(connection: Connection) -> Take:
            query = select(mentoring).where(mentoring.c.id == request_id)
            row = connection.execute(query).mappings().first()
            if row is None or row["state"] in (State.WITHDRAWN.value, State.CLOSED.value):
                return Take.GONE
            if row["asker"] == user:
                return Take.OWN
            if row["state"] != State.OPEN.value:
                return Take.REPEATED if row["mentor"] == user else Take.ALREADY
            theirs = (mentoring.c.mentor == user) & (mentoring.c.state == State.TAKEN.value)
            count = select(func.count()).select_from(mentoring).where(theirs)
            if connection.execute(count).scalar_one() >= most:
                return Take.TOO_MANY
            statement = (
                update(mentoring)
                .where(mentoring.c.id == request_id, mentoring.c.state == State.OPEN.value)
                .values(
                    state=State.TAKEN.value, mentor=user, taken_at=now, due_at=due_at, reminders=0,
                    round=mentoring.c.round + 1,
                )
            )  # fmt: skip
            if connection.execute(statement).rowcount != 1:
                return Take.ALREADY
            self._count(connection, user, now, taken=1)
            return Take.TAKEN

        return await self._database.write(attempt)

    async def due(self, now: float) -> tuple[Request, ...]:
        """The requests whose time to remind or to check in has come."""
        query = (
            select(mentoring)
            .where(mentoring.c.due_at > 0, mentoring.c.due_at <= now, mentoring.c.ts != "")
            .order_by(mentoring.c.due_at, mentoring.c.id)
        )
        return await self._requests(query)

    async def waiting(self) -> tuple[Request, ...]:
        """The open requests, the oldest first."""
        open_ones = (mentoring.c.state == State.OPEN.value) & (mentoring.c.ts != "")
        return await self._requests(select(mentoring).where(open_ones).order_by(mentoring.c.at))

    async def taken_by(self, user: str) -> tuple[Request, ...]:
        theirs = (mentoring.c.mentor == user) & (mentoring.c.state == State.TAKEN.value)
        return await self._requests(select(mentoring).where(theirs).order_by(mentoring.c.taken_at))

    async def pause(self, user: str, paused: bool) -> None:
        """Whether a mentor wants to be proposed for new questions."""

        def keep(connection: Connection) -> None:
            self._count(connection, user, 0.0, taken=0)
            statement = update(mentor).where(mentor.c.user == self._id(user))
            connection.execute(statement.values(paused=paused))

        await self._database.write(keep)

    async def is_paused(self, user: str) -> bool:
        query = select(mentor.c.paused).where(mentor.c.user == self._id(user))
        row = await self._database.read(lambda c: c.execute(query).first())
        return bool(row and row.paused)

    async def known_mentors(self) -> tuple[str, ...]:
        """Everybody who has taken a question, paused or resumed."""
        rows = await self._database.read(lambda c: c.execute(select(mentor.c.user)).all())
        theirs = f"{self._team}:"
        return tuple(sorted(row.user[len(theirs) :] for row in rows if row.user.startswith(theirs)))

    async def in_turn(self, users: Iterable[str]) -> tuple[str, ...]:
        """Mentors who aren't paused: whoever has the fewest open comes
        first, then whoever had one longest ago.
        """
        wanted = sorted(set(users))

        def order(connection: Connection) -> tuple[str, ...]:
            open_ones = (
                select(mentoring.c.mentor, func.count().label("open"))
                .where(mentoring.c.state == State.TAKEN.value)
                .group_by(mentoring.c.mentor)
            )
            loads = {row.mentor: int(row.open) for row in connection.execute(open_ones)}
            known = {row.user: row for row in connection.execute(select(mentor))}
            ranked = []
            for user in wanted:
                row = known.get(self._id(user))
                if row is None or not row.paused:
                    ranked.append((loads.get(user, 0), row.last_at if row else 0.0, user))
            return tuple(user for _, _, user in sorted(ranked))

        return await self._database.read(order)

    async def propose(self, user: str, now: float) -> None:
        """Notes that a mentor was asked, so that somebody else is next."""
        await self._database.write(lambda c: self._count(c, user, now, taken=0))

    def _count(self, connection: Connection, user: str, now: float, *, taken: int) -> None:
        row = connection.execute(select(mentor).where(mentor.c.user == self._id(user))).first()
        if row is None:
            values = {"user": self._id(user), "paused": False, "taken": taken, "last_at": now}
            connection.execute(insert(mentor).values(values))
            return
        statement = update(mentor).where(mentor.c.user == self._id(user))
        last = max(now, row.last_at)
        connection.execute(statement.values(taken=mentor.c.taken + taken, last_at=last))

    def _id(self, user: str) -> str:
        return f"{self._team}:{user}"

    async def _requests(self, query: Any) -> tuple[Request, ...]:
        rows = await self._database.read(lambda c: c.execute(query).mappings().all())
        return tuple(_request(row) for row in rows)


def _row(request: Request) -> dict[str, Any]:
    return {**vars(request), "state": request.state.value}


def _request(row: Mapping[str, Any]) -> Request:
    return Request(**{**row, "state": State(row["state"])})
