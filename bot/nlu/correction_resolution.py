"""What a message takes back, and what takes the place of something said before."""

from __future__ import annotations

from bot.domain.profile_update import Operation
from bot.nlu.readings import MessageReading

_CORRECTS = 0.25
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
    return [Operation("retract", field) for field in dict.fromkeys(fields)]


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
    operations = [_of_field(operation, last) for operation in operations]
    group = last.partition(".")[0]
    same = [operation for operation in operations if operation.group == group]
    replaced = [_replacing(operation, group) for operation in operations]
    renamed = last.startswith("certifications.") and all(o.field != last for o in same)
    if renamed and any(operation.value == "held" for operation in same):
        return [Operation("retract", last), *replaced]
    return replaced


def _replacing(operation: Operation, group: str) -> Operation:
    """What is set of the group that is corrected, or years of no field, replaces what was said."""
    corrects = operation.group == group or operation.field == "experience.unknown"
    if operation.kind != "set" or not corrects:
        return operation
    return Operation("replace", operation.field, operation.value)


def _of_field(operation: Operation, last: str) -> Operation:
    """`make that 5` is about the field that was named last."""
    years = last.startswith("experience.") or last == "management.years"
    if years and operation.field == "experience.unknown":
        return Operation(operation.kind, last, operation.value)
    return operation
