"""Finds the evidence for a question: index, ranker and gate behind one call; no Rasa here."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from bot.domain.evidence import Evidence, Retrieval
from bot.knowledge.index import EvidenceIndex, Unanswerable
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import QUESTIONS, units_of
from bot.knowledge.vectors import VectorCache, Vectors
from bot.nlu.answerability import NOT_COVERED, OUT_OF_SCOPE, SIGNS, Gate, signs
from bot.nlu.candidates import candidates
from bot.nlu.company_pages import CompanyPages
from bot.nlu.kept_profiles import KeptProfiles, key_of
from bot.nlu.known_questions import anchors_in
from bot.nlu.mentions import MentionFinder, Mentions
from bot.nlu.names import names_in, plain_name, spans_in
from bot.nlu.profiles import profiles_of
from bot.nlu.question_encoder import Likelihoods, QuestionEncoder
from bot.nlu.question_form import FormClassifier, likeliest, read_examples
from bot.nlu.ranker import Ranked, Ranker
from bot.nlu.ranking_signals import SIGNALS, Asked, Profiles, is_asked, says_it
from bot.nlu.subjects import SubjectModel
from bot.parsing.scopes import ScopeReader

_NEAR_ENOUGH_TO_TELL = 0.7
_NEARLY_ALL = 0.9
# Findings that are kept, of some kilobytes each.
_MOST_RECENT = 512


Key = TypeVar("Key")
Result = TypeVar("Result")


def _digest(text: str, rest: bytes = b"") -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass") + rest).digest()


@dataclass(frozen=True)
class After:
    """A message as it was typed, and the question before it, which it is put to."""

    before: str
    text: str


class EvidenceSearch:
    """Answers `find` from one knowledge base; made again, in seconds, when that is rebuilt."""

    def __init__(
        self,
        kb: KnowledgeBase,
        finder: MentionFinder,
        cache: VectorCache,
        subjects: SubjectModel,
        tuned: QuestionEncoder,
        questions: Path = QUESTIONS,
        unanswerable: Sequence[Unanswerable] = (),
        units: Sequence[Evidence] | None = None,
        kept: KeptProfiles | None = None,
    ) -> None:
        self.subjects = subjects
        self._finder = finder
        self._recent: OrderedDict[tuple[bytes, Mentions], Retrieval] = OrderedDict()
        self._named: OrderedDict[bytes, Mentions] = OrderedDict()
        self._keeping = threading.Lock()
        self._scopes = ScopeReader.load(kb.job.home)
        self.companies = CompanyPages(kb)
        self._ranker, self._gate = (
            Ranker.read(questions / "ranker.json"),
            Gate.read(questions),
        )
        forms, texts = read_examples(questions / "forms.tsv")
        # one pass over the cache, so that it keeps what both need
        units = units_of(kb, anchors_in(questions)) if units is None else units
        self.index = EvidenceIndex(units, cache, unanswerable, extra=texts)
        self._tuned, self._tuned_units = tuned, tuned.evidence(self.index.unit_vectors())
        self.forms = FormClassifier(forms, texts, self.index.extra_vectors)
        self._profiles = kept.of(self._key(kb), self._made) if kept else self._made()

    def _made(self) -> Profiles:
        return profiles_of(
            self.index,
            self._finder,
            self._scopes,
            self.forms.probabilities,
            self.subjects.probabilities,
        )

    def _key(self, kb: KnowledgeBase) -> bytes:
        """What the profiles are made of; the role's home and the entities are of the build."""
        subjects = self.subjects
        fitted = (self.forms.weights, subjects.mean, subjects.weights, subjects.shares)
        texts = (kb.digest, repr(kb.job), *subjects.intents, *map(repr, self.index.units))
        return key_of(texts, (self.index.anchor_vectors.floats(), *fitted))

    def asked(self, text: str, vector: Vectors, mentions: Mentions, tuned: Likelihoods) -> Asked:
        return Asked(
            text,
            vector,
            names_in(text, mentions, self._scopes),
            self.forms.probabilities(text, vector),
            self.subjects.probabilities(vector[None, :])[0],
            tuned,
        )

    def likelihoods(self, text: str, after: After | None = None) -> Likelihoods:
        """How likely each unit answers a question, by the tuned vectors."""
        said, before = (after.text, after.before) if after else (text, "")
        return self._tuned.likelihoods(self._tuned.vector(said, before), self._tuned_units)

    def knows(self, evidence: str) -> bool:
        """Whether a unit's source was held when the gate was fitted and the vectors were tuned."""
        return self._gate.knows(evidence)

    def find(
        self, text: str, vector: Vectors, mentions: Mentions, after: After | None = None
    ) -> Retrieval:
        """The best evidence for a question, whether it answers it, and the question's form.

        What was found lately is kept: a turn asks the same several times, and so do visitors.
        """
        said = _digest(f"{after.before}\n{after.text}") if after else b""
        key = _digest(text, vector.tobytes() + said), mentions
        return self._once(self._recent, key, lambda: self._found(text, vector, mentions, after))

    def _once(self, kept: OrderedDict[Key, Result], key: Key, find: Callable[[], Result]) -> Result:
        """What is kept, else what `find` finds, which is kept."""
        with self._keeping:
            found = kept.get(key)
        if found is None:
            found = find()
            with self._keeping:
                kept[key] = found
                if len(kept) > _MOST_RECENT:
                    kept.popitem(last=False)
        return found

    def _found(
        self, text: str, vector: Vectors, mentions: Mentions, after: After | None
    ) -> Retrieval:
        tuned = self.likelihoods(text, after)
        asked = self.asked(text, vector, mentions, tuned)
        ranked = self._ranker.rank(asked, self.index, self._profiles)
        found = signs(asked, ranked, self.index, self.subjects.intents)
        shown = candidates(asked, ranked, self.index, self._profiles.names)
        inside, outside = ranked.closeness.nothing
        best = shown[0].evidence if shown else ""
        share = float(tuned.shares[ranked.numbers[0]]) if best else 0.0
        trees = self._gate.probability(found)
        probability = self._gate.weighed(trees, best, tuned.nothing, share)
        least = self._gate.least(best)
        return Retrieval(
            candidates=shown,
            answerable=probability,
            answered=probability >= least or _is_told(ranked),
            outcome=OUT_OF_SCOPE if outside > inside and not asked.names.role else NOT_COVERED,
            form=likeliest(asked.forms),
            signs={
                **dict(zip(SIGNS, np.round(found, 3).tolist(), strict=True)),
                "trees": round(trees, 4),
                "tuned_nothing": round(tuned.nothing, 4),
                "tuned_share": round(share, 4),
            },
        )

    def mentions(self, text: str) -> Mentions:
        """What a text names; kept like what was found, as a turn reads a text in several ways."""
        return self._once(self._named, _digest(text), lambda: self._finder.find(text))

    def kind(self, evidence: str) -> str:
        return self.index.units[self.index.number[evidence]].kind

    def named(
        self, text: str, mentions: Mentions, categories: Sequence[str]
    ) -> list[tuple[int, int, str, str]]:
        """Start, end, category and plain name of what a text names of the categories."""
        return [span for span in spans_in(text, mentions, self._scopes) if span[2] in categories]

    def spans(
        self, text: str, mentions: Mentions, missing: Sequence[str], categories: Sequence[str]
    ) -> list[tuple[int, int, str]]:
        """Where a text names what is missing, if all of that is of the
        categories; nothing otherwise.
        """
        found = [
            span
            for span in self.named(text, mentions, categories)
            if plain_name(text[span[0] : span[1]]) in missing or span[3] in missing
        ]
        if {span[3] for span in found} >= set(missing):
            return [(start, end, category) for start, end, category, _ in found]
        return []


def _is_told(ranked: Ranked) -> bool:
    """Whether the question stands beside the best evidence, or this is prose that says nearly all
    that it names.

    The gate is fitted on knowledge with many anchors; a new paragraph has none or two.
    """
    best = ranked.signals[:1]
    near = best[0, SIGNALS.index("passage")] >= _NEAR_ENOUGH_TO_TELL
    told = ranked.closeness.rare and near and says_it(best)[0] >= _NEARLY_ALL
    return bool(told or (len(best) and is_asked(best)[0]))
