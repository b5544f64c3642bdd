"""Signals of how well a unit of evidence fits a question: nearness, names, form, intent, measures;
`bot.nlu.ranker` weighs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.domain.evidence import LIST, PASSAGE
from bot.knowledge.index import Closeness, EvidenceIndex
from bot.knowledge.vectors import Vectors
from bot.nlu.measures import ASKED, fit_of_measures
from bot.nlu.names import CATEGORIES, Names
from bot.nlu.question_encoder import Likelihoods
from bot.nlu.question_form import FORMS

SIGNALS = (
    "anchor", "second", "third", "fitted", "passage", "words", "own_words", "form", "intent",
    "list", "prose",
    "list_asked", "subject", "subject_missing",
    *(f"{measure}_{sign}" for measure in ASKED for sign in ("told", "untold")), "older",
    *(f"{category}_{sign}" for category in CATEGORIES for sign in ("match", "missing", "extra")),
)  # fmt: skip
_LITTLE, _CLOSE = 0.4, 0.6
# Cosine from which two questions are one.
_ASKED = 0.99
# Categories in which a unit that is narrower than the question is no general answer.
_EXTRA = ("certification", "job", "rank", "place", "industry", "company")


@dataclass(frozen=True)
class Profiles:
    """What is known of each unit beside its vectors, a row a unit: names,
    and the forms and intents of its anchors.
    """

    names: tuple[Names, ...]
    """What text and facts of the unit name."""
    scopes: tuple[Names, ...]
    """What narrows the unit: names of its own scope, the home country left out."""
    forms: Vectors
    intents: Vectors
    measures: Vectors
    """A row a unit: whether it tells an amount, a time, a count."""
    ages: Vectors
    """How far a figure lies behind the newest of its series, from 0 to 1."""

    @cached_property
    def scoped(self) -> dict[str, npt.NDArray[np.bool_]]:
        """Whether each unit is narrowed, by category."""
        return {
            category: np.array([bool(scope.of(category)) for scope in self.scopes], dtype=bool)
            for category in _EXTRA
        }


@dataclass(frozen=True)
class Asked:
    """A question as the ranker sees it; `forms` and `intents` are probabilities."""

    text: str
    vector: Vectors
    names: Names
    forms: Vectors
    intents: Vectors
    tuned: Likelihoods | None = None
    """By the tuned vectors; nothing while the signals' own weights are fitted."""


def signals(
    asked: Asked,
    numbers: npt.NDArray[np.int64],
    closeness: Closeness,
    index: EvidenceIndex,
    profiles: Profiles,
) -> Vectors:
    """The signals of each unit of a pool, in the order of SIGNALS."""
    units = [index.units[number] for number in numbers]
    is_list = np.array([unit.kind == LIST for unit in units], dtype=np.float32)
    is_prose = np.array([unit.kind == PASSAGE for unit in units], dtype=np.float32)
    listed = float(asked.forms[FORMS.index("list")])
    columns = [
        closeness.anchor[numbers], closeness.second[numbers], closeness.third[numbers],
        closeness.fitted[numbers], closeness.passage[numbers],
        closeness.words[numbers], closeness.own_words[numbers],
        _agreement(asked.forms, profiles.forms[numbers]), _agreement(asked.intents,
        profiles.intents[numbers]),
        is_list, is_prose, is_list * listed,
        *_subjects(asked.names, [profiles.names[number] for number in numbers]),
        *fit_of_measures(asked.forms, profiles.measures[numbers]),
        profiles.ages[numbers] * float(not asked.names.year),
    ]  # fmt: skip
    for category in CATEGORIES:
        columns += _named(category, asked.names, numbers, profiles)
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _agreement(asked: Vectors, held: Vectors) -> Vectors:
    """How alike two distributions are: the Bhattacharyya coefficient of each row."""
    result: Vectors = np.sqrt(np.maximum(held, 0)) @ np.sqrt(np.maximum(asked, 0))
    return result


def _subjects(asked: Names, units: Sequence[Names]) -> tuple[list[float], list[float]]:
    """Shares of the duties, skills and degrees asked about that a unit is about, or isn't."""
    total = max(len(asked.subjects), 1)
    shares = [len(asked.subjects & unit.subjects) / total for unit in units]
    missing = [float(bool(asked.subjects) and not share) for share in shares]
    return shares, missing


def _named(
    category: str, asked: Names, numbers: npt.NDArray[np.int64], profiles: Profiles
) -> tuple[Vectors, Vectors, Vectors]:
    """Whether a unit has the names asked about, lacks one, or is narrower than what was asked."""
    wanted = asked.of(category)
    match, missing, extra = np.zeros((3, len(numbers)), dtype=np.float32)
    if wanted:
        for place, number in enumerate(numbers.tolist()):
            shared = len(wanted & profiles.names[number].of(category))
            match[place], missing[place] = shared / len(wanted), shared < len(wanted)
    if category in _EXTRA:
        narrowed = profiles.scoped[category][numbers]
        if wanted:
            shares = [not profiles.scopes[number].of(category) & wanted for number in numbers]
            narrowed = narrowed & np.array(shares, dtype=bool)
        extra[:] = narrowed
    return match, missing, extra


def is_asked(found: Vectors) -> npt.NDArray[np.bool_]:
    """Whether a question is one that stands beside the unit, but for a letter or two: whoever wrote
    it there said that the unit answers it.
    """
    asked: npt.NDArray[np.bool_] = found[:, SIGNALS.index("anchor")] >= _ASKED
    return asked


def says_it(found: Vectors) -> Vectors:
    """How far above a little of the question's words prose says by itself, from 0 to 1.

    A paragraph that was added without questions beside it has no anchor that could be close.
    """
    values = dict(zip(SIGNALS, found.T, strict=True))
    above = np.clip((values["own_words"] - _LITTLE) / (1 - _LITTLE), 0, 1)
    told: Vectors = above * values["prose"] * (values["passage"] >= _CLOSE)
    return told
