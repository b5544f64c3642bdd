"""Which unit of evidence answers a question: signals of fit, weighed by a small learned model."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.domain.evidence import source_of
from bot.knowledge.index import Closeness, EvidenceIndex
from bot.knowledge.vectors import Vectors
from bot.nlu.question_encoder import Likelihoods
from bot.nlu.ranking_signals import SIGNALS, Asked, Profiles, is_asked, says_it, signals

MODEL = Path("data/questions/ranker.json")
POOL = 40
# Units that are weighed for a question: the closest by a plain sum of closeness.
_BY_QUESTION = 8
# Units that are weighed as well: those that the tuned vectors find likeliest.
_BY_TUNED = 8
TUNED = ("cosine", "share")
_LEAST_SHARE = np.float32(1e-6)
# What prose that says every word of a question gains: chosen on subjects new to the sources.
_PROSE_CREDIT = 4.0
# What a unit gains that has the question itself: more than all else.
_ASKED_CREDIT = 50.0


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
