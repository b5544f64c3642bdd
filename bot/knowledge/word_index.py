"""Which units of evidence have which words, and how rare each word is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.domain.evidence import Evidence
from bot.knowledge.words import words

Column = npt.NDArray[np.float32]
Postings = Mapping[str, npt.NDArray[np.int64]]
# The share of units that name a rare word, at most.
_RARE = 0.02


class WordIndex:
    """The words of every unit, with those of its questions and without; a word weighs the more
    the fewer units have it.
    """

    def __init__(self, units: Sequence[Evidence]) -> None:
        own = [
            set(
                words(
                    f"{unit.title} {unit.section} {unit.text} {' '.join(unit.about)} {unit.value}"
                )
            )
            for unit in units
        ]
        asked = [
            told.union(*(words(anchor.question) for anchor in unit.anchors))
            for unit, told in zip(units, own, strict=True)
        ]
        self._count = len(units)
        self._postings, self._own = _postings(asked), _postings(own)
        self._weight = {
            word: math.log(1 + len(units) / len(found)) for word, found in self._postings.items()
        }
        self._unknown = math.log(1 + len(units))

    def known(self, text: str) -> float:
        """The share of a question's words, by weight, that any unit has."""
        weights = [
            (self._weight.get(word, self._unknown), word in self._weight) for word in words(text)
        ]
        total = sum(weight for weight, _ in weights)
        return sum(weight for weight, known in weights if known) / total if total else 1.0

    def rarest_missing(self, text: str, number: int) -> float:
        """How rare the rarest word of a question is that a unit lacks, from 0 to 1: a word of no
        unit is the rarest.
        """
        lacking = [
            self._weight.get(word, self._unknown)
            for word in words(text)
            if word not in self._postings or number not in self._postings[word]
        ]
        return max(lacking, default=0.0) / self._unknown

    def is_rare(self, text: str) -> bool:
        """Whether a question names something that few units name."""
        least = math.log(1 + 1 / _RARE)
        return any(self._weight.get(word, 0.0) >= least for word in words(text))

    def coverage(self, text: str) -> tuple[Column, Column]:
        """The share of a question's words, by weight, that each unit has, and that its text alone
        has; arrays with an entry a unit.
        """
        covered = np.zeros(self._count, dtype=np.float32)
        own = np.zeros(self._count, dtype=np.float32)
        total = 0.0
        for word in words(text):
            weight = self._weight.get(word, self._unknown)
            total += weight
            if word in self._postings:
                covered[self._postings[word]] += weight
            if word in self._own:
                own[self._own[word]] += weight
        return covered / max(total, 1e-9), own / max(total, 1e-9)


def _postings(bags: Sequence[set[str]]) -> Postings:
    """Word -> the numbers of the bags that have it."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in bag:
            found[word].append(number)
    return {word: np.array(numbers) for word, numbers in found.items()}
