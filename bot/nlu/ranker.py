"""Which unit of evidence answers a question: measurable signals
of fit, weighed by a small learned model.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.domain.evidence import LIST, PASSAGE, source_of
from bot.knowledge.index import Closeness, EvidenceIndex
from bot.knowledge.vectors import Vectors
from bot.nlu.measures import ASKED, fit_of_measures
from bot.nlu.names import CATEGORIES, Names
from bot.nlu.question_encoder import Likelihoods
from bot.nlu.question_form import FORMS

MODEL = Path("data/questions/ranker.json")
POOL = 40
# Units that are weighed for a question: the closest by a plain sum of closeness.
_BY_QUESTION = 8
# Units that are weighed as well: those that the tuned vectors find likeliest.
_BY_TUNED = 8
SIGNALS = (
    "anchor", "second", "third", "fitted", "passage", "words", "own_words", "form", "intent",
    "list", "prose",
    "list_asked", "subject", "subject_missing",
    *(f"{measure}_{sign}" for measure in ASKED for sign in ("told", "untold")), "older",
    *(f"{category}_{sign}" for category in CATEGORIES for sign in ("match", "missing", "extra")),
)  # fmt: skip
TUNED = ("cosine", "share")
_LEAST_SHARE = np.float32(1e-6)
_LITTLE, _CLOSE = 0.4, 0.6
# What prose that says every word of a question gains: chosen on subjects new to the sources.
_PROSE_CREDIT = 4.0
# Cosine from which two questions are one, and what a unit gains that has it: more than all else.
_ASKED, _ASKED_CREDIT = 0.99, 50.0
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


@dataclass(frozen=True)
class Ranked:
    """The pool of a question, the best first: unit numbers, weighted
    sums, shares that add up to 1, and signals.
    """

    numbers: npt.NDArray[np.int64]
    sums: Vectors
    shares: Vectors
    signals: Vectors
    closeness: Closeness


class Ranker:
    """A weighted sum of signals, fitted so that the right unit comes
    first in its pool; read from a small file.
    """

    def __init__(
        self,
        weights: Mapping[str, float],
        tuned: Mapping[str, float] | None = None,
        sources: Collection[str] = (),
    ) -> None:
        """`tuned` weighs the cosine and the logarithm of the share by the tuned vectors, which
        were tuned to evidence of `sources`.
        """
        self._sources = frozenset(sources)
        self._weights = np.array([weights.get(name, 0.0) for name in SIGNALS], dtype=np.float32)
        self._tuned = np.array([(tuned or {}).get(name, 0.0) for name in TUNED], dtype=np.float32)

    @classmethod
    def read(cls, path: Path = MODEL) -> Ranker:
        held = json.loads(path.read_text("utf-8"))
        return cls(held["ranker"], held["tuned"], held["sources"])

    def rank(self, asked: Asked, index: EvidenceIndex, profiles: Profiles) -> Ranked:
        closeness = index.closeness(asked.vector, asked.text)
        numbers = pool(closeness)
        if asked.tuned:
            numbers = np.union1d(numbers, _largest(asked.tuned.cosines, _BY_TUNED))
        found = signals(asked, numbers, closeness, index, profiles)
        tuned = tuned_signals(asked.tuned, numbers) if asked.tuned else None
        if tuned is not None:
            tuned[self._are_new(numbers, index)] = tuned.max(axis=0)
        return self.ordered(numbers, found, closeness, tuned)

    def _are_new(
        self, numbers: npt.NDArray[np.int64], index: EvidenceIndex
    ) -> npt.NDArray[np.bool_]:
        """Which units are of sources added since the tuning: no question was drawn towards them, so
        they are taken for as likely as the likeliest, and the other signals decide.
        """
        sources = (source_of(index.units[number].id) for number in numbers.tolist())
        return np.array([bool(one) and one not in self._sources for one in sources], dtype=bool)

    def ordered(
        self,
        numbers: npt.NDArray[np.int64],
        found: Vectors,
        closeness: Closeness,
        tuned: Vectors | None = None,
    ) -> Ranked:
        """A pool in the order of its signals, and of those of TUNED."""
        raw = found @ self._weights + _PROSE_CREDIT * says_it(found) * closeness.rare
        if tuned is not None:
            raw += tuned @ self._tuned
        raw += _ASKED_CREDIT * is_asked(found)
        order = np.argsort(-raw, kind="stable")
        shares = np.exp(raw[order] - raw[order[0]])
        return Ranked(numbers[order], raw[order], shares / shares.sum(), found[order], closeness)


def tuned_signals(tuned: Likelihoods, numbers: npt.NDArray[np.int64]) -> Vectors:
    """What the tuned vectors say of each unit of a pool, in the order of TUNED."""
    shares = np.log(tuned.share_of_held[numbers] + _LEAST_SHARE)
    signs: Vectors = np.stack([tuned.cosines[numbers], shares], axis=1)
    return signs


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


def pool(closeness: Closeness) -> npt.NDArray[np.int64]:
    """The units worth weighing: the closest in all, and those with the closest questions.

    A list has hardly any words of its own; what it is asked has to be enough.
    """
    rough = closeness.anchor + closeness.fitted + 0.5 * closeness.passage + 0.3 * closeness.words
    rough = rough + 0.4 * closeness.own_words
    by_question = _largest(closeness.anchor, _BY_QUESTION)
    return np.union1d(_largest(rough, POOL), by_question).astype(np.int64)


def _largest(values: Vectors, count: int) -> npt.NDArray[np.int64]:
    count = min(count, len(values))
    found: npt.NDArray[np.int64] = np.argpartition(-values, count - 1)[:count]
    return found


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
        scopes = (profiles.scopes[number].of(category) for number in numbers.tolist())
        extra[:] = [bool(scope) and not scope & wanted for scope in scopes]
    return match, missing, extra
