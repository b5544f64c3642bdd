"""Finds the evidence for a text, in the index of the current knowledge base; no Rasa here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from bot.domain.evidence import Candidate, Retrieval
from bot.knowledge.reader import KnowledgeReader
from bot.knowledge.vectors import VECTORS, VectorCache, Vectors
from bot.nlu.company_pages import NamedCompany, closest_to, led_by, of_company
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.evidence_search import After, EvidenceSearch
from bot.nlu.kept_profiles import PROFILES, KeptProfiles
from bot.nlu.known_questions import unanswerable_in
from bot.nlu.mentions import MentionFinder, Mentions
from bot.nlu.narrowing import of_its_certification, telling_amount, widened
from bot.nlu.question_encoder import question_encoder
from bot.nlu.role_names import RoleNames
from bot.nlu.subjects import SubjectModel
from bot.parsing.function_words import is_function_word, members, words_of
from bot.settings import data_folder

# Categories whose absence from the evidence leaves something to tell: the closest figure that
# isn't of them.
_NARROWING = ("place", "industry", "company", "year")


class EvidenceFinder:
    """Holds the index of the current knowledge base; a rebuilt one is read again without training.

    `outside` are questions known to be out of scope, `folder` holds the questions and the ranker.
    """

    running: ClassVar[EvidenceFinder | None] = None
    """The one of the model that this process has loaded, so that its index is held once."""

    def __init__(
        self, encoder: SentenceEncoder, subjects: SubjectModel, outside: Iterable[str], folder: Path
    ) -> None:
        self.encoder, self.subjects = encoder, subjects
        self.tuned = question_encoder(encoder)
        self._outside, self._folder = tuple(outside), folder
        self._reader = KnowledgeReader()
        self._making = threading.Lock()
        self._search: EvidenceSearch | None = None
        self._digest = ""
        self._as_trained: Callable[[str], str] = str

    def find(
        self, text: str, vector: Vectors, mentions: Mentions, after: After | None = None
    ) -> Retrieval:
        """What answers a question, or what would if it didn't name a place or year that no evidence
        has; `after` is what was typed, where the text was completed by the question before.
        """
        search = self.search()
        retrieval = search.find(text, vector, mentions, after)
        if company := search.companies.named_in(text):
            return self._of_company(company, text, retrieval, search)
        best = telling_amount(retrieval, search)
        if best is None or not best.missing or mentions.foreign:
            return retrieval
        spans = search.spans(text, mentions, best.missing, _NARROWING)
        if not spans:
            certifications = search.named(text, mentions, ("certification",))
            return of_its_certification(retrieval, text, certifications, search)
        if both := self._both_sides(text, retrieval, mentions, search):
            return both
        wider = self._read(_without(text, [(start, end) for start, end, _ in spans]), search)
        names = tuple(dict.fromkeys(text[start:end] for start, end, _ in spans))
        companies = any(category == "company" for _, _, category in spans)
        return widened(retrieval, wider, names, search, companies=companies)

    def _of_company(
        self, company: NamedCompany, text: str, named: Retrieval, search: EvidenceSearch
    ) -> Retrieval:
        """What the company's own pages answer; else what is found without its name, as the closest
        thing: what holds for CISOs at large says nothing about one company's.
        """
        rest = _without(text, [(company.start, company.end)])
        if _names_nothing(rest):
            return led_by(company, named)  # "Tell me about Northwind"
        vector, mentions = self._vector(rest), search.mentions(rest)
        if told := of_company(company, named, search.find(rest, vector, mentions)):
            return told
        return closest_to(company, text, named, self.find(rest, vector, mentions))

    def _both_sides(
        self, text: str, retrieval: Retrieval, mentions: Mentions, search: EvidenceSearch
    ) -> Retrieval | None:
        """The evidence for each of two places, industries or companies that a question names, where
        no evidence has both: "do CISOs in tech earn more than in healthcare".
        """
        best = retrieval.best
        named = search.named(text, mentions, _NARROWING)
        if best is None or not retrieval.answered or len({*map(_category, named)}) != 1:
            return None
        lacking = [span for span in named if span[3] in best.missing]
        held = [span for span in named if span not in lacking]
        if not held or not lacking:
            return None
        other = self._read(_without(text, [(start, end) for start, end, *_ in held]), search)
        second = _alike(best, other, search)
        if second is None or second.evidence == best.evidence:
            return None
        sides = (replace(best, missing=()), second)
        return _compared(retrieval, sides if held[0][0] <= lacking[0][0] else sides[::-1])

    def _read(self, text: str, search: EvidenceSearch) -> Retrieval:
        """What is found for a part of a question."""
        return search.find(text, self._vector(text), search.mentions(text))

    def _vector(self, text: str) -> Vectors:
        vector: Vectors = self.encoder.encode([self._as_trained(text)])[0]
        return vector

    def search(self) -> EvidenceSearch:
        """The search over the current knowledge; one thread makes it, others wait for it."""
        with self._making:
            return self._made()

    def _made(self) -> EvidenceSearch:
        kb = self._reader.current()
        if self._search is None or kb.digest != self._digest:
            role = RoleNames(kb.job)
            self._as_trained = role.as_trained
            cache = VectorCache(
                lambda texts: self.encoder.encode(list(map(role.as_trained, texts))),
                data_folder() / VECTORS,
            )
            self._search = EvidenceSearch(
                kb,
                MentionFinder(kb),
                cache,
                self.subjects,
                self.tuned.of_role(role.as_trained),
                self._folder,
                unanswerable_in(self._folder, self._outside),
                kept=KeptProfiles(data_folder() / PROFILES),
            )
            self._digest = kb.digest
        return self._search


def _names_nothing(text: str) -> bool:
    """Whether a text has only words that ask, point or join."""
    asking = {word for phrase in members("asking_other") for word in phrase.split()}
    return all(is_function_word(word) for word in words_of(text) if word and word not in asking)


def _alike(best: Candidate, other: Retrieval, search: EvidenceSearch) -> Candidate | None:
    """The first evidence of the same kind that an answered question lacks nothing of."""
    kind = search.kind(best.evidence)
    alike = (one for one in other.candidates if search.kind(one.evidence) == kind)
    return next((one for one in alike if not one.missing), None) if other.answered else None


def _compared(retrieval: Retrieval, sides: tuple[Candidate, Candidate]) -> Retrieval:
    """What was found, two of it first, to be held against each other."""
    known = {side.evidence for side in sides}
    rest = (one for one in retrieval.candidates if one.evidence not in known)
    return replace(retrieval, candidates=(*sides, *rest), form="compare")


def _category(span: tuple[int, int, str, str]) -> str:
    return span[2]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start].rstrip()} {text[end:].lstrip()}"
    words = text.replace(" ?", "?").split()
    while words and words[-1].rstrip("?.!").lower() in (
        "in",
        "at",
        "for",
        "of",
        "from",
        "a",
        "an",
        "the",
        "or",
        "and",
        "than",
    ):
        words.pop()
    return " ".join(words)
