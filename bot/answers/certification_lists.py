"""Certifications side by side: which are named, their levels and issuers, what each requires."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.answers.evidence import of_main_source
from bot.answers.sentences import first_sentences
from bot.domain.facts import Fact, FactKind
from bot.domain.freshness import is_old
from bot.domain.reply import Item, Reply, Table, amount, cite, joined
from bot.knowledge.store import KnowledgeBase

_LEAST_OFFERED = 2


def certifications(kb: KnowledgeBase, today: date) -> Reply:
    """Those that the main article names, each with its issuer, under the rule on whether one is
    required.
    """
    facts = of_main_source(kb.facts(FactKind.CERTIFICATION), kb)
    issuers = {fact.about: fact for fact in reversed(kb.facts(FactKind.ISSUER))}
    status = {fact.about: fact for fact in kb.facts(FactKind.STATUS) if fact.value}
    rules = _rules(kb)
    items = []
    for fact in facts:
        details = [f"from {issuers[fact.about].value}"] if fact.about in issuers else []
        details += [status[fact.about].label] if fact.about in status else []
        items.append(Item(fact.label, ", ".join(details), fact.about))
    lead = " ".join([*(first_sentences(rule.detail, 1) for rule in rules), "These are named:"])
    shown = [
        *rules,
        *facts,
        *(issuers[f.about] for f in facts if f.about in issuers),
        *status.values(),
    ]
    others = [fact.label for fact in kb.facts(FactKind.CERTIFICATION) if fact not in facts]
    closing = f"I also know {joined(dict.fromkeys(others))}." if others else ""
    return Reply("certifications", lead, tuple(items), closing, facts=cite(shown))


def _rules(kb: KnowledgeBase) -> list[Fact]:
    """The step that says whether a certification is required, where one does."""
    steps = (fact for fact in kb.facts(FactKind.STEP) if fact.detail)
    return [fact for fact in steps if "certification" in fact.label.lower()][:1]


def issued_by(organisation: str, kb: KnowledgeBase) -> Reply | None:
    """The certifications of one issuer with their levels; None where fewer than two are known."""
    name = _name(organisation, kb)
    offered = {f.about: f for f in kb.facts(FactKind.ISSUER) if f.value == name}
    levels = {fact.about: fact for fact in reversed(kb.facts(FactKind.LEVEL))}
    if len(offered) < _LEAST_OFFERED:
        return None
    items = tuple(
        Item(_name(about, kb), levels[about].value if about in levels else "", about)
        for about in offered
    )
    shown = [*offered.values(), *(levels[about] for about in offered if about in levels)]
    return Reply("certifications", f"{name} offers these, by level:", items, facts=cite(shown))


def levels(kb: KnowledgeBase, today: date) -> Reply:
    """List the certifications of each level."""
    facts = kb.facts(FactKind.LEVEL)
    groups: dict[str, list[str]] = {}
    for fact in facts:
        groups.setdefault(fact.value, []).append(_name(fact.about, kb))
    text = " ".join(
        f"{level.capitalize()}: {joined(dict.fromkeys(names))}." for level, names in groups.items()
    )
    return Reply("certifications", text, facts=cite(facts))


def by_certification(
    kind: FactKind, lead: str, column: str
) -> Callable[[KnowledgeBase, date], Reply]:
    """Return the composer of a table with one row a certification, its past facts left out."""

    def compose(kb: KnowledgeBase, today: date) -> Reply:
        rows: dict[str, list[Fact]] = {}
        for fact in kb.facts(kind):
            past = fact.until is not None and is_old(fact, today)
            if fact.about.startswith("certification/") and not past:
                rows.setdefault(fact.about, []).append(fact)
        table = Table(
            ("Certification", column),
            tuple(
                (_name(about, kb), "; ".join(dict.fromkeys(map(_cell, held))))
                for about, held in rows.items()
            ),
        )
        return Reply(
            "certifications",
            lead,
            facts=cite(f for held in rows.values() for f in held),
            table=table,
        )

    return compose


def _cell(fact: Fact) -> str:
    if fact.kind is FactKind.ISSUER:
        return fact.value
    if fact.kind is FactKind.UPKEEP and fact.figure:
        rest = fact.label.removeprefix("credits").removeprefix("annual fee").strip()
        return f"{amount(fact.figure)} {rest}".strip()
    return fact.label


def _name(entity_id: str, kb: KnowledgeBase) -> str:
    entity = kb.entity(entity_id)
    return entity.name if entity else entity_id.partition("/")[2]
