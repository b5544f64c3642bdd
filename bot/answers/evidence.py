"""Evidence as answers use it: the facts and the passage behind the candidates of a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.evidence import LIST, PASSAGE, Candidate
from bot.domain.facts import Fact, FactKind, Passage
from bot.domain.question import Question
from bot.domain.reply import CitedFact, cite, cite_passage
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import LISTS, TOPIC_OF_KIND

# The score from which evidence is of its own subject, rather than of what was talked about.
_AHEAD = 0.5


@dataclass(frozen=True)
class Found:
    """One unit of evidence: `facts` that are told in one sentence, a `passage` of prose, or the
    name of a `list`.
    """

    candidate: Candidate
    facts: tuple[Fact, ...] = ()
    passage: Passage | None = None
    list: str = ""

    @property
    def fact(self) -> Fact | None:
        return self.facts[0] if self.facts else None

    @property
    def kind(self) -> FactKind | None:
        return self.facts[0].kind if self.facts else None

    @property
    def cited(self) -> tuple[CitedFact, ...]:
        if self.facts:
            return cite(self.facts)
        if self.passage is None:
            return ()
        return (
            cite_passage(
                self.passage.id, self.passage.text, self.passage.source, self.passage.section
            ),
        )

    def topic(self, guess: str) -> str:
        """The topic of an answer from it; `guess` is taken where its kind has no topic
        of its own.
        """
        if self.kind is not None and self.kind in TOPIC_OF_KIND:
            return TOPIC_OF_KIND[self.kind]
        if self.fact is not None and self.fact.about.startswith("certification/"):
            return "certifications"
        return guess


def has_own_subject(question: Question) -> bool:
    """Whether the evidence found is of the question's own subject, not of what was talked about."""
    best = question.retrieval.best
    return best is not None and best.score >= _AHEAD


def found(candidates: Iterable[Candidate], kb: KnowledgeBase) -> tuple[Found, ...]:
    """What the candidates stand for; those of a knowledge base that has been replaced since are
    left out.
    """
    resolved = (_resolved(candidate, kb) for candidate in candidates)
    return tuple(one for one in resolved if one is not None)


def _resolved(candidate: Candidate, kb: KnowledgeBase) -> Found | None:
    kind, _, name = candidate.evidence.partition(":")
    if kind == LIST and name in LISTS:
        facts = kb.facts(LISTS[name][0])
        return Found(candidate, facts, list=name) if facts else None
    if kind == PASSAGE:
        passage = kb.passage(name)
        return Found(candidate, passage=passage) if passage else None
    fact = kb.fact(candidate.evidence)
    if fact is None:
        return None
    same = tuple(
        other for other in kb.facts_of(fact.passage)
        if (other.statement, other.detail) == (fact.statement, fact.detail)
        and (other.figure is not None or other.kind is fact.kind)
    )  # fmt: skip
    return Found(candidate, same or (fact,))


def of_main_source(facts: Sequence[Fact], kb: KnowledgeBase) -> list[Fact]:
    """Those of the main article where it has some: a list is not a heap of all sources."""
    first = [fact for fact in facts if fact.passage.source.id == kb.main_source.id]
    return first if len(first) > 1 else list(facts)
