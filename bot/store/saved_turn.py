"""One turn of a conversation, as Rasa's events and as what was asked and answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasa.shared.core.events import BotUttered, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.domain.reply import Reply, reply_of
from bot.store.packing import unpacked


@dataclass(frozen=True)
class Turn:
    """One question and what was answered to it; `id` is the surface's id of the message."""

    id: str
    asked: str
    replies: tuple[Reply, ...]
    repeated: bool = False
    failed: bool = False
    verdict: str | None = None
    # when it was asked, in seconds since 1970
    at: float = 0.0


def turn_of(row: Any, *, repeated: bool = False) -> Turn:
    """A row of the table."""
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


def replies_of(events: Iterable[Event]) -> tuple[Reply, ...]:
    """What the advisor said in events, typed."""
    return tuple(
        reply_of(event.text or "", event.metadata, event.data.get("buttons"))
        for event in events
        if isinstance(event, BotUttered)
    )


def event_of(data: dict[str, Any]) -> Event:
    """An event as it was saved."""
    return _event_classes()[data["event"]]._from_parameters(data)


def carried(tracker: DialogueStateTracker, new: Sequence[Event]) -> list[SlotSet]:
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
