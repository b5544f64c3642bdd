"""The index: how close a question comes to every unit of evidence, by meaning and by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.evidence import Evidence
from bot.knowledge.linear_scores import LinearScores
from bot.knowledge.unit_texts import anchors_of, by_unit, texts_of
from bot.knowledge.vectors import PackedVectors, VectorCache, Vectors
from bot.knowledge.word_index import WordIndex

Column = npt.NDArray[np.float32]
# Questions without an answer that are compared with all anchors in one product.
_AT_ONCE = 256
_NONE = -1.0
_VOTERS, _VOTE_TEMPERATURE = 15, 0.06
# Cosine from which two questions mean the same.
_SAME = 0.9


@dataclass(frozen=True)
class Unanswerable:
    """A question that the sources don't answer; `outcome` is `not_covered` or `out_of_scope`."""

    question: str
    outcome: str


@dataclass(frozen=True)
class Closeness:
    """How close a question comes to each unit; arrays with an entry a unit, in the order of the
    index.

    `anchor`, `second` and `third` are the cosines of the closest anchors, `fitted` the score of a
    linear model over all anchors, `passage` the cosine of the unit's text, `words` the share of the
    question's words, by weight, that the unit has, `own_words` that its text alone has.
    `nearest_anchor` is the number of the closest anchor.
    """

    anchor: Column
    second: Column
    third: Column
    fitted: Column
    passage: Column
    words: Column
    own_words: Column
    nearest_anchor: npt.NDArray[np.int64]
    nothing: tuple[float, float]
    """Cosine of the closest question without an answer: not covered, and out of scope."""
    votes: float = 0.0
    """The share of questions without an answer among the closest of all, by weight."""
    fitted_nothing: float = 0.0
    """The score of a linear model for questions without an answer."""
    rare: bool = False
    """Whether the question names something that few units name."""


@dataclass(frozen=True)
class _Runs:
    """Where the rows of each unit stand among those of all, which go by unit.

    An entry a unit that has rows: its number, where its rows start, and how many there are.
    """

    owners: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]

    def firsts(self, marked: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """The first marked row of each unit, which has one."""
        places = np.flatnonzero(marked)
        firsts: npt.NDArray[np.int64] = places[np.searchsorted(places, self.starts)]
        return firsts


def _runs(owners: npt.NDArray[np.int64]) -> _Runs:
    """The runs of equal numbers in what is sorted."""
    units, starts, lengths = np.unique(owners, return_index=True, return_counts=True)
    return _Runs(units, starts, lengths)


def _leads(unit: Evidence) -> dict[str, str]:
    return {anchor.question: anchor.lead for anchor in unit.anchors if anchor.lead}


def _typical(anchors: Vectors, runs: _Runs) -> dict[int, int]:
    """The number of each unit -> that of the anchor nearest to the middle of all of its own."""
    found = {}
    for unit, start, length in zip(runs.owners, runs.starts, runs.lengths, strict=True):
        own = anchors[start : start + length]
        found[int(unit)] = int(start + np.argmax(own @ own.mean(axis=0)))
    return found


class EvidenceIndex:
    """Vectors of all anchors and texts, fitted scores and words;
    made in seconds from a knowledge base.
    """

    def __init__(
        self,
        units: Sequence[Evidence],
        cache: VectorCache,
        unanswerable: Sequence[Unanswerable] = (),
        extra: Sequence[str] = (),
    ) -> None:
        """`extra` are texts whose vectors others need: the cache keeps one list of texts."""
        self.units = tuple(units)
        self.number = {unit.id: number for number, unit in enumerate(self.units)}
        anchors, self.anchor_units = by_unit(self.units, anchors_of)
        texts, self.text_units = by_unit(self.units, texts_of)
        vectors = cache.vectors([*anchors, *texts, *(u.question for u in unanswerable), *extra])
        self.extra_vectors = vectors[len(vectors) - len(extra) :]
        vectors = vectors[: len(vectors) - len(extra)]
        self.anchors = tuple(anchors)
        self.leads = tuple(map(_leads, self.units))
        """The lead word of each question that has one, by unit."""
        self._anchor_runs, self._text_runs = _runs(self.anchor_units), _runs(self.text_units)
        anchored = vectors[: len(anchors)]
        texts_told = vectors[len(anchors) : len(anchors) + len(texts)]
        nothing = vectors[len(anchors) + len(texts) :]
        kept = _unanswered(nothing, anchored)
        self.anchor_vectors = PackedVectors(anchored)
        self._texts, self._nothing = PackedVectors(texts_told), PackedVectors(nothing[kept])
        self._outside = np.array([u.outcome == "out_of_scope" for u in unanswerable], dtype=bool)[
            kept
        ]
        self.retired = tuple(u for u, stays in zip(unanswerable, kept, strict=True) if not stays)
        """Questions that had no answer until an anchor of the knowledge came to mean the same."""
        self._typical = _typical(anchored, self._anchor_runs)
        owners = np.r_[self.anchor_units, self.text_units]
        self._fitted = LinearScores(anchored, texts_told, nothing[kept], owners, len(self.units))
        self._words = WordIndex(self.units)

    def typical_question(self, evidence: str) -> str:
        """The question that is nearest to all that a unit is known to answer; empty for none."""
        place = self._typical.get(self.number.get(evidence, -1))
        return self.anchors[place] if place is not None else ""

    def closeness(self, vector: Vectors, text: str) -> Closeness:
        """Compare one question, its unit-length vector and its text, with every unit."""
        cosines = self.anchor_vectors.cosines(vector)
        nothing = self._nothing.cosines(vector)
        best, nearest = self._closest_anchors(cosines)
        passage = np.full(len(self.units), _NONE, dtype=np.float32)
        if len(self.text_units):
            told = np.maximum.reduceat(self._texts.cosines(vector), self._text_runs.starts)
            passage[self._text_runs.owners] = told
        # a unit without anchors is as close as its text
        best[0] = np.maximum(best[0], np.where(nearest < 0, passage, _NONE))
        for place in (1, 2):
            best[place] = np.where(best[place] <= _NONE, best[place - 1], best[place])
        covered, own = self._words.coverage(text)
        fitted = self._fitted.of(vector)
        return Closeness(
            best[0],
            best[1],
            best[2],
            fitted[:-1],
            passage,
            covered,
            own,
            nearest,
            self._nearest_nothing(nothing),
            _votes(cosines, nothing),
            float(fitted[-1]),
            self._words.is_rare(text),
        )

    def unit_vectors(self) -> Vectors:
        """The vector of each unit's own text, a row a unit."""
        vectors: Vectors = self._texts.floats(self._text_runs.starts)
        return vectors

    def anchor_rows(self, number: int) -> npt.NDArray[np.int64]:
        """The rows of a unit's anchors."""
        start, end = np.searchsorted(self.anchor_units, (number, number + 1))
        return np.arange(start, end)

    def _closest_anchors(self, cosines: Vectors) -> tuple[list[Column], npt.NDArray[np.int64]]:
        """The three closest cosines of each unit, and the number of its closest anchor."""
        best = [np.full(len(self.units), _NONE, dtype=np.float32) for _ in range(3)]
        nearest = np.full(len(self.units), -1, dtype=np.int64)
        runs, left = self._anchor_runs, cosines.copy()
        if not len(left):
            return best, nearest
        for place, column in enumerate(best):
            largest = np.maximum.reduceat(left, runs.starts)
            held = runs.lengths > place
            column[runs.owners[held]] = largest[held]
            firsts = runs.firsts(left == np.repeat(largest, runs.lengths))
            if place == 0:
                nearest[runs.owners] = firsts
            left[firsts] = -np.inf
        return best, nearest

    def _nearest_nothing(self, cosines: Vectors) -> tuple[float, float]:
        inside, outside = cosines[~self._outside], cosines[self._outside]
        return float(inside.max(initial=0.0)), float(outside.max(initial=0.0))

    def known_words(self, text: str) -> float:
        """The share of a question's words, by weight, that any unit has."""
        return self._words.known(text)

    def rarest_missing(self, text: str, number: int) -> float:
        """How rare the rarest word of a question is that a unit lacks, from 0 to 1."""
        return self._words.rarest_missing(text, number)


def _unanswered(nothing: Vectors, anchored: Vectors) -> npt.NDArray[np.bool_]:
    """Which of the questions without an answer still have none."""
    if not len(nothing) or not len(anchored):
        return np.ones(len(nothing), dtype=bool)
    # some hundred at a time: one product for all would take as much memory as the model
    closest = [
        (nothing[start : start + _AT_ONCE] @ anchored.T).max(axis=1)
        for start in range(0, len(nothing), _AT_ONCE)
    ]
    unanswered: npt.NDArray[np.bool_] = np.concatenate(closest) < _SAME
    return unanswered


def _votes(cosines: Vectors, nothing: Vectors) -> float:
    """The share of questions without an answer among those closest to a question, the closer the
    heavier.
    """
    every = np.r_[cosines, nothing]
    if not len(every):
        return 0.0
    count = min(_VOTERS, len(every))
    closest = np.argpartition(every, len(every) - count)[-count:]
    weights = np.exp((every[closest] - every[closest].max()) / _VOTE_TEMPERATURE)
    return float(weights[closest >= len(cosines)].sum() / weights.sum())
