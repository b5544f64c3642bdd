"""Rasa's tracker store on our own table: a turn is saved whole
or not at all, once, and can be deleted.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.store.conversation_ids import checked
from bot.store.database import Database
from bot.store.erasure import forget, forget_before
from bot.store.inbox import mark_ended, was_ended
from bot.store.packing import packed, unpacked
from bot.store.saved_turn import Turn, carried, event_of, replies_of, turn_of
from bot.store.schema import REASONS, turns, unanswered
from bot.store.unanswered import Unanswered, unanswered_row
from bot.store.upgrade import upgrade

# Turns that a tracker is made of: policies look at three, and the thread slot carries the rest.
REMEMBERED = 6
# What each turn asks of the database, put together once.
_OURS = turns.c.conversation == bindparam("of")
_RECENT = (
    select(turns.c.number, turns.c.events)
    .where(_OURS)
    .order_by(turns.c.number.desc())
    .limit(REMEMBERED)
)
_ANSWER = select(turns).where(_OURS, turns.c.message == bindparam("to"))
_ADD = insert(turns)


class TurnLostError(Exception):
    """A turn that can't be saved: nothing was said, or another turn came between."""


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
        of = {"of": checked(sender_id)}

        def recent(connection: Connection) -> list[tuple[int, list[Event]]]:
            """The number of each turn and its events, the newest first."""
            rows = connection.execute(_RECENT, of).all()
            return [(row.number, list(map(event_of, unpacked(row.events)))) for row in rows]

        held = await self._database.read(recent)
        tracker = self.init_tracker(sender_id)
        for event in (event for _, events in reversed(held) for event in events):
            tracker.update(event)
        tracker.saved_events = len(tracker.events)
        tracker.saved_turns = held[0][0] if held else 0
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
        }
        events = [event.as_dict() for event in (*new, *carried(tracker, new))]
        note = unanswered_row(Unanswered.of(row["asked"], replies), row)

        def add(connection: Connection) -> None:
            if was_ended(connection, tracker.sender_id):
                raise TurnLostError("the conversation was ended meanwhile")
            connection.execute(_ADD, {**row, "events": packed(events)})
            forget_before(connection, row["conversation"], number)
            if note:
                connection.execute(insert(unanswered).values(note))

        try:
            await self._database.write(add)
        except IntegrityError as error:
            raise TurnLostError("another turn of the conversation came between") from error
        tracker.saved_events, tracker.saved_turns = len(tracker.events), number

    async def turn(self, conversation: str, message_id: str) -> Turn | None:
        """The turn that answered a message, None when it was never answered."""
        of = {"of": checked(conversation), "to": message_id}
        row = await self._database.read(lambda connection: connection.execute(_ANSWER, of).first())
        return turn_of(row, repeated=True) if row else None

    async def history(self, conversation: str, last: int = 100) -> tuple[Turn, ...]:
        """The turns kept, the oldest first."""
        wanted = turns.c.conversation == checked(conversation)
        query = select(turns).where(wanted).order_by(turns.c.number.desc()).limit(last)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(turn_of(row) for row in reversed(rows))

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
