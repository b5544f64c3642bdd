"""What each unit of evidence names, and which forms and intents its questions have."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bot.domain.evidence import LIST, Evidence
from bot.knowledge.index import EvidenceIndex
from bot.knowledge.vectors import Vectors
from bot.nlu.measures import ages_of, measures_of
from bot.nlu.mentions import MentionFinder
from bot.nlu.names import CATEGORIES, HOME, Names, names_in, plain_name
from bot.nlu.ranking_signals import Profiles
from bot.parsing.scopes import ScopeReader

Classify = Callable[[str, Vectors], Vectors]
# How many anchors the average over all units weighs in a unit's own.
_PRIOR = 1.5
_CATEGORY = {
    "certification": "certification", "work_role": "job", "stepping_stone": "job",
    "place": "place", "industry": "industry", "company": "company",
}  # fmt: skip


def profiles_of(
    index: EvidenceIndex,
    finder: MentionFinder,
    scopes: ScopeReader,
    form: Classify,
    intent: Callable[[Vectors], Vectors],
) -> Profiles:
    """Profiles of all units; `intent` takes many vectors at once, `form` one question."""
    names = [_names(unit, finder, scopes) for unit in index.units]
    narrowed = [_scope(unit, found) for unit, found in zip(index.units, names, strict=True)]
    if len(index.anchors):
        vectors = index.anchor_vectors.floats()
        forms = np.vstack(
            [form(text, vector) for text, vector in zip(index.anchors, vectors, strict=True)]
        )
        intents = intent(vectors)
    else:
        forms, intents = np.zeros((0, 1), dtype=np.float32), np.zeros((0, 1), dtype=np.float32)
    count = len(index.units)
    return Profiles(
        tuple(names),
        tuple(narrowed),
        _averaged(forms, index, count),
        _averaged(intents, index, count),
        measures_of(index.units),
        ages_of(index.units),
    )


def _averaged(rows: Vectors, index: EvidenceIndex, count: int) -> Vectors:
    """The mean of a unit's anchors, drawn towards the mean of all."""
    overall = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], dtype=np.float32)
    sums = np.zeros((count, rows.shape[1]), dtype=np.float32)
    np.add.at(sums, index.anchor_units, rows)
    held = np.bincount(index.anchor_units, minlength=count)[:, None]
    averaged: Vectors = ((sums + _PRIOR * overall) / (held + _PRIOR)).astype(np.float32)
    return averaged


def _names(unit: Evidence, finder: MentionFinder, scopes: ScopeReader) -> Names:
    """What the text of a unit names, with the entities of its facts."""
    told = names_in(unit.text, finder.find(unit.text), scopes)
    found = {category: set(told.of(category)) for category in CATEGORIES}
    subjects = set(told.subjects)
    for thing in unit.about:
        kind, _, tail = thing.partition("/")
        if kind in _CATEGORY:
            found[_CATEGORY[kind]].add(plain_name(tail))
        else:
            subjects.add(thing)
    for limit, name in _limits(unit):
        found[limit].add(plain_name(name))
    if unit.value and "/" not in unit.value and unit.kind == "reporting_line":
        found["job"].add(plain_name(unit.value))
    if (
        unit.kind in ("pay", "survey", "pay_change", "tenure", "turnover", "reporting_line")
        and unit.year
    ):
        found["year"].add(str(unit.year))
    found["place"] = {"us" if place in HOME else place for place in found["place"]}
    return Names.of_sets(found, subjects, role=told.role)


def _scope(unit: Evidence, names: Names) -> Names:
    """What narrows a unit: the things it is about, and places that a figure names."""
    if unit.kind == LIST:
        return Names()
    narrowed: dict[str, set[str]] = {category: set() for category in CATEGORIES}
    for thing in unit.about:
        kind, _, tail = thing.partition("/")
        if kind in _CATEGORY:
            narrowed[_CATEGORY[kind]].add(plain_name(tail))
    for limit, name in _limits(unit):
        narrowed[limit].add(plain_name(name))
    narrowed["place"] -= {"us", *HOME}
    return Names.of_sets(narrowed)


def _limits(unit: Evidence) -> list[tuple[str, str]]:
    """What limits a unit, by category; a company's size is one of its kinds."""
    return [
        ("company" if limit == "size" else limit, name) for limit, name in unit.scope.limits.items()
    ]
