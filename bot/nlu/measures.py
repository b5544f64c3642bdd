"""What a unit of evidence measures: money, times, counts, and whether it has been replaced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from bot.domain.evidence import LIST, Evidence
from bot.knowledge.vectors import Vectors
from bot.nlu.question_form import FORMS
from bot.parsing.quantities import find_quantities

# What can be asked for -> the forms of questions that ask for it.
ASKED = {"amount": ("amount",), "time": ("when", "duration"), "count": ("count",)}
_KINDS = {"amount": ("money",), "time": ("duration", "moment"), "count": ("count", "percent")}
# Lists whose composed figures are of a measure.
_LISTS = {
    "amount": ("pay", "pay surveys", "raises", "upkeep"),
    "time": ("tenure", "prerequisites"),
    "count": ("overlap", "reporting", "turnover", "raises"),
}
_MEASURED = ("pay", "pay_change", "tenure", "turnover", "reporting_line", "upkeep", "exam")
# Years behind the newest figure from which a figure is as old as can be.
_LONG_AGO = 10.0
# The kind of a quantity doesn't depend on the day it is read.
_ANY_DAY = date(2000, 1, 1)


def measures_of(units: Sequence[Evidence]) -> Vectors:
    """A row a unit with 1 for each measure of `ASKED` that it tells."""
    told: Vectors = np.array([_told(unit) for unit in units], dtype=np.float32)
    return told.reshape(len(units), len(ASKED))


def _told(unit: Evidence) -> list[float]:
    if unit.kind == LIST:
        name = unit.id.partition(":")[2]
        return [float(name in _LISTS[measure]) for measure in ASKED]
    kinds = {quantity.kind for quantity in find_quantities(unit.text, _ANY_DAY)}
    return [float(bool(kinds & set(_KINDS[measure]))) for measure in ASKED]


def ages_of(units: Sequence[Evidence]) -> Vectors:
    """How far each figure lies behind the newest of the same kind, thing and scope, from 0 to 1."""
    newest: dict[tuple[object, ...], int] = {}
    for unit in units:
        if unit.year and unit.kind in _MEASURED:
            newest[_series(unit)] = max(unit.year, newest.get(_series(unit), 0))
    behind = [
        min((newest[_series(unit)] - unit.year) / _LONG_AGO, 1.0)
        if unit.year and unit.kind in _MEASURED
        else 0.0
        for unit in units
    ]
    return np.array(behind, dtype=np.float32)


def _series(unit: Evidence) -> tuple[object, ...]:
    return unit.kind, unit.about, tuple(sorted(unit.scope.limits.items()))


def fit_of_measures(forms: Vectors, told: Vectors) -> list[Vectors]:
    """Two columns a measure: how likely it is asked for where a unit tells it, and where not."""
    columns = []
    for place, wanted in enumerate(ASKED.values()):
        likely = float(sum(forms[FORMS.index(form)] for form in wanted))
        columns += [likely * told[:, place], likely * (1 - told[:, place])]
    return columns
