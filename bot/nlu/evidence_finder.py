"""Finds the evidence for a text, in the index of the current knowledge base; no Rasa here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from bot.domain.evidence import Candidate, Retrieval
from bot.knowledge.reader import KnowledgeReader
from bot.knowledge.vectors import VECTORS, VectorCache, Vectors
from bot.nlu.company_pages import NamedCompany, of_company
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.evidence_search import After, EvidenceSearch, unanswerable_in
from bot.nlu.kept_profiles import PROFILES, KeptProfiles
from bot.nlu.mentions import MentionFinder, Mentions
from bot.nlu.question_encoder import question_encoder
from bot.nlu.role_names import RoleNames
from bot.nlu.subjects import SubjectModel
from bot.parsing.asking import asks_or_wishes, speaks_of_self
from bot.parsing.function_words import is_function_word, members, words_of
from bot.settings import data_folder

# Categories whose absence from the evidence leaves something to tell: the closest figure that
# isn't of them.
_NARROWING = ("place", "industry", "company", "year")
_KINDS_THAT_NARROW = (
    "pay", "pay_change", "survey", "tenure", "turnover", "reporting_line", "list", "passage",
    "title", "framework",
)  # fmt: skip
# Score from which a company's page answers a question only with the company's name in it, which all
# of its pages have in common; chosen on questions to four invented companies.
_CLEARLY = 0.8
# Share of the best score from which evidence on the named certification comes first.
_CLOSE = 0.5


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
        self._tuned = question_encoder(encoder)
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
        best = _telling_amount(retrieval, search)
        if best is None or not best.missing or mentions.foreign:
            return retrieval
        spans = search.spans(text, mentions, best.missing, _NARROWING)
        if not spans:
            certifications = search.named(text, mentions, ("certification",))
            return _of_its_certification(retrieval, text, certifications, search)
        if both := self._both_sides(text, retrieval, mentions, search):
            return both
        wider = self._read(_without(text, [(start, end) for start, end, _ in spans]), search)
        names = tuple(dict.fromkeys(text[start:end] for start, end, _ in spans))
        companies = any(category == "company" for _, _, category in spans)
        return _widened(retrieval, wider, names, search, companies=companies)

    def _of_company(
        self, company: NamedCompany, text: str, named: Retrieval, search: EvidenceSearch
    ) -> Retrieval:
        """What the company's own pages answer; else what is found without its name, as the closest
        thing: what holds for CISOs at large says nothing about one company's.
        """
        rest = _without(text, [(company.start, company.end)])
        if _names_nothing(rest):
            return _led_by(company, named)  # "Tell me about Northwind"
        vector, mentions = self._vector(rest), search.mentions(rest)
        bare = search.find(rest, vector, mentions)
        clearly = _clearly_of(company, named, bare)
        if told := of_company(company, clearly, _led_by(company, bare)):
            return told
        wider = self.find(rest, vector, mentions)
        if speaks_of_self(text) and not asks_or_wishes(text):
            return replace(wider, answered=False, partly=False)  # "I work at Northwind."
        own = wider.best is not None and company.tells(wider.best)
        missing = (*(() if own else (company.name,)), *wider.missing)
        holds = wider.answered or wider.partly
        return replace(wider, partly=holds, missing=missing, form=named.form)

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
        if lacking[0][0] < held[0][0]:
            sides = sides[::-1]
        known = {side.evidence for side in sides}
        rest = (one for one in retrieval.candidates if one.evidence not in known)
        return replace(retrieval, candidates=(*sides, *rest), form="compare")

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
                self._tuned.of_role(role.as_trained),
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


def _led_by(company: NamedCompany, found: Retrieval) -> Retrieval:
    """What was found, unanswered where no page of the company comes first."""
    leads = found.best is not None and company.tells(found.best)
    return found if leads else replace(found, answered=False)


def _clearly_of(company: NamedCompany, named: Retrieval, bare: Retrieval) -> Retrieval:
    """What was found with the company's name, unanswered where the name alone may have led to a
    page of it: that must be clearly first, and be on a certification that is asked about or among
    what was found without the name. Nor is it the answer where the rest of the question stands
    beside other evidence: "how do I keep the CISSP at Northwind".
    """
    best = named.best
    if best is None or not company.tells(best) or best.score < _CLEARLY:
        return replace(named, answered=False)
    if bare.best is not None and bare.best.is_asked_for:
        return replace(named, answered=False)
    known = {candidate.evidence for candidate in bare.candidates}
    is_meant = best.evidence in known or best.reasons.get("certification_match")
    return named if is_meant else replace(named, answered=False)


def _of_its_certification(
    retrieval: Retrieval,
    text: str,
    names: Sequence[tuple[int, int, str, str]],
    search: EvidenceSearch,
) -> Retrieval:
    """What was found, the best only as the closest thing where it has none of the certifications
    that the question names, at `names`: no exam's price is that of another.

    A close second that has them comes first instead, if it tells the same of them, or the best
    is about no certification at all.
    """
    best = retrieval.best
    lacking = [name for name in names if best is not None and name[3] in best.missing]
    if best is None or not retrieval.answered or not lacking or len(lacking) < len(names):
        return retrieval
    of_another = bool(best.reasons.get("certification_extra"))
    for one in retrieval.candidates:
        alike = search.kind(one.evidence) == search.kind(best.evidence)
        if not one.missing and one.score > best.score * _CLOSE and (alike or not of_another):
            others = (other for other in retrieval.candidates if other != one)
            return replace(retrieval, candidates=(one, *others))
    missing = tuple(dict.fromkeys(text[start:end] for start, end, *_ in lacking))
    return replace(retrieval, partly=True, missing=missing)


def _telling_amount(retrieval: Retrieval, search: EvidenceSearch) -> Candidate | None:
    """The evidence to narrow: where an amount is asked for that the best doesn't tell, the first
    pay that lacks a name. A law of Texas is no answer to what a CISO earns there.
    """
    best = retrieval.best
    asked = retrieval.form == "amount" and not retrieval.answered
    if best is None or not asked or search.kind(best.evidence) != "statement":
        return best
    paid = (one for one in retrieval.candidates if search.kind(one.evidence) == "pay")
    return next((one for one in paid if one.missing), best)


def _widened(
    retrieval: Retrieval,
    wider: Retrieval,
    names: tuple[str, ...],
    search: EvidenceSearch,
    *,
    companies: bool,
) -> Retrieval:
    """What is told of a question that names a place, year or company: what was found for it,
    or without the name, as the closest thing or as the answer.
    """
    if not wider.answered or wider.best is None:
        return replace(retrieval, answered=False)
    if search.kind(wider.best.evidence) not in _KINDS_THAT_NARROW:
        # what holds for a CISO holds in any place, but says nothing about one company's
        return retrieval if retrieval.answered or companies else wider
    if companies:
        # what holds for CISOs at large is the closest thing, and no answer
        return replace(wider, answered=False, missing=names, form=retrieval.form)
    return replace(wider, partly=True, missing=names, form=retrieval.form)


def _alike(best: Candidate, other: Retrieval, search: EvidenceSearch) -> Candidate | None:
    """The first evidence of the same kind that an answered question lacks nothing of."""
    kind = search.kind(best.evidence)
    alike = (one for one in other.candidates if search.kind(one.evidence) == kind)
    return next((one for one in alike if not one.missing), None) if other.answered else None


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
