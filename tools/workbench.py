"""Held-out questions for ranker and gate: each is ranked by an index that doesn't hold it.

A question is held out in three ways: beside all other anchors, beside a random few of every unit,
and with the source of its unit, whose units keep two anchors at most, so that a subject that is new
to the sources is judged fairly. Subjects come from a model that hasn't seen the question either:
one that has is sure of what is out of scope, and the gate would lean on that.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.domain.evidence import Evidence, source_of
from bot.knowledge.index import EvidenceIndex, Unanswerable
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import units_of
from bot.knowledge.vectors import VectorCache, Vectors
from bot.nlu.answerability import OUT_OF_SCOPE
from bot.nlu.encoder import encoder
from bot.nlu.evidence_search import anchors_in, unanswerable_in
from bot.nlu.mentions import MentionFinder
from bot.nlu.names import names_in
from bot.nlu.profiles import profiles_of
from bot.nlu.question_form import FormClassifier, read_examples
from bot.nlu.question_parser import is_act
from bot.nlu.ranker import MODEL, Asked, pool, signals
from bot.nlu.subjects import SubjectModel
from bot.parsing.scopes import ScopeReader
from tools.training_examples import training_examples

FOLDS = 5
# The unit of a question with an answer that nobody has linked to a unit.
UNIT_UNKNOWN = -1
# Numbers of anchors that a unit keeps where anchors are few, and where its source is new.
_KEPT = (1, 2, 3, 4, 6, 8, 20)
_KEPT_OF_NEW = (0, 0, 1, 1, 2)
# Questions of a unit that are asked where its source is new.
_ASKED_OF_NEW = 4
# Training examples that the gate learns from, beside the anchors.
_EXAMPLES = 1500


class Held(Enum):
    """What an index lacks when a question is put to it."""

    QUESTION = "all anchors"
    MOST = "few anchors"
    SOURCE = "new source"


@dataclass
class Cases:
    """Held-out questions: signals of each pool, which of it is right, the unit, and what the gate
    needs to see.
    """

    rows: list[Vectors] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    asked: list[tuple[Asked, EvidenceIndex, npt.NDArray[np.int64], Any]] = field(
        default_factory=list
    )


class Workbench:
    """Everything that stays the same over the folds."""

    def __init__(self, seed: int = 0) -> None:
        self.kb = KnowledgeBase.load()
        self.cache = _Memory(encoder("build/minilm").encode)
        self.finder = MentionFinder(self.kb)
        self.scopes = ScopeReader.load(self.kb.job.home)
        self.units = units_of(self.kb, anchors_in(MODEL.parent))
        intents, texts = training_examples(Path("data/nlu"))
        self.subjects = SubjectModel.fit(intents, self.cache.vectors(texts))
        self._unseen = self._subjects_unseen(intents, texts)
        self.examples = [
            text
            for intent, text in dict.fromkeys(zip(intents, texts, strict=True))
            if intent.startswith("ask_") and intent != "ask_not_covered" and not is_act(intent)
        ]
        forms, questions = read_examples()
        self.forms = FormClassifier(forms, questions, self.cache.vectors(questions))
        outside = [
            text for intent, text in zip(intents, texts, strict=True) if intent == OUT_OF_SCOPE
        ]
        self.unanswerable = unanswerable_in(MODEL.parent, outside)
        self.random = random.Random(seed)

    def asked(self, text: str) -> Asked:
        vector = self.cache.vectors([text])[0]
        names = names_in(text, self.finder.find(text), self.scopes)
        forms = self.forms.probabilities(text, vector)
        subjects = self._unseen.get(text)
        if subjects is None:
            subjects = self.subjects.probabilities(vector[None, :])[0]
        return Asked(text, vector, names, forms, subjects)

    def _subjects_unseen(self, intents: Sequence[str], texts: Sequence[str]) -> dict[str, Vectors]:
        """The subjects of each training example, by a model that was fitted without it."""
        names, vectors = np.array(intents), self.cache.vectors(texts)
        found: dict[str, Vectors] = {}
        for fold in range(FOLDS):
            own = np.array([crc32(text.encode()) % FOLDS == fold for text in texts])
            model = SubjectModel.fit(names[~own].tolist(), vectors[~own])
            if model.intents != self.subjects.intents:
                continue
            rows = model.probabilities(vectors[own])
            found |= dict(zip((t for t, o in zip(texts, own, strict=True) if o), rows, strict=True))
        return found

    def folds(
        self, held_out: Held
    ) -> Iterator[tuple[set[tuple[int, str]], list[Unanswerable], EvidenceIndex]]:
        """What is held out, and the index of the rest."""
        held = self._held_sources() if held_out is Held.SOURCE else self._held_questions()
        nothing = list(self.unanswerable)
        self.random.shuffle(nothing)
        for fold in range(FOLDS):
            units = [
                self._without(number, unit, held[fold], few=held_out is Held.MOST)
                for number, unit in enumerate(self.units)
            ]
            left = [entry for place, entry in enumerate(nothing) if place % FOLDS != fold]
            yield held[fold], nothing[fold::FOLDS], EvidenceIndex(units, self.cache, left)

    def _held_questions(self) -> list[set[tuple[int, str]]]:
        """A fifth of every unit's questions for each fold."""
        held: list[set[tuple[int, str]]] = [set() for _ in range(FOLDS)]
        for number, unit in enumerate(self.units):
            questions = [anchor.question for anchor in unit.anchors]
            self.random.shuffle(questions)
            first = self.random.randrange(FOLDS)
            for place, question in enumerate(questions):
                held[(place + first) % FOLDS].add((number, question))
        return held

    def _held_sources(self) -> list[set[tuple[int, str]]]:
        """The questions of a fifth of the sources for each fold, but for the two at most that an
        operator writes beside a new subject.
        """
        held: list[set[tuple[int, str]]] = [set() for _ in range(FOLDS)]
        for number, unit in enumerate(self.units):
            questions = [anchor.question for anchor in unit.anchors]
            self.random.shuffle(questions)
            kept = self.random.choice(_KEPT_OF_NEW)
            held[self.fold(number)] |= {(number, question) for question in questions[kept:]}
        return held

    def fold(self, number: int) -> int:
        """The fold of a unit: units of the same source share one."""
        unit = self.units[number].id
        return crc32((source_of(unit) or unit).encode()) % FOLDS

    def _without(
        self, number: int, unit: Evidence, held: set[tuple[int, str]], *, few: bool
    ) -> Evidence:
        rest = [anchor for anchor in unit.anchors if (number, anchor.question) not in held]
        if few:
            self.random.shuffle(rest)
            rest = rest[: self.random.choice(_KEPT)]
        return replace(unit, anchors=tuple(rest))

    def cases(self, held_out: Held) -> tuple[Cases, Cases]:
        """Held-out questions with an answer, training examples among them, and without one."""
        answered, unanswered = Cases(), Cases()
        examples = self.random.sample(self.examples, min(_EXAMPLES, len(self.examples)))
        for fold, (held, nothing, index) in enumerate(self.folds(held_out)):
            profiles = profiles_of(
                index,
                self.finder,
                self.scopes,
                self.forms.probabilities,
                self.subjects.probabilities,
            )
            asked_before = set(index.anchors)
            questions = [(number, text, answered) for number, text in self._some(held, held_out)]
            questions += [
                (UNIT_UNKNOWN, entry.question, unanswered)
                for entry in nothing
                if held_out is Held.SOURCE or _asked_in(entry.question) is held_out
            ]
            questions += [
                (UNIT_UNKNOWN, text, answered)
                for text in examples[fold::FOLDS]
                if text not in asked_before and held_out is not Held.SOURCE
            ]
            for number, text, cases in questions:
                asked = self.asked(text)
                closeness = index.closeness(asked.vector, text)
                numbers = pool(closeness)
                place = np.flatnonzero(numbers == number)
                cases.rows.append(signals(asked, numbers, closeness, index, profiles))
                cases.right.append(int(place[0]) if len(place) else -1)
                cases.units.append(number)
                cases.asked.append((asked, index, numbers, closeness))
        return answered, unanswered

    def _some(self, held: set[tuple[int, str]], held_out: Held) -> list[tuple[int, str]]:
        """The questions to ask: each beside all anchors or beside few, and a few of each unit of a
        new source.
        """
        questions = sorted(held)
        if held_out is not Held.SOURCE:
            return [(number, text) for number, text in questions if _asked_in(text) is held_out]
        self.random.shuffle(questions)
        count: Counter[int] = Counter()
        some = []
        for number, text in questions:
            count[number] += 1
            if count[number] <= _ASKED_OF_NEW:
                some.append((number, text))
        return some


def _asked_in(text: str) -> Held:
    """Where a question is asked: asked twice it would tell little that is new."""
    return (Held.QUESTION, Held.MOST)[crc32(text.encode()) % 2]


class _Memory(VectorCache):
    """Keeps vectors while the program runs, and in no file."""

    def __init__(self, encode: Any) -> None:
        super().__init__(encode, Path("build/fitting-vectors.npz"))
        self._known: dict[str, Vectors] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            held = self._read()
            keys = [self.key(text) for text in new]
            missing = {key: text for key, text in zip(keys, new, strict=True) if key not in held}
            if missing:
                held |= self._encoded(missing)
                self._write(held)
            self._known |= dict(zip(new, self._unit([held[key] for key in keys]), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(
            len(texts), -1
        )
