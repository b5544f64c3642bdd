"""Which readings of a message a fact of its update was put together of."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.profile import Degree, Span
from bot.domain.profile_update import Operation
from bot.nlu.readings import MessageReading, Reading

JOB = "job.current"


def sources(message: MessageReading, operation: Operation) -> Sequence[Reading]:
    """The person's own readings of a fact; of several kinds that may give it, the nearest."""
    group, name = operation.group, operation.name
    if group == "job":
        return _title(message, str(operation.value)) or message.words_of(JOB)
    if group == "degree":
        return _degree(message, operation.value) or told(message, "degree")
    if group == "certifications":
        return _certification(message, name) or told(message, "certification")
    if group == "pay":
        amounts = told(message, "amount")
        return [amount for amount in amounts if amount.role == name] or amounts
    if group == "experience" or name == "years":
        return _years(message, "management" if name == "years" else name, operation.value)
    return _leading(message, name) if group == "management" else told(message, group)


def told(message: MessageReading, entity: str) -> list[Reading]:
    """The person's own readings of an entity or, where there are none, the words that tell it."""
    return message.of(entity) or [
        word for word in message.words if word.entity == entity and not word.owner
    ]


def _title(message: MessageReading, title: str) -> Sequence[Reading]:
    text = message.spans.text
    runs = [
        run
        for run in message.runs(JOB)
        if text[run[0].candidate.start : run[-1].candidate.end] in title
    ]
    return runs[-1] if runs else ()


def _degree(message: MessageReading, value: object) -> list[Reading]:
    if not isinstance(value, Degree):
        return []
    if value.level == "none":
        return [reading for reading in message.of("degree") if reading.role == "none"]
    return [
        reading
        for reading in message.of("degree")
        if reading.role == value.status
        and reading.candidate.degree
        and reading.candidate.degree.level in (value.level, "unknown")
    ]


def _certification(message: MessageReading, name: str) -> list[Reading]:
    return [
        reading
        for reading in message.of("certification")
        if reading.candidate.certification and reading.candidate.certification.name == name
    ]


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
