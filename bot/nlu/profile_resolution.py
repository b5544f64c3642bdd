"""Puts the readings of a message together into one update of the profile."""

from __future__ import annotations

from bot.domain.profile_update import Doubt, Impossible, Operation, ProfileUpdate
from bot.nlu.correction_resolution import corrected, left_of, of_others, retractions
from bot.nlu.credential_resolution import resolve_certifications, resolve_degree
from bot.nlu.experience_resolution import resolve_years
from bot.nlu.job_resolution import doubtful_job, resolve_job
from bot.nlu.leading_resolution import resolve_leading
from bot.nlu.pay_resolution import resolve_pay, resolve_pay_abroad
from bot.nlu.readings import MessageReading
from bot.parsing.dates import later

_FARTHEST = 40


def resolve(message: MessageReading, doubts: tuple[Doubt, ...] = ()) -> ProfileUpdate:
    """One update: the person's own facts, somebody else's, what is supposed, what can't be."""
    operations, impossible = _facts(message, "")
    retracted = retractions(message)
    operations = retracted + left_of(corrected(message, operations), retracted)
    others, _ = _facts(message, "other")
    theirs = of_others(message, operations)
    operations = [operation for operation in operations if operation not in theirs]
    others += theirs
    supposed, _ = _facts(message, "supposed")
    known = {operation.field for operation in operations}
    doubts = (*doubts, *doubtful_job(message))
    doubts = tuple(doubt for doubt in doubts if doubt.field not in known)
    return ProfileUpdate(
        operations=tuple(operations),
        others=tuple(others),
        supposed=tuple(supposed),
        doubts=doubts,
        impossible=tuple(impossible),
        answer=_answered(message, operations),
        abroad=tuple(corrected(message, resolve_pay_abroad(message))),
    )


def _facts(message: MessageReading, owner: str) -> tuple[list[Operation], list[Impossible]]:
    years, impossible = resolve_years(message, owner)
    pay, more = resolve_pay(message, owner)
    target, late = _target(message, owner)
    led = resolve_leading(message, owner, years)
    operations = [
        *resolve_job(message, owner),
        *(operation for operation in years if operation.group == "experience"),
        *led,
        *resolve_degree(message, owner),
        *resolve_certifications(message, owner),
        *target,
        *pay,
    ]
    return operations, [*impossible, *more, *late]


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


def _answered(message: MessageReading, operations: list[Operation]) -> str:
    asked = message.asked
    return asked if asked and any(operation.group == asked for operation in operations) else ""
