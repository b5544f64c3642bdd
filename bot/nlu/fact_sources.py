"""Which readings of a message a fact of its update was put together of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.domain.profile_parts import Degree
from bot.domain.profile_update import Operation
from bot.domain.span import Span
from bot.nlu.readings import MessageReading, Reading

JOB = "job.current"


def sources(message: MessageReading, operation: Operation) -> Sequence[Reading]:
    """The person's own readings of a fact; of several kinds that may give it, the nearest."""
    find = _OF_GROUP.get(operation.group)
    return find(message, operation) if find else told(message, operation.group)


def told(message: MessageReading, entity: str) -> list[Reading]:
    """The person's own readings of an entity or, where there are none, the words that tell it."""
    return message.of(entity) or [
        word for word in message.words if word.entity == entity and not word.owner
    ]


def _job(message: MessageReading, operation: Operation) -> Sequence[Reading]:
    text, title = message.spans.text, str(operation.value)
    runs = [
        run
        for run in message.runs(JOB)
        if text[run[0].candidate.start : run[-1].candidate.end] in title
    ]
    return runs[-1] if runs else message.words_of(JOB)


def _degree(message: MessageReading, operation: Operation) -> list[Reading]:
    degree, found = operation.value, list[Reading]()
    if isinstance(degree, Degree):
        found = [reading for reading in message.of("degree") if _tells(reading, degree)]
    return found or told(message, "degree")


def _tells(reading: Reading, degree: Degree) -> bool:
    """Whether a reading has the status and the level of a degree, or denies having one."""
    if degree.level == "none":
        return reading.role == "none"
    named = reading.candidate.degree
    return (
        reading.role == degree.status
        and named is not None
        and named.level in (degree.level, "unknown")
    )


def _certification(message: MessageReading, operation: Operation) -> list[Reading]:
    return [
        reading
        for reading in message.of("certification")
        if reading.candidate.certification
        and reading.candidate.certification.name == operation.name
    ] or told(message, "certification")


def _pay(message: MessageReading, operation: Operation) -> list[Reading]:
    amounts = told(message, "amount")
    return [amount for amount in amounts if amount.role == operation.name] or amounts


def _experience(message: MessageReading, operation: Operation) -> list[Reading]:
    return _years(message, operation.name, operation.value)


def _management(message: MessageReading, operation: Operation) -> list[Reading]:
    if operation.name == "years":
        return _years(message, "management", operation.value)
    return _leading(message, operation.name)


def _years(message: MessageReading, role: str, value: object) -> list[Reading]:
    """The number that gives the years by itself, else all that may have been put together."""
    years = told(message, "duration")
    same = [reading for reading in years if reading.role == role]
    alone = [
        reading
        for reading in same
        if (number := reading.candidate.quantity) and Span(number.low, number.high) == value
    ]
    return alone or same or [reading for reading in years if reading.role != "management"] or years


def _leading(message: MessageReading, name: str) -> list[Reading]:
    words = [word for word in message.words if word.entity == "management" and not word.owner]
    people = message.of("people")
    if name == "people":
        return people
    leads = [word for word in words if word.role == "leads"] if name == "now" else words
    return leads or people or words or message.of("duration")


_OF_GROUP: Mapping[str, Callable[[MessageReading, Operation], Sequence[Reading]]] = {
    "job": _job,
    "experience": _experience,
    "management": _management,
    "degree": _degree,
    "certifications": _certification,
    "pay": _pay,
}
