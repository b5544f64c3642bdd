"""Rasa's tracker store on our own table: a turn is saved whole
or not at all, once, and can be deleted.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.reply import Reply, reply_of
from bot.store.database import Database
from bot.store.inbox import forget_claims, mark_ended, was_ended
from bot.store.packing import packed, unpacked, without_slot
from bot.store.schema import REASONS, feedback, inbox, mentoring, turns, unanswered
from bot.store.unanswered import Unanswered, unanswered_row
from bot.store.upgrade import upgrade

# Turns that a tracker is made of: policies look at three, and the thread slot carries the rest.
REMEMBERED = 6
_STATE = "dialogue"
# Turns that are kept of a conversation; beyond, the oldest go, and the talk goes on.
MOST_TURNS = 400
# surface:id of ours, or the bare UUID by which `rasa shell` and `rasa interactive` name theirs
_ID = re.compile(r"[a-z]+:[A-Za-z0-9_.:-]{1,200}|[0-9a-f]{32}")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_.:-]{1,120}")


class InvalidConversationError(ValueError):
    """A conversation's or message's id that no surface of ours makes."""


class TurnLostError(Exception):
    """A turn that can't be saved: nothing was said, or another turn came between."""


@dataclass(frozen=True)
class Turn:
    """One question and what was answered to it; `id` is the surface's id of the message."""

    id: str
    asked: str
    replies: tuple[Reply, ...]
    repeated: bool = False
    failed: bool = False
    verdict: str | None = None
    at: float = 0.0
    """When it was asked, in seconds since 1970."""


class Conversations(TrackerStore):
    """A turn is a row with the events it added.

    What can't be saved raises; nothing is kept in memory instead.
    """

    def __init__(
        self,
        database: Database | None = None,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
    ) -> None:
        """Without `database`, one is opened: Rasa does so when endpoints.yml names this class.

        `host` is the `url` of endpoints.yml; without it the environment says which database.
        """
        super().__init__(domain, event_broker)
        self._database = database or Database(host)
        if database is None:
            upgrade(self._database)

    @property
    def domain(self) -> Domain:
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """The last REMEMBERED turns as a tracker, an empty one for a new conversation."""
        wanted = turns.c.conversation == checked(sender_id)
        recent = (
            select(turns.c.number, turns.c.events)
            .where(wanted)
            .order_by(turns.c.number.desc())
            .limit(REMEMBERED)
        )
        rows = await self._database.read(lambda connection: connection.execute(recent).all())
        events = [event for row in reversed(rows) for event in unpacked(row.events)]
        tracker = self.init_tracker(sender_id)
        for event in events:
            tracker.update(_event_classes()[event["event"]]._from_parameters(event))
        tracker.saved_events = len(tracker.events)
        tracker.saved_turns = rows[0].number if rows else 0
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add what is new in the tracker as one turn; raises TurnLostError where it is none."""
        new: Sequence[Event] = list(tracker.events)[tracker.saved_events :]
        said = next((event for event in new if isinstance(event, UserUttered)), None)
        if said is None:
            return  # a session begins: saved with its first turn
        replies = replies_of(new)
        if not replies:
            raise TurnLostError("nothing was answered")
        number = tracker.saved_turns + 1
        begun = float(said.metadata.get("begun") or said.timestamp)
        row = {
            "conversation": checked(tracker.sender_id),
            "number": number,
            "message": said.message_id,
            "surface": tracker.sender_id.partition(":")[0],
            "at": begun,
            "milliseconds": round((time.time() - begun) * 1000, 1),
            "topic": replies[0].topic,
            "confidence": min(reply.confidence for reply in replies),
            "asked": said.text or "",
            "events": packed([event.as_dict() for event in (*new, *_carried(tracker, new))]),
        }
        note = unanswered_row(Unanswered.of(row["asked"], replies), row)

        def add(connection: Connection) -> None:
            if was_ended(connection, tracker.sender_id):
                raise TurnLostError("the conversation was ended meanwhile")
            connection.execute(insert(turns).values(row))
            _forget_before(connection, row["conversation"], number)
            if note:
                connection.execute(insert(unanswered).values(note))

        try:
            await self._database.write(add)
        except IntegrityError as error:
            raise TurnLostError("another turn of the conversation came between") from error
        tracker.saved_events, tracker.saved_turns = len(tracker.events), number

    async def turn(self, conversation: str, message_id: str) -> Turn | None:
        """The turn that answered a message, None when it was never answered."""
        wanted = (turns.c.conversation == checked(conversation)) & (turns.c.message == message_id)
        row = await self._database.read(
            lambda connection: connection.execute(select(turns).where(wanted)).first()
        )
        return _turn(row, repeated=True) if row else None

    async def history(self, conversation: str, last: int = 100) -> tuple[Turn, ...]:
        """The turns kept, the oldest first."""
        wanted = turns.c.conversation == checked(conversation)
        query = select(turns).where(wanted).order_by(turns.c.number.desc()).limit(last)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(_turn(row) for row in reversed(rows))

    async def rate(
        self, conversation: str, message_id: str, verdict: str | None, reason: str | None = None
    ) -> bool:
        """Keep "up", "down" (with one of `REASONS` where one was given) or None, which takes it
        back.

        Returns False when there is no such answer.
        """
        if verdict not in ("up", "down", None):
            raise ValueError(f"a verdict is up, down or None, not {verdict!r}")
        if reason is not None and (reason not in REASONS or verdict != "down"):
            raise ValueError(f"{reason!r} is no reason for {verdict!r}")
        wanted = (turns.c.conversation == checked(conversation)) & (turns.c.message == message_id)

        def keep(connection: Connection) -> bool:
            connection.execute(update(turns).where(wanted).values(verdict=verdict, reason=reason))
            row = connection.execute(select(turns).where(wanted)).mappings().first()
            if row is None:
                return False
            noted = (unanswered.c.conversation == row["conversation"]) & (
                unanswered.c.number == row["number"]
            )
            disliked = noted & (unanswered.c.reason == "disliked")
            connection.execute(delete(unanswered).where(disliked))
            if (
                verdict == "down"
                and not connection.execute(select(unanswered).where(noted)).first()
            ):
                note = unanswered_row(Unanswered.disliked(row["asked"], row["topic"]), row)
                connection.execute(insert(unanswered).values(note))
            return True

        return await self._database.write(keep)

    async def retract(self, conversation: str, message_id: str) -> None:
        """Takes the turn that answered a message back, as if the message had never come."""
        wanted = (turns.c.conversation == checked(conversation)) & (turns.c.message == message_id)

        def take_back(connection: Connection) -> None:
            row = connection.execute(select(turns.c.number).where(wanted)).first()
            if row:
                noted = unanswered.c.conversation == conversation
                connection.execute(
                    delete(unanswered).where(noted, unanswered.c.number == row.number)
                )
                connection.execute(delete(turns).where(wanted))

        await self._database.erase(take_back)

    async def threads(self, conversation: str) -> tuple[str, ...]:
        """A conversation and its threads, the one last used first."""
        column, begins = turns.c.conversation, f"{checked(conversation)}:"
        theirs = (column == conversation) | (func.substr(column, 1, len(begins)) == begins)
        query = select(column).where(theirs).group_by(column).order_by(func.max(turns.c.at).desc())
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(row.conversation for row in rows)

    async def forget(self, conversation: str) -> None:
        """Deletes every row of a conversation, and of its threads."""
        checked(conversation)
        await self._database.erase(lambda connection: forget(connection, conversation))

    async def end(self, conversation: str) -> None:
        """Deletes every row of a conversation, which nobody can go on with."""
        checked(conversation)

        def ended(connection: Connection) -> None:
            forget(connection, conversation)
            mark_ended(connection, conversation)

        await self._database.erase(ended)

    async def is_ended(self, conversation: str) -> bool:
        return await self._database.read(lambda connection: was_ended(connection, conversation))

    async def keys(self) -> Iterable[str]:
        rows = await self._database.read(
            lambda connection: connection.execute(select(turns.c.conversation).distinct()).all()
        )
        return sorted(row.conversation for row in rows)


def forget(connection: Connection, conversation: str) -> int:
    """Deletes a conversation and its threads; returns how many turns there were."""
    gone = 0
    threads = f"{conversation}:"
    forget_claims(connection, conversation)
    for table in (mentoring, feedback, unanswered, turns):
        column = table.c.conversation
        # not LIKE, for which SQLite's A and a are one
        result = connection.execute(
            delete(table).where(
                (column == conversation) | (func.substr(column, 1, len(threads)) == threads)
            )
        )
        gone = result.rowcount
    return int(gone)


def purge(connection: Connection, before: float) -> int:
    """Deletes conversations whose last turn is older than `before` (seconds since 1970); returns
    how many.

    A thread counts by itself: it goes on when the conversation around it is old.
    """
    old = (
        select(turns.c.conversation)
        .group_by(turns.c.conversation)
        .having(func.max(turns.c.at) < before)
    )
    count = connection.execute(select(func.count()).select_from(old.subquery())).scalar_one()
    for table in (inbox, feedback, unanswered, turns):
        connection.execute(delete(table).where(table.c.conversation.in_(old)))
    for table in (inbox, feedback, mentoring, unanswered):
        connection.execute(delete(table).where(table.c.at < before))
    return int(count)


def checked(conversation: str) -> str:
    if not isinstance(conversation, str) or not _ID.fullmatch(conversation):
        raise InvalidConversationError("not the id of a conversation")
    return conversation


def checked_message(message_id: str) -> str:
    if not isinstance(message_id, str) or not _MESSAGE_ID.fullmatch(message_id):
        raise InvalidConversationError("not the id of a message")
    return message_id


def replies_of(events: Iterable[Event]) -> tuple[Reply, ...]:
    """What the advisor said in events, typed."""
    return tuple(
        reply_of(event.text or "", event.metadata, event.data.get("buttons"))
        for event in events
        if isinstance(event, BotUttered)
    )


def _forget_before(connection: Connection, conversation: str, number: int) -> None:
    """Drop what is no longer needed when turn `number` is there.

    The dialogue's state is most of a turn, and each turn has all of it: the last has it, and the
    one before, where the last may be taken back.
    """
    ours = turns.c.conversation == conversation
    if number > MOST_TURNS:
        connection.execute(delete(turns).where(ours, turns.c.number <= number - MOST_TURNS))
    old = ours & (turns.c.number == number - 2)
    events = connection.execute(select(turns.c.events).where(old)).scalar_one_or_none()
    if events:
        lighter = without_slot(events, _STATE)
        connection.execute(update(turns).where(old).values(events=lighter))


def _carried(tracker: DialogueStateTracker, new: Sequence[Event]) -> list[SlotSet]:
    """The slots that this turn left alone: small talk, however long,
    must not push them out of what is remembered.
    """
    set_now = {event.key for event in new if isinstance(event, SlotSet)}
    return [
        SlotSet(name, slot.value)
        for name, slot in sorted(tracker.slots.items())
        if name not in set_now and slot.value is not None
    ]


@cache
def _event_classes() -> dict[str, type[Event]]:
    """By name; Rasa walks its class tree for every single event."""
    return {kind.type_name: kind for kind in all_subclasses(Event)}


def _turn(row: Any, *, repeated: bool = False) -> Turn:
    said = [event for event in unpacked(row.events) if event["event"] == "bot"]
    replies = tuple(
        reply_of(
            event.get("text") or "",
            event.get("metadata") or {},
            (event.get("data") or {}).get("buttons"),
        )
        for event in said
    )
    return Turn(row.message, row.asked, replies, repeated, verdict=row.verdict, at=row.at)
