"""Puts the years of a message together: parts and totals, periods one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.profile_parts import EXPERIENCE_FIELDS
from bot.domain.profile_update import Impossible, Operation
from bot.domain.span import Span
from bot.nlu.profile_spans import Candidate, MessageSpans
from bot.nlu.readings import MessageReading, Reading
from bot.nlu.span_pairs import FIRST, SECOND
from bot.parsing.dates import Moment

_PART_OF = frozenset(["of", "which", "whom", "those", "them", "these", "that", "including", "incl"])
_BEFORE = frozenset(["before", "then", "plus", "and", "later", "previously", "prior", "after"])
# Probability of leading from which a part of a whole is read so.
_LEADING_PART = 0.12
_SURE = 0.75
# Years within which a sum equals a total that somebody gives beside it.
_TOLERANCE = 0.26


@dataclass(frozen=True)
class _Years:
    reading: Reading
    span: Span


def resolve_years(
    message: MessageReading, owner: str = ""
) -> tuple[list[Operation], list[Impossible]]:
    """The operations for experience and for the years of management, each field once."""
    years, impossible = _spans(message, owner)
    years = _with_leading_parts(message, _with_total(years))
    years = _related(message, years)
    operations: list[Operation] = []
    # the field that is told last is the one that a correction is about
    for name in dict.fromkeys(item.reading.role for item in reversed(years)):
        found = [item for item in years if item.reading.role == name]
        if name in EXPERIENCE_FIELDS and (len(found) == 1 or _are_sure(found)):
            operations.append(Operation("set", f"experience.{name}", _combined(message, found)))
    operations.reverse()
    led = [item for item in years if item.reading.role == "management"]
    if led and (span := _led(message, led, operations)):
        operations.append(Operation("set", "management.years", span))
    return operations, impossible


def _spans(message: MessageReading, owner: str) -> tuple[list[_Years], list[Impossible]]:
    readings = message.of("duration", owner)
    starts = [reading for reading in readings if _is_start(reading)]
    found: list[_Years] = []
    impossible: list[Impossible] = []
    for reading in readings:
        span = _span(message, reading, starts)
        words = message.spans.text[reading.candidate.start : reading.candidate.end]
        field = "management.years" if reading.role == "management" else f"experience.{reading.role}"
        if span is None:
            impossible.append(Impossible(field, "unreadable", words))
        elif not span.is_possible:
            reason = "negative" if span.low < 0 else "too_long"
            impossible.append(Impossible(field, reason, words))
        else:
            found.append(_Years(reading, span))
    return found, impossible


def _are_sure(found: Sequence[_Years]) -> bool:
    """Several spans of a field are added up only where each of them is beyond doubt: one that is
    somebody else's, or a part of another, would make every later answer wrong."""
    return all(item.reading.probability >= _SURE for item in found)


def _with_total(years: list[_Years]) -> list[_Years]:
    """The first or last span that all others of several fields sum up to is the total, whatever
    it seemed.

    `8 years sysadmin. 10 security. 18 in all.`: read as IT, the 18 would be added to the 8. Nobody
    tells a total amid its parts: `support 2 years, network 5, security 3` only happens to add up.
    """
    fields = [item for item in years if item.reading.role != "management"]
    for item in dict.fromkeys((*fields[:1], *fields[-1:])):
        others = [other for other in fields if other is not item]
        summed = sum(other.span.high for other in others)
        if len({other.reading.role for other in others}) > 1 and (
            abs(summed - item.span.high) <= _TOLERANCE
        ):
            total = _Years(replace(item.reading, label="duration.unknown"), item.span)
            return [total if other is item else other for other in years]
    return years


def _with_leading_parts(message: MessageReading, years: list[_Years]) -> list[_Years]:
    """A shorter span of the same field in the same sentence may be the part that was leading.

    `20 years in security, the last 9 as a director`: two readings as security would be added up to
    29 years, so the less likely reading of the second is the better one for both.
    """
    found: list[_Years] = []
    for item in years:
        role = item.reading.role
        whole = next((other for other in found if other.reading.role == role), None)
        part = (
            whole is not None
            and role != "management"
            and item.reading.managing >= _LEADING_PART
            and item.span.high < whole.span.high
            and not any(mark in message.between(whole.reading, item.reading) for mark in ".!?;")
        )
        if part:
            item = _Years(replace(item.reading, label="duration.management"), item.span)
        found.append(item)
    return found


def _related(message: MessageReading, years: list[_Years]) -> list[_Years]:
    """Of two spans of a field that aren't to be added up, keep the one that tells."""
    kept: list[_Years] = []
    for item in years:
        before = next((o for o in kept if o.reading.role == item.reading.role), None)
        relation = message.relation(before.reading, item.reading) if before else ""
        if relation == SECOND:
            kept = [other for other in kept if other is not before]
        if relation != FIRST:
            kept.append(item)
    return kept


def _is_start(reading: Reading) -> bool:
    quantity = reading.candidate.quantity
    return quantity is not None and quantity.kind == "moment"


def _span(message: MessageReading, reading: Reading, starts: Sequence[Reading]) -> Span | None:
    quantity = reading.candidate.quantity
    if quantity is None or quantity.kind in ("unreadable", "money", "percent"):
        return None
    if _is_negative(message, reading):
        return Span(-quantity.high, -quantity.low)
    if quantity.kind == "moment" and quantity.moment:
        years = _since(message, reading, quantity.moment, starts)
        return None if years < 0 else Span(years, years)
    return Span(quantity.low, quantity.high)


def _is_negative(message: MessageReading, reading: Reading) -> bool:
    before = message.spans.at(reading.candidate.first - 1)
    if before not in ("-", "−", "minus"):
        return False
    ahead = message.spans.at(reading.candidate.first - 2)
    return before == "minus" or not ahead or not ahead[-1].isalnum()


def _since(
    message: MessageReading, reading: Reading, moment: Moment, starts: Sequence[Reading]
) -> float:
    """Years from a date to the next one that another kind of work began at, else to today."""
    own = reading.role == "management"
    later = [
        other.candidate.quantity.moment
        for other in starts
        if other.candidate.first > reading.candidate.first
        and other.candidate.quantity
        and other.candidate.quantity.moment
        and other.role != "management"
        and not own
    ]
    ends = [end for end in later if end.year >= moment.year]
    return moment.years_until(ends[0] if ends else message.today)


def _combined(message: MessageReading, found: Sequence[_Years]) -> Span:
    """One field's years: the sum of its parts, or the total where it is given as well."""
    unique = [found[0]]
    for item in found[1:]:
        if is_part(message.spans, item.reading.candidate):
            if item.span.high > unique[-1].span.high:
                unique[-1] = item
            continue
        unique.append(item)
    spans = [item.span for item in unique]
    for index, span in enumerate(spans):
        rest = [other for other_index, other in enumerate(spans) if other_index != index]
        if len(rest) > 1 and abs(sum(other.high for other in rest) - span.high) <= _TOLERANCE:
            return span
    return sum(spans[1:], spans[0])


def is_part(spans: MessageSpans, second: Candidate) -> bool:
    """Tell whether a number is a part of the one before it: `10 years, 4 of them`."""
    after = [spans.at(second.last + step) for step in (1, 2)]
    before = [spans.at(second.first - step) for step in (1, 2)]
    return (after[0] in ("of", "out") and after[1] in {*_PART_OF, "my"}) or (
        before[1] == "of" and before[0] in _PART_OF
    )


def _led(
    message: MessageReading, found: Sequence[_Years], operations: Sequence[Operation]
) -> Span | None:
    """Years of leading: those of several posts in a row, not longer than the years worked.

    None where one of several is in doubt: in "managing 6 for the last 3" the 6 are people."""
    longest = max((item.span for item in found), key=lambda span: span.high)
    if len(found) == 1 or any(
        is_part(message.spans, second.reading.candidate) for second in found[1:]
    ):
        return longest
    if not _are_sure(found):
        return None
    summed = sum((item.span for item in found[1:]), found[0].span)
    worked = sum(
        operation.value.high for operation in operations if isinstance(operation.value, Span)
    )
    return longest if worked and summed.low > worked else summed
