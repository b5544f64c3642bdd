"""Puts the readings of a message together into one update of the profile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from bot.domain.profile import DEGREE_LEVELS, DEGREE_STATUSES, Degree, DegreeLevel, DegreeStatus
from bot.domain.profile_update import Doubt, Impossible, Operation, ProfileUpdate
from bot.domain.span import Span
from bot.nlu.experience_resolution import is_part, resolve_years
from bot.nlu.job_subject import is_of_several, may_be_of_others
from bot.nlu.pay_resolution import resolve_pay, resolve_pay_abroad
from bot.nlu.readings import MessageReading, Reading
from bot.parsing.dates import later

_MOST_PEOPLE = 20_000
_FARTHEST = 40
_CORRECTS = 0.25
_STRENGTH = {"held": 3, "in_progress": 2, "planned": 1, "dropped": 0, "none": -1}
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
# Answers of so few words are about what was asked for, and nothing else.
_BARE = 3
DENIALS = {
    "management": "management.none",
    "degree": "degree.none",
    "certifications": "certification.never",
}
# What people mean by "a degree", "college", "uni".
_LEVEL_OF_UNNAMED: DegreeLevel = "bachelor"


def resolve(message: MessageReading, doubts: tuple[Doubt, ...] = ()) -> ProfileUpdate:
    """One update: the person's own facts, somebody else's, what is supposed, what can't be."""
    operations, impossible = _facts(message, "")
    retracted = _retractions(message)
    operations = retracted + _kept(_corrected(message, operations), retracted)
    others, _ = _facts(message, "other")
    supposed, _ = _facts(message, "supposed")
    known = {operation.field for operation in operations}
    doubts = (*doubts, *_doubtful_job(message))
    doubts = tuple(doubt for doubt in doubts if doubt.field not in known)
    return ProfileUpdate(
        operations=tuple(operations),
        others=tuple(others),
        supposed=tuple(supposed),
        doubts=doubts,
        impossible=tuple(impossible),
        answer=_answered(message, operations),
        abroad=tuple(_corrected(message, resolve_pay_abroad(message))),
    )


def _facts(message: MessageReading, owner: str) -> tuple[list[Operation], list[Impossible]]:
    years, impossible = resolve_years(message, owner)
    pay, more = resolve_pay(message, owner)
    target, late = _target(message, owner)
    led = _management(message, owner, years)
    operations = [
        *_job(message, owner),
        *(operation for operation in years if operation.group == "experience"),
        *led,
        *_degree(message, owner),
        *_certifications(message, owner),
        *target,
        *pay,
    ]
    return operations, [*impossible, *more, *late]


def _job(message: MessageReading, owner: str) -> list[Operation]:
    """The job that is told; one that may be somebody else's is left to be asked about."""
    best = _title(message, owner)
    if not best or (not owner and may_be_of_others(message, best)):
        return []
    return [Operation("set", "job", _words(message, best))]


def _doubtful_job(message: MessageReading) -> list[Doubt]:
    """A job that may be somebody else's."""
    best = _title(message, "")
    if not best or not may_be_of_others(message, best):
        return []
    return [Doubt("job", _words(message, best), _words(message, best))]


def _title(message: MessageReading, owner: str) -> tuple[Reading, ...]:
    """The title that is named last and surest; a short form of the same title doesn't count."""
    runs = [run for run in message.runs("job.current", owner) if _is_title(message, run)]
    if not owner:
        runs = [run for run in runs if not is_of_several(message, run)]
    return max(runs, key=lambda run: sum(word.probability for word in run) / len(run), default=())


def _words(message: MessageReading, run: Sequence[Reading]) -> str:
    text = message.spans.text
    return text[_word_start(text, run[0].candidate.start) : run[-1].candidate.end]


def _word_start(text: str, start: int) -> int:
    """Where the word begins in which a span does: a number splits "2nd" and "Big4"."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    return start


def _is_title(message: MessageReading, run: Sequence[Reading]) -> bool:
    """A title has a word in it; an age is none."""
    return any(message.spans.tokens[word.candidate.first].is_word for word in run)


def _management(message: MessageReading, owner: str, years: list[Operation]) -> list[Operation]:
    """Years and number of people led, whether now; `none` where nobody was ever led."""
    led = [operation for operation in years if operation.group == "management"]
    people = [reading for reading in message.of("people", owner) if reading.candidate.quantity]
    count = _people(message, people)
    leads = bool(message.words_of("management.leads", owner))
    denied = not leads and _denies(message, "management", owner)
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


def _denies(message: MessageReading, group: str, owner: str) -> bool:
    """Tell whether a word says none of a group; a bare `nah` denies what was asked for."""
    bare = len(message.spans.tokens) <= _BARE and bool(message.asked) and not owner
    if bare and message.asked != group:
        return False
    labels = DENIALS.values() if bare else [DENIALS[group]]
    return any(message.words_of(label, owner) for label in labels)


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


def _degree(message: MessageReading, owner: str) -> list[Operation]:
    """The highest degree that is held or under way; `none` where that was said of all."""
    found: list[Degree] = []
    none = _denies(message, "degree", owner)
    for reading in message.of("degree", owner):
        name = reading.candidate.degree
        level = name.level if name else "unknown"
        if reading.role == "none":
            none = none or level in ("unknown", "none", "bachelor")
        elif level != "none":
            known = _LEVEL_OF_UNNAMED if level == "unknown" else level
            found.append(Degree(known, cast(DegreeStatus, reading.role)))
    if found:
        best = max(found, key=_rank)
        return [Operation("set", "degree", best)]
    if none:
        return [Operation("set", "degree", Degree("none"))]
    return _refined_degree(message, owner)


def _rank(degree: Degree) -> tuple[bool, int, int]:
    under_way = degree.status in ("held", "in_progress")
    return under_way, DEGREE_LEVELS.index(degree.level), _STRENGTH[degree.status]


def _refined_degree(message: MessageReading, owner: str) -> list[Operation]:
    """`one class left` after a degree was named, `yup` after it was asked for."""
    if owner:
        return []
    for status in DEGREE_STATUSES:
        if message.words_of(f"degree.{status}"):
            if message.last_named == "degree":
                return [Operation("refine", "degree", status)]
            if message.asked == "degree":
                return [Operation("set", "degree", Degree(_LEVEL_OF_UNNAMED, status))]
    return []


def _certifications(message: MessageReading, owner: str) -> list[Operation]:
    statuses: dict[str, str] = {}
    none = _denies(message, "certifications", owner)
    for reading in message.of("certification", owner):
        name = reading.candidate.certification
        if name is None:
            continue
        if name.name:
            statuses[name.name] = reading.role
        else:
            none = none or reading.role == "never"
    operations = [
        Operation("set", f"certifications.{name}", status) for name, status in statuses.items()
    ]
    if none and "held" not in statuses.values():
        operations.insert(0, Operation("set", "certifications", None))
    if not operations and not owner and message.last_named.startswith("certifications."):
        for status in ("lapsed", "failed", "in_progress", "planned", "held"):
            if message.words_of(f"certification.{status}"):
                operations.append(Operation("refine", message.last_named, status))
                break
    return operations


def _target(message: MessageReading, owner: str) -> tuple[list[Operation], list[Impossible]]:
    readings = message.of("target", owner)
    for reading in reversed(readings):
        quantity = reading.candidate.quantity
        if quantity is None:
            continue
        moment = quantity.moment
        if quantity.kind in ("duration", "count") and quantity.high <= _FARTHEST:
            moment = later(message.today, quantity.high)
            whole = quantity.high == int(quantity.high)
            words = str(moment.year) if whole else str(moment)
        elif moment:
            words = str(moment)
        else:
            continue
        text = message.spans.text[reading.candidate.start : reading.candidate.end]
        if moment.year < message.today.year:
            return [], [Impossible("target", "past", text)]
        if moment.year > message.today.year + _FARTHEST:
            return [], [Impossible("target", "far", text)]
        return [Operation("set", "target", words)], []
    return [], []


def _retractions(message: MessageReading) -> list[Operation]:
    fields: list[str] = []
    for word in message.words:
        if word.entity != "retraction" or word.owner:
            continue
        if word.role == "last":
            fields += [_whole(message.last_named)] if message.last_named else []
        else:
            fields += RETRACTED.get(word.role, ())
    return [Operation("retract", field) for field in dict.fromkeys(fields)]


def _kept(operations: list[Operation], retracted: list[Operation]) -> list[Operation]:
    """Whoever takes a team back leads nobody: "scratch the team, they report to my peer".

    Another size says that the team stays: "scratch that, two left, so 10"."""
    kept = any(operation.field == "management.people" for operation in operations)
    if kept or all(operation.group != "management" for operation in retracted):
        return operations
    return [o for o in operations if o.field not in ("management.now", "management.none")]


def _whole(field: str) -> str:
    """A single thing that was said: a team is its size and that it is led now."""
    return "management" if field in ("management.people", "management.now") else field


def _corrected(message: MessageReading, operations: list[Operation]) -> list[Operation]:
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


def _answered(message: MessageReading, operations: list[Operation]) -> str:
    asked = message.asked
    return asked if asked and any(operation.group == asked for operation in operations) else ""
