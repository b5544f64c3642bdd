"""Readings as entities of Rasa: entity, role, group, value and place."""

from __future__ import annotations

from typing import Any

from bot.nlu.profile_spans import Candidate
from bot.nlu.readings import MessageReading, Reading

EXTRACTOR = "ProfileHearing"


def entities_of(message: MessageReading) -> list[dict[str, Any]]:
    """The entities of a message in their order; words of one title are one entity."""
    found = [_entity(message, reading, reading) for reading in message.readings]
    labels = dict.fromkeys((word.label, word.owner) for word in message.words)
    for label, owner in labels:
        found += [_entity(message, run[0], run[-1]) for run in message.runs(label, owner)]
    return sorted(found, key=lambda entity: (entity["start"], entity["end"]))


def _entity(message: MessageReading, first: Reading, last: Reading) -> dict[str, Any]:
    start, end = first.candidate.start, last.candidate.end
    entity: dict[str, Any] = {
        "entity": first.entity,
        "start": start,
        "end": end,
        "value": _value(first.candidate, message.spans.text[start:end]),
        "confidence_entity": round(first.probability, 3),
        "extractor": EXTRACTOR,
    }
    group = first.owner or ("offer" if first.offered > 0.5 else "")
    return {
        **entity,
        **({"role": first.role} if first.role else {}),
        **({"group": group} if group else {}),
    }


def _value(candidate: Candidate, words: str) -> Any:
    """The plain value: years, people or dollars as a number or a pair, names as they are shown."""
    if candidate.certification and candidate.certification.name:
        return candidate.certification.name
    if candidate.degree:
        return candidate.degree.level
    quantity = candidate.quantity
    if quantity is None or quantity.kind == "unreadable":
        return words
    if quantity.moment and quantity.kind == "moment":
        return str(quantity.moment)
    if quantity.percent:
        return str(quantity.percent)
    if quantity.low == quantity.high:
        return quantity.low
    return [quantity.low, quantity.high]
