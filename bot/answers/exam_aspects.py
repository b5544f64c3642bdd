"""What of a certification a message likely asks: its rules, its price, a second try, keeping it, or
which of all comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.readings import asked_before
from bot.answers.turn import Turn
from bot.domain.evidence import LIST
from bot.domain.facts import Fact, FactKind
from bot.knowledge.store import KnowledgeBase
from bot.parsing.function_words import words_of

# What the rules of a certification, what keeping it takes and which of all comes first are called
# here; an exam's facts go by their value, as "price" or "retake".
RULES, UPKEEP, CHOICE = "rules", "upkeep", "choice"
PRICE = "price"
# What tells of a certification as a whole, such as its level or what it is for.
WHOLE = "whole"
_OF_KIND = {
    FactKind.PREREQUISITE: RULES,
    FactKind.ROUTE: RULES,
    FactKind.WAIVER: RULES,
    FactKind.UPKEEP: UPKEEP,
}
_ALL = (f"{LIST}:certifications", f"{LIST}:levels")
# What every message about one certification is put to, as a question about it.
_GETTING = "How do I get the {name}?"
# Certifications from which a sentence sets them beside each other.
_SEVERAL = 2


def aspect_of(unit: str, kb: KnowledgeBase) -> str:
    """The aspect that a unit of evidence tells; empty for what tells of no certification."""
    if unit in _ALL:
        return CHOICE
    fact = kb.fact(unit)
    if fact is None:
        return ""
    if fact.kind in _OF_KIND:
        return _OF_KIND[fact.kind]
    if fact.about.startswith("certification/"):
        return str(fact.value) if fact.kind is FactKind.EXAM else _of_passage(fact, kb)
    several = fact.kind is FactKind.STATEMENT and _named_in(fact, kb) >= _SEVERAL
    return CHOICE if several else ""


def _of_passage(fact: Fact, kb: KnowledgeBase) -> str:
    """The aspect of a statement: "never expires" stands with what keeping it takes."""
    if fact.kind is not FactKind.STATEMENT:
        return WHOLE
    beside = (_OF_KIND.get(other.kind, "") for other in kb.facts_of(fact.passage))
    return next(filter(None, beside), WHOLE)


def _named_in(fact: Fact, kb: KnowledgeBase) -> int:
    """How many certifications a fact names."""
    said = set(words_of(fact.statement))
    names = (one.name.lower() for one in kb.entities if one.id.startswith("certification/"))
    return sum(name in said for name in names)


def aspects(likely: Mapping[str, float], kb: KnowledgeBase) -> Mapping[str, float]:
    """How likely a message asks each aspect, by the evidence that likely answers it."""
    shares: dict[str, float] = {}
    for unit, share in likely.items():
        if aspect := aspect_of(unit, kb):
            shares[aspect] = shares.get(aspect, 0.0) + share
    return shares


def getting(certification: str, kb: KnowledgeBase) -> str:
    """The question that a message about one certification is put to."""
    known = kb.entity(certification)
    return _GETTING.format(name=known.name if known else certification.partition("/")[2])


def likely_of(certification: str, text: str, turn: Turn) -> Mapping[str, float]:
    """How likely each unit of evidence answers a message, taken as one about a certification:
    behind the last question where that was of it, else behind how one gets it.
    """
    last = turn.state.last
    told = (turn.kb.fact(unit) for unit in turn.state.facts)
    of_it = any(fact is not None and fact.about == certification for fact in told)
    asked = of_it and last is not None and last.intent in (*KNOWLEDGE, "ask_ellipsis")
    before = asked_before(turn) if asked else getting(certification, turn.kb)
    return turn.reader.likely(before, text)


def units_of(
    certification: str, aspect: str, likely: Mapping[str, float], kb: KnowledgeBase
) -> Sequence[str]:
    """The facts of a certification that tell an aspect, the likeliest first; a fee for all of an
    issuer's is likely under the name of any of them.
    """
    by_statement: dict[str, float] = {}
    for unit, share in likely.items():
        if fact := kb.fact(unit):
            before = by_statement.get(fact.statement, 0.0)
            by_statement[fact.statement] = before + share
    own = [fact for fact in kb.facts_about(certification) if aspect_of(fact.id, kb) == aspect]
    return [
        fact.id for fact in sorted(own, key=lambda fact: -by_statement.get(fact.statement, 0.0))
    ]
