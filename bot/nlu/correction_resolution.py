"""What a message takes back, and what takes the place of something said before."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.domain.named_fields import years_field
from bot.domain.profile_update import Operation
from bot.nlu.profile_spans import Candidate
from bot.nlu.readings import MessageReading
from bot.parsing.asking import asks_anything, speaks_of_self

_CORRECTS = 0.25
# Words that may stand between a number and what denies it, and that itself: "not a team of".
_NEAR = 4
_NUMBERS = frozenset(["count", "duration"])
RETRACTED = {
    "people": ("management.people", "management.now"),
    "management": ("management",),
    "experience": ("experience",),
    "job": ("job",),
    "degree": ("degree",),
    "certifications": ("certifications",),
    "pay": ("pay",),
    "target": ("target",),
}


def retractions(message: MessageReading) -> list[Operation]:
    """What words such as "forget the team part" take back, each field once."""
    fields: list[str] = []
    for word in message.words:
        if word.entity != "retraction" or word.owner:
            continue
        if word.role == "last":
            fields += [_whole(message.last_named)] if message.last_named else []
        else:
            fields += RETRACTED.get(word.role, ())
    if _was_misread(message):
        fields.append(_whole(message.last_named))
    return [Operation("retract", field) for field in dict.fromkeys(fields)]


def _was_misread(message: MessageReading) -> bool:
    """Whether a message denies the number of the field named last and tells it as that of something
    else: "I meant 4 years, not a team of 4"."""
    written = _notation(message.last_named)
    if not written or asks_anything(message.spans.text):
        return False
    read = {reading.candidate for reading in message.readings}
    numbers = [(one, one.quantity) for one in message.spans.candidates if one.quantity]
    again = [
        number
        for one, number in numbers
        if number.kind == written and one not in read and _is_denied(message, one)
    ]
    others = [number for _, number in numbers if number.kind in _NUMBERS - {written}]
    return any((a.low, a.high) == (b.low, b.high) for a in again for b in others)


def _is_denied(message: MessageReading, number: Candidate) -> bool:
    """Whether a "not" stands just before a number."""
    before = message.spans.tokens[max(0, number.first - _NEAR) : number.first]
    return any(token.lower == "not" for token in before)


def _notation(field: str) -> str:
    """How years and people are written; empty for other fields."""
    if field in RETRACTED["people"]:
        return "count"
    return "duration" if field and years_field((field,)) == field else ""


def left_of(operations: list[Operation], retracted: list[Operation]) -> list[Operation]:
    """Whoever takes a team back leads nobody: "scratch the team, they report to my peer".

    Another size says that the team stays: "scratch that, two left, so 10"."""
    kept = any(operation.field == "management.people" for operation in operations)
    if kept or all(operation.group != "management" for operation in retracted):
        return operations
    return [o for o in operations if o.field not in ("management.now", "management.none")]


def _whole(field: str) -> str:
    """A single thing that was said: a team is its size and that it is led now."""
    return "management" if field in ("management.people", "management.now") else field


def corrected(message: MessageReading, operations: list[Operation]) -> list[Operation]:
    """In a correction the new value takes the place of what was named last."""
    last = message.last_named
    if not last or message.corrects < _CORRECTS:
        return operations
    years = years_field((*message.named, last))
    operations = [_of_field(operation, years) for operation in operations]
    group = last.partition(".")[0]
    same = [operation for operation in operations if operation.group == group]
    replaced = [_replacing(operation, (group, years)) for operation in operations]
    renamed = last.startswith("certifications.") and all(o.field != last for o in same)
    if renamed and any(operation.value == "held" for operation in same):
        return [Operation("retract", last), *replaced]
    return replaced


def of_others(message: MessageReading, operations: Sequence[Operation]) -> list[Operation]:
    """What corrects something that was said of somebody else: "correction, it's three" after the
    years of a mentee. Who says "I" in it speaks of themselves."""
    if not message.of_others or speaks_of_self(message.spans.text):
        return []
    group = message.last_named.partition(".")[0]
    return [operation for operation in operations if operation.group == group]


def _replacing(operation: Operation, named: Collection[str]) -> Operation:
    """What is set of the group or field that is corrected, or years of no field, replaces what was
    said."""
    corrects = operation.group in named or operation.field in (*named, "experience.unknown")
    if operation.kind != "set" or not corrects:
        return operation
    return Operation("replace", operation.field, operation.value)


def _of_field(operation: Operation, years: str) -> Operation:
    """`make that 5 years` is about the field whose years were named last."""
    if years and operation.field == "experience.unknown":
        return Operation(operation.kind, years, operation.value)
    return operation
