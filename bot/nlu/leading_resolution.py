"""Puts together whether a person leads people, how many, and for how long."""

from __future__ import annotations

from bot.domain.profile_update import Operation
from bot.domain.span import Span
from bot.nlu.denials import denies
from bot.nlu.experience_resolution import is_part
from bot.nlu.readings import MessageReading, Reading

_MOST_PEOPLE = 20_000


def resolve_leading(message: MessageReading, owner: str, years: list[Operation]) -> list[Operation]:
    """Years and number of people led, whether now; `none` where nobody was ever led."""
    led = [operation for operation in years if operation.group == "management"]
    people = [reading for reading in message.of("people", owner) if reading.candidate.quantity]
    count = _people(message, people)
    leads = bool(message.words_of("management.leads", owner))
    denied = not leads and denies(message, "management", owner)
    if not leads and _led_nobody(led, count, denied):
        return [Operation("set", "management.none", True)]
    operations = list(led)
    if count:
        operations.append(Operation("set", "management.people", count))
    if leads or (not denied and any(reading.role == "led" for reading in people)):
        operations.append(Operation("set", "management.now", True))
    elif denied and operations:
        operations.append(Operation("set", "management.now", False))
    return operations


def _led_nobody(led: list[Operation], count: int | None, denied: bool) -> bool:
    """Tell whether no years and no people were led, and something in the message says so."""
    if count or not all(isinstance(o.value, Span) and o.value.high <= 0 for o in led):
        return False
    return denied or bool(led) or count == 0


def _people(message: MessageReading, people: list[Reading]) -> int | None:
    """How many people: those named side by side are added, else the last number counts."""
    total: int | None = None
    before: Reading | None = None
    for reading in people:
        quantity = reading.candidate.quantity
        # `a team of 9, two of them contractors`
        if before and is_part(message.spans, reading.candidate):
            continue
        if quantity is None or quantity.kind not in ("count", "duration", "moment"):
            continue
        # halves up: "up to 15" is 14 to 15
        count = int((quantity.low + quantity.high) / 2 + 0.5)
        if count > _MOST_PEOPLE:
            continue
        between = message.between(before, reading) if before else ()
        joined = "and" in between or "plus" in between or "+" in between
        total = total + count if total and joined and len(between) <= 4 else count
        before = reading
    return total
