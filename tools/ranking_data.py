"""What ranker and gate are fitted on: questions, each ranked by an index that doesn't hold it (see
`tools.held_out`).

Subjects come from a model that hasn't seen the question either: one that has is sure of what is out
of scope, and the gate would lean on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.knowledge.index import EvidenceIndex
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import units_of
from bot.knowledge.vectors import Vectors
from bot.nlu.answerability import OUT_OF_SCOPE
from bot.nlu.dialogue_acts import is_act
from bot.nlu.encoder import encoder
from bot.nlu.known_questions import anchors_in, unanswerable_in
from bot.nlu.mentions import MentionFinder
from bot.nlu.names import names_in
from bot.nlu.profiles import profiles_of
from bot.nlu.question_form import FormClassifier, read_examples
from bot.nlu.ranker import MODEL, pool
from bot.nlu.ranking_signals import Asked, Profiles, signals
from bot.nlu.subjects import SubjectModel
from bot.parsing.scopes import ScopeReader
from tools.held_out import FOLDS, Held, HeldOut, asked_in
from tools.training_examples import training_examples
from tools.vector_memory import VectorMemory

# The unit of a question with an answer that nobody has linked to a unit.
UNIT_UNKNOWN = -1
# Training examples that the gate learns from, beside the anchors.
_EXAMPLES = 1500


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


class RankingData:
    """Everything that stays the same over the folds, and the cases of each way to hold out."""

    def __init__(self, seed: int = 0) -> None:
        self.kb = KnowledgeBase.load()
        self.cache = VectorMemory(encoder("build/minilm").encode)
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
        self._random = Random(seed)
        self._held_out = HeldOut(self.units, self.unanswerable, self.cache, self._random)

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

    def fold(self, unit: int) -> int:
        """The fold of a unit: units of the same source share one."""
        return self._held_out.fold(unit)

    def cases(self, held_out: Held) -> tuple[Cases, Cases]:
        """Held-out questions with an answer, training examples among them, and without one."""
        answered, unanswered = Cases(), Cases()
        examples = self._random.sample(self.examples, min(_EXAMPLES, len(self.examples)))
        for fold, (held, nothing, index) in enumerate(self._held_out.folds(held_out)):
            profiles = profiles_of(
                index,
                self.finder,
                self.scopes,
                self.forms.probabilities,
                self.subjects.probabilities,
            )
            questions = self._held_out.asked_of(held, held_out)
            without = [
                (UNIT_UNKNOWN, entry.question)
                for entry in nothing
                if held_out is Held.SOURCE or asked_in(entry.question) is held_out
            ]
            if held_out is not Held.SOURCE:
                known = set(index.anchors)
                own = [text for text in examples[fold::FOLDS] if text not in known]
                questions += [(UNIT_UNKNOWN, text) for text in own]
            self._put(questions, index, profiles, answered)
            self._put(without, index, profiles, unanswered)
        return answered, unanswered

    def _put(
        self,
        questions: Sequence[tuple[int, str]],
        index: EvidenceIndex,
        profiles: Profiles,
        cases: Cases,
    ) -> None:
        """Rank what an index holds for each question, and add it to the cases."""
        for number, text in questions:
            asked = self.asked(text)
            closeness = index.closeness(asked.vector, text)
            numbers = pool(closeness)
            place = np.flatnonzero(numbers == number)
            cases.rows.append(signals(asked, numbers, closeness, index, profiles))
            cases.right.append(int(place[0]) if len(place) else -1)
            cases.units.append(number)
            cases.asked.append((asked, index, numbers, closeness))
