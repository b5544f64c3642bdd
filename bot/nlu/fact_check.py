"""Holds facts back that may well not be what was said, by weights learnt on strangers' messages.

The networks know how sure they are of each span. What is put together of several, beside spans that
nothing was read from, in a question or in a correction, is wrong more often than they tell: a
logistic regression for each kind of fact weighs these signs, fitted to what was read of the
statements of hands that the networks hadn't seen (`python -m tools.fit_hearing_check`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from bot.domain.profile_update import Doubt, Operation, ProfileUpdate
from bot.nlu.fact_signs import FactSigns, Signs
from bot.nlu.fact_sources import sources
from bot.nlu.readings import MessageReading

# Of the kinds of facts that have weights of their own.
_UNNAMED = "experience.unknown"
_FIELDS_OF_WORK = ("security", "it", "other")
BIAS = "bias"
# A package's kind and currency go with its amounts.
_OF_PACKAGE = ("pay.kind", "pay.currency")


def kind_of(operation: Operation) -> str:
    """Which weights judge a fact, empty for none."""
    if operation.kind == "retract" or operation.field in _OF_PACKAGE:
        return ""
    if operation.field == _UNNAMED:
        return "unnamed_years"
    if operation.group == "experience" or operation.field == "management.years":
        return "years"
    return operation.group


@dataclass(frozen=True)
class FactCheck:
    """Tells how likely a fact is wrong; `most` is what a fact may have that is stored, `limits`
    the same for kinds that differ, and `asked` for one that the advisor has just asked for."""

    weights: Mapping[str, Mapping[str, float]]
    most: float
    limits: Mapping[str, float] = field(default_factory=dict)
    asked: float = 0.0

    @classmethod
    def read(cls, path: Path) -> FactCheck:
        """Read the weights that tools.fit_hearing_check wrote."""
        content = json.loads(path.read_text(encoding="utf-8"))
        most, asked = float(content["most"]), float(content["asked"])
        return cls(content["weights"], most, content["limits"], asked)

    def risk(self, kind: str, signs: Signs) -> float:
        """The probability that a fact of a kind is wrong; 0 for kinds without weights."""
        weights = self.weights.get(kind)
        if weights is None:
            return 0.0
        score = sum(weights.get(name, 0.0) * value for name, value in signs.items())
        return 1.0 / (1.0 + math.exp(-min(max(score + weights[BIAS], -30.0), 30.0)))

    def is_risky(self, operation: Operation, signs: FactSigns, asked: str = "") -> bool:
        """Tell whether a fact is likelier wrong than one of its kind may be; one of the group
        `asked` was asked for, and one that replaces another was told before.
        """
        kind = kind_of(operation)
        most = self.limits.get(kind, self.most)
        if (asked and operation.group == asked) or operation.kind == "replace":
            most = max(most, self.asked)
        return bool(kind) and self.risk(kind, signs.of(operation)) > most

    def checked(self, message: MessageReading, update: ProfileUpdate) -> ProfileUpdate:
        """The update without the facts that may well be wrong, which become doubts to be asked."""
        if update.abroad:
            update = replace(update, abroad=self._sure_abroad(message, update))
        if not update.operations:
            return update
        signs = FactSigns(message, update)
        asked = message.asked.partition(".")[0]
        held = [one for one in update.operations if self.is_risky(one, signs, asked)]
        return _without(message, update, held) if held else update

    def _sure_abroad(self, message: MessageReading, update: ProfileUpdate) -> tuple[Operation, ...]:
        """The pay in another currency without the parts that may well be wrong."""
        signs = FactSigns(message, replace(update, operations=update.abroad))
        return tuple(_with_amounts([one for one in update.abroad if not self.is_risky(one, signs)]))


def _without(
    message: MessageReading, update: ProfileUpdate, held: list[Operation]
) -> ProfileUpdate:
    kept = [operation for operation in update.operations if operation not in held]
    kept = _with_amounts(kept)
    known = {doubt.field for doubt in update.doubts}
    doubts = [_doubt(message, operation) for operation in held if operation.field not in known]
    answered = any(operation.group == update.answer for operation in kept)
    return replace(
        update,
        operations=tuple(kept),
        doubts=(*update.doubts, *doubts),
        answer=update.answer if answered else "",
    )


def _with_amounts(operations: list[Operation]) -> list[Operation]:
    """Operations without the kind and the currency of a package that has no amount left."""
    if any(one.group == "pay" and one.field not in _OF_PACKAGE for one in operations):
        return operations
    return [one for one in operations if one.field not in _OF_PACKAGE]


def _doubt(message: MessageReading, operation: Operation) -> Doubt:
    """What to ask about a fact that was held back, in words of the message."""
    found = sorted(sources(message, operation), key=lambda reading: reading.candidate.start)
    words = ""
    if found:
        words = message.spans.text[found[0].candidate.start : found[-1].candidate.end]
    field = operation.field
    if field == _UNNAMED and len(found) == 1:
        field = f"experience.{_likeliest_field(message, operation)}"
    return Doubt(field, operation.value, words)


def _likeliest_field(message: MessageReading, operation: Operation) -> str:
    """The field of work that the networks differ on most likely is this one; `unknown` for none."""
    found = sources(message, operation)
    evidence = message.evidence.get(found[0].candidate) if found else None
    if evidence is None:
        return "unknown"
    shares = {
        name: float(np.mean(evidence.shares(f"duration.{name}")))
        for name in ("unknown", *_FIELDS_OF_WORK)
    }
    return max(shares, key=lambda name: shares[name])
