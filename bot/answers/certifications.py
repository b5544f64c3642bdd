"""Certifications: all, one, what the letters stand for, and who offers them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.age_notes import dated
from bot.answers.fallback import not_covered
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Item, Reply, cite, joined
from bot.knowledge.store import KnowledgeBase

_ALL = "These are named as choices:"
_ONE = "{name} is one of the certifications that are named for a CISO."
_OTHERS = (
    "I also know the rules of {names}: ask what one asks for, what keeps it, or how two compare."
)
_OFFERS = "{organisation} offers {names}."


def certifications(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The one that is named, those of the organisation that is named, else all; an honest no for unknown ones."""
    if named := question.about("certification"):
        return _one(named, kb)
    if question.others:
        return not_covered(question, thread, kb)
    if question.about("organisation"):
        return issuer(question, thread, kb)
    facts = [fact for fact in kb.facts(FactKind.CERTIFICATION) if named_for_the_job(fact, kb)]
    issuers = {fact.about: fact for fact in reversed(kb.facts(FactKind.ISSUER))}
    status = {fact.about: fact for fact in kb.facts(FactKind.STATUS) if fact.value}
    items = tuple(
        Item(_name(fact), _offered(issuers.get(fact.about), status.get(fact.about)), fact.about)
        for fact in facts
    )
    others = [
        fact.label for fact in kb.facts(FactKind.CERTIFICATION) if not named_for_the_job(fact, kb)
    ]
    rules = _rules(kb)
    text = " ".join([*map(_first_sentence, rules), _ALL])
    shown = [
        fact for item in facts for fact in (issuers.get(item.about), status.get(item.about)) if fact
    ]
    closing = _OTHERS.format(names=joined(others)) if others else ""
    return Reply(
        "certifications",
        text,
        items,
        closing,
        facts=cite([*rules, *facts, *shown]) if facts else (),
    )


def certification(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """Like `certifications`, but "it" means the certification just talked about."""
    if not question.entities and not question.others and thread.focus.startswith("certification/"):
        return _one((thread.focus,), kb)
    return certifications(question, thread, kb)


def issuer(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """Who offers what is named or was just talked about; what an organisation offers."""
    facts = kb.facts(FactKind.ISSUER)
    wanted: Sequence[str] = question.about("certification")
    if not wanted and question.others:
        return not_covered(question, thread, kb)
    if not wanted and (organisations := question.about("organisation")):
        names = {kb_name(kb, entity).lower() for entity in organisations}
        offered = [fact for fact in facts if fact.value.lower() in names]
        if not offered:
            resources = [f for entity in organisations for f in kb.facts(FactKind.RESOURCE, entity)]
            if not resources:
                return not_covered(question, thread, kb)
            return Reply(
                "certifications",
                " ".join(f"{f.label}: {f.detail}" for f in resources),
                facts=cite(resources),
            )
        return Reply("certifications", _by_issuer(offered), facts=cite(offered))
    if not wanted:
        wanted = [thread.focus] if thread.focus.startswith("certification/") else []
        wanted = wanted or [
            entity for entity in thread.listed if entity.startswith("certification/")
        ]
    found = [fact for fact in facts if fact.about in wanted] if wanted else list(facts)
    if not found:
        return not_covered(question, thread, kb)
    return Reply("certifications", _by_issuer(found), facts=cite(found))


def kb_name(kb: KnowledgeBase, entity_id: str) -> str:
    entity = kb.entity(entity_id)
    return entity.name if entity else entity_id


def about_certification(entity: str, kb: KnowledgeBase) -> Reply:
    return _one((entity,), kb)


def _one(entities: Sequence[str], kb: KnowledgeBase) -> Reply:
    facts = [fact for entity in entities for fact in kb.facts(FactKind.CERTIFICATION, entity)]
    issuers = [fact for entity in entities for fact in kb.facts(FactKind.ISSUER, entity)]
    rules = _rules(kb)
    sentences = [
        _ONE.format(name=_name(fact)) if named_for_the_job(fact, kb) else dated(fact)
        for fact in facts
    ]
    if issuers:
        sentences.append(_by_issuer(issuers))
    further = [
        fact
        for entity in entities
        for kind in (FactKind.STATUS, FactKind.LEVEL)
        for fact in kb.facts(kind, entity)
    ]
    sentences += map(dated, further)
    if any(named_for_the_job(fact, kb) for fact in facts):
        sentences += map(_first_sentence, rules)
    else:
        rules = []
    return Reply(
        "certifications", " ".join(sentences), facts=cite([*facts, *issuers, *further, *rules])
    )


def named_for_the_job(certification: Fact, kb: KnowledgeBase) -> bool:
    """Whether the first source names it; of the others only the rules are known."""
    return certification.passage.source.id == kb.sources[0].id


def _rules(kb: KnowledgeBase) -> list[Fact]:
    """The steps on certifications: they say whether one is required."""
    return [
        fact
        for fact in kb.facts(FactKind.STEP)
        if "certification" in fact.label.lower() and fact.detail
    ]


def _first_sentence(fact: Fact) -> str:
    return fact.detail.partition(". ")[0].rstrip(".") + "."


def _by_issuer(facts: Sequence[Fact]) -> str:
    offered: dict[str, list[str]] = {}
    for fact in facts:
        offered.setdefault(fact.value, []).append(fact.label)
    return " ".join(
        _OFFERS.format(organisation=name, names=joined(labels)) for name, labels in offered.items()
    )


def _name(fact: Fact) -> str:
    return f"{fact.label} ({fact.value})" if fact.value else fact.label


def _offered(issuer: Fact | None, status: Fact | None) -> str:
    parts = [f"offered by {issuer.value}"] if issuer else []
    return ", ".join([*parts, status.label] if status else parts)
