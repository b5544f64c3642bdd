"""The index: how close a question comes to every unit of evidence, by meaning and by words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.evidence import LIST, PASSAGE, Evidence
from bot.knowledge.vectors import PackedVectors, VectorCache, Vectors
from bot.knowledge.word_index import WordIndex

Column = npt.NDArray[np.float32]
_RIDGE = 0.3
# How much a unit's own text and a question without an answer count beside an anchor when scores
# are fitted.
_TEXT_WEIGHT, _NOTHING_WEIGHT = 0.5, 0.2
# Questions without an answer that are compared with all anchors in one product.
_AT_ONCE = 256
_CLAUSES = re.compile(r"(?<=[.;:!?])\s+|,\s+(?:and|but|which|who|while|so)\s+")
_LEAST_WORDS = 4
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


def _typical(anchors: Vectors, runs: _Runs) -> dict[int, int]:
    """The number of each unit -> that of the anchor nearest to the middle of all of its own."""
    found = {}
    for unit, start, length in zip(runs.owners, runs.starts, runs.lengths, strict=True):
        own = anchors[start : start + length]
        found[int(unit)] = int(start + np.argmax(own @ own.mean(axis=0)))
    return found


def _by_unit(
    units: Sequence[Evidence], texts_of: Callable[[Evidence], Iterable[str]]
) -> tuple[list[str], npt.NDArray[np.int64]]:
    """The texts of all units, and the number of the unit of each."""
    owned = [(number, text) for number, unit in enumerate(units) for text in texts_of(unit)]
    owners = np.array([number for number, _ in owned], dtype=np.int64)
    return [text for _, text in owned], owners


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
        anchors, self.anchor_units = _by_unit(self.units, _anchors)
        texts, self.text_units = _by_unit(self.units, _texts)
        vectors = cache.vectors([*anchors, *texts, *(u.question for u in unanswerable), *extra])
        self.extra_vectors = vectors[len(vectors) - len(extra) :]
        vectors = vectors[: len(vectors) - len(extra)]
        self.anchors = tuple(anchors)
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
        self._fit(anchored, texts_told, nothing[kept])
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
        fitted = (vector - self._mean) @ self._weights
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

    def _fit(self, anchored: Vectors, texts: Vectors, nothing: Vectors) -> None:
        """Ridge regression from vectors to units, in closed form; the last column is of questions
        without an answer.
        """
        rows = np.vstack([anchored, texts, nothing])
        weights = np.r_[
            np.ones(len(anchored)),
            np.full(len(texts), _TEXT_WEIGHT),
            np.full(len(nothing), _NOTHING_WEIGHT),
        ].astype(np.float32)
        owners = np.r_[self.anchor_units, self.text_units]
        targets = np.zeros((len(rows), len(self.units) + 1), dtype=np.float32)
        targets[np.arange(len(owners)), owners] = 1.0
        targets[len(owners) :, -1] = 1.0
        total = max(float(weights.sum()), 1.0)
        self._mean = (weights @ rows) / total
        centered = rows - self._mean
        weighted = centered * weights[:, None]
        ridge = _RIDGE * np.eye(rows.shape[1], dtype=np.float32)
        self._weights = np.linalg.solve(weighted.T @ centered + ridge, weighted.T @ targets).astype(
            np.float32
        )

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


def _anchors(unit: Evidence) -> list[str]:
    """The questions of a unit, with the heading of a passage of prose, which often is one."""
    found = [anchor.question for anchor in unit.anchors]
    if unit.kind == PASSAGE and unit.section:
        found.append(unit.section)
    return list(dict.fromkeys(found))


def _texts(unit: Evidence) -> list[str]:
    """The text of a unit, in its section, and the clauses of a long one."""
    texts = [unit.text]
    if unit.section and unit.kind != LIST:
        texts.append(f"{unit.section}: {unit.text}")
    if unit.title:
        texts.append(f"{unit.title}, {unit.section}: {unit.text}")
    clauses = [
        clause for clause in _CLAUSES.split(unit.text) if len(clause.split()) >= _LEAST_WORDS
    ]
    if unit.kind == PASSAGE and len(clauses) > 1:
        texts += clauses
    return texts
