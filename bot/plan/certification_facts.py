"""What the sources tell of a certification, whoever asks."""

from __future__ import annotations

from bot.domain.facts import Fact, FactKind
from bot.knowledge.store import KnowledgeBase
from bot.plan.line import words_in
from bot.plan.requirements import current_id
from bot.plan.stage import Focus


def price_of(certification: str, kb: KnowledgeBase) -> Fact | None:
    """What the exam costs in the general case, the newest figure; None when no source tells."""
    found = [
        fact
        for fact in kb.facts(FactKind.EXAM, certification)
        if fact.value == "price" and fact.figure and fact.figure.unit == "USD"
    ]
    return max(
        found, key=lambda f: (f.until is None, f.year or 0, "member" not in f.label), default=None
    )


def annual_fee(certification: str, kb: KnowledgeBase) -> Fact | None:
    """What keeping it costs a year, for anybody."""
    found = kb.facts(FactKind.UPKEEP, certification)
    return next((f for f in found if f.label == "annual fee" and f.figure and not f.value), None)


def levelled(kb: KnowledgeBase) -> list[str]:
    """The certifications whose level a source tells, under their present names."""
    ids = (current_id(fact.about, kb) for fact in kb.facts(FactKind.LEVEL))
    return list(dict.fromkeys(ids))


def open_route(certification: str, kb: KnowledgeBase) -> Fact | None:
    """A way to it before its years that is open to anybody: one that asks for years or other
    certifications itself is none for whoever has neither.
    """
    routes = kb.facts(FactKind.ROUTE, certification)
    return next((r for r in routes if r.figure and r.figure.measure == "maximum"), None)


def builds_on_another(certification: str, kb: KnowledgeBase) -> bool:
    """Whether one of its paths asks for another certification."""
    paths = kb.facts(FactKind.PREREQUISITE, certification)
    return any(fact.value.startswith("certification/") for fact in paths)


_GOVERNANCE_WORDS = frozenset(["risk", "compliant", "compliance", "governance", "audit"])
_OPERATIONS_WORDS = frozenset(["analyst", "analysts", "analysis", "operations"])


def kind_of_work(
    certification: str, level: Fact, rules: tuple[Fact, ...], kb: KnowledgeBase
) -> Focus:
    """What kind of work it is written for, by what the sources say of it and of its `rules`."""
    texts = [fact.statement for fact in kb.facts(FactKind.CERTIFICATION, certification)]
    texts += [fact.figure.scope for fact in rules if fact.figure]
    words = words_in(" ".join(texts))
    if words & _GOVERNANCE_WORDS and level.value != "executive":
        return Focus.GOVERNANCE
    return Focus.OPERATIONS if words & _OPERATIONS_WORDS else Focus.GENERAL


def years_required(certification: str, kb: KnowledgeBase) -> list[Fact]:
    facts = kb.facts(FactKind.PREREQUISITE, certification)
    return [fact for fact in facts if fact.figure and fact.figure.unit == "years"]
