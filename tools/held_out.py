"""Holds anchors out of the index that they are put to, and says which are asked where.

A question is held out in three ways: beside all other anchors, beside a random few of every unit,
and with the source of its unit, whose units keep two anchors at most, so that a subject that is new
to the sources is judged fairly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from random import Random
from zlib import crc32

from bot.domain.evidence import Evidence, source_of
from bot.knowledge.index import EvidenceIndex, Unanswerable
from bot.knowledge.vectors import VectorCache

FOLDS = 5
# Numbers of anchors that a unit keeps where anchors are few, and where its source is new.
_KEPT = (1, 2, 3, 4, 6, 8, 20)
_KEPT_OF_NEW = (0, 0, 1, 1, 2)
# Questions of a unit that are asked where its source is new.
_ASKED_OF_NEW = 4


class Held(Enum):
    """What an index lacks when a question is put to it."""

    QUESTION = "all anchors"
    MOST = "few anchors"
    SOURCE = "new source"


class HeldOut:
    """The units and the questions without an answer, split into folds by one random order."""

    def __init__(
        self,
        units: Sequence[Evidence],
        unanswerable: Sequence[Unanswerable],
        cache: VectorCache,
        random: Random,
    ) -> None:
        self._units, self._unanswerable = units, unanswerable
        self._cache, self._random = cache, random

    def folds(
        self, held_out: Held
    ) -> Iterator[tuple[set[tuple[int, str]], list[Unanswerable], EvidenceIndex]]:
        """What is held out, and the index of the rest."""
        held = self._held_sources() if held_out is Held.SOURCE else self._held_questions()
        nothing = list(self._unanswerable)
        self._random.shuffle(nothing)
        for fold in range(FOLDS):
            units = [
                self._without(number, unit, held[fold], few=held_out is Held.MOST)
                for number, unit in enumerate(self._units)
            ]
            left = [entry for place, entry in enumerate(nothing) if place % FOLDS != fold]
            yield held[fold], nothing[fold::FOLDS], EvidenceIndex(units, self._cache, left)

    def _held_questions(self) -> list[set[tuple[int, str]]]:
        """A fifth of every unit's questions for each fold."""
        held: list[set[tuple[int, str]]] = [set() for _ in range(FOLDS)]
        for number, unit in enumerate(self._units):
            questions = [anchor.question for anchor in unit.anchors]
            self._random.shuffle(questions)
            first = self._random.randrange(FOLDS)
            for place, question in enumerate(questions):
                held[(place + first) % FOLDS].add((number, question))
        return held

    def _held_sources(self) -> list[set[tuple[int, str]]]:
        """The questions of a fifth of the sources for each fold, but for the two at most that an
        operator writes beside a new subject.
        """
        held: list[set[tuple[int, str]]] = [set() for _ in range(FOLDS)]
        for number, unit in enumerate(self._units):
            questions = [anchor.question for anchor in unit.anchors]
            self._random.shuffle(questions)
            kept = self._random.choice(_KEPT_OF_NEW)
            held[self.fold(number)] |= {(number, question) for question in questions[kept:]}
        return held

    def fold(self, number: int) -> int:
        """The fold of a unit: units of the same source share one."""
        unit = self._units[number].id
        return crc32((source_of(unit) or unit).encode()) % FOLDS

    def _without(
        self, number: int, unit: Evidence, held: set[tuple[int, str]], *, few: bool
    ) -> Evidence:
        rest = [anchor for anchor in unit.anchors if (number, anchor.question) not in held]
        if few:
            self._random.shuffle(rest)
            rest = rest[: self._random.choice(_KEPT)]
        return replace(unit, anchors=tuple(rest))

    def asked_of(self, held: set[tuple[int, str]], held_out: Held) -> list[tuple[int, str]]:
        """The questions to ask: each beside all anchors or beside few, and a few of each unit of a
        new source.
        """
        questions = sorted(held)
        if held_out is not Held.SOURCE:
            return [(number, text) for number, text in questions if asked_in(text) is held_out]
        self._random.shuffle(questions)
        count: Counter[int] = Counter()
        some = []
        for number, text in questions:
            count[number] += 1
            if count[number] <= _ASKED_OF_NEW:
                some.append((number, text))
        return some


def asked_in(text: str) -> Held:
    """Where a question is asked: asked twice it would tell little that is new."""
    return (Held.QUESTION, Held.MOST)[crc32(text.encode()) % 2]
