"""What a person would want next beside an answer: at most two sentences that rest on
other facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.evidence import Found
from bot.answers.sentences import sentence
from bot.domain.facts import Fact, FactKind
from bot.knowledge.store import KnowledgeBase

_SAME_CERTIFICATION = {
    FactKind.PREREQUISITE: (FactKind.PREREQUISITE, FactKind.WAIVER, FactKind.ROUTE),
    FactKind.ROUTE: (FactKind.PREREQUISITE,),
    FactKind.WAIVER: (FactKind.PREREQUISITE,),
    FactKind.CERTIFICATION: (FactKind.STATUS, FactKind.PREREQUISITE, FactKind.LEVEL),
    FactKind.LEVEL: (FactKind.PREREQUISITE,),
    FactKind.STATUS: (FactKind.ISSUER,),
    FactKind.UPKEEP: (FactKind.UPKEEP,),
    FactKind.EXAM: (FactKind.EXAM,),
}
_LEAST_SHARE = 0.06
_LEAST_OF_SAME_SOURCE = 0.15
_MOST = 2


def companions(best: Found, others: Sequence[Found], kb: KnowledgeBase, words: int) -> list[Fact]:
    """Facts that go with the first, the most fitting first, as far as `words` allow."""
    if best.fact is None:
        return []
    fact = best.fact
    wanted = [
        *_of_the_same_pay(fact, kb),
        *_of_the_same_certification(fact, kb),
        *_next(best, others, kb),
    ]
    told = {fact.statement, *(other.statement for other in best.facts)}
    taken: list[Fact] = []
    for other in wanted:
        length = len(sentence(other, kb).split())
        if other.statement in told or length > words or len(taken) == _MOST:
            continue
        told.add(other.statement)
        taken.append(other)
        words -= length
    return taken


def _of_the_same_pay(fact: Fact, kb: KnowledgeBase) -> list[Fact]:
    """The median beside an average of the same survey, and the other way round."""
    if fact.kind is not FactKind.PAY or fact.figure is None:
        return []
    pair = {"average": "median", "median": "average"}.get(fact.figure.measure)
    return [
        other for other in kb.facts(FactKind.PAY, fact.about)
        if other.figure and other.figure.measure == pair and other.figure.basis == fact.figure.basis
        and other.passage.source.id == fact.passage.source.id and other.value == fact.value
    ]  # fmt: skip


def _of_the_same_certification(fact: Fact, kb: KnowledgeBase) -> list[Fact]:
    if not fact.about.startswith("certification/"):
        return []
    kinds = _SAME_CERTIFICATION.get(fact.kind, ())
    return [other for kind in kinds for other in kb.facts(kind, fact.about)]


def _next(best: Found, others: Iterable[Found], kb: KnowledgeBase) -> list[Fact]:
    """Other candidates of the same kind and thing that fit the question nearly as well.

    What another source says of the same comes before older figures of the source that leads.
    """
    fact = best.fact
    found = [
        other.fact
        for other in others
        if other.fact is not None
        and fact is not None
        and not other.list
        and other.candidate.score >= _LEAST_SHARE
        and not other.candidate.missing
        and other.fact.about == fact.about
        and not _outdone(other.fact, fact)
        and (other.fact.kind is fact.kind or _beside(fact, other))
    ]
    return sorted(found, key=lambda other: fact is not None and _is_same_measure(other, fact))


def _is_same_measure(other: Fact, fact: Fact) -> bool:
    """Whether a source tells the same of another year."""
    same_source = other.passage.source.id == fact.passage.source.id
    return same_source and other.kind is fact.kind and other.value == fact.value


def _outdone(other: Fact, fact: Fact) -> bool:
    """Whether a figure of pay is older than the one it would stand beside."""
    both = other.kind is FactKind.PAY and fact.kind is FactKind.PAY
    return both and (other.year or 0) < (fact.year or 0)


def _beside(fact: Fact, other: Found) -> bool:
    """Whether another candidate is the next thing that the same source says."""
    assert other.fact is not None
    same = other.fact.passage.source.id == fact.passage.source.id
    return same and other.candidate.score >= _LEAST_OF_SAME_SOURCE
