"""Duties, job requirements and skills: the whole list, or the one thing that was asked about."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.fallback import QUOTED, not_covered
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Item, Reply, cite, cite_passage
from bot.knowledge.store import KnowledgeBase

_LISTS = {
    FactKind.DUTY: "A CISO may be asked to take on these tasks:",
    FactKind.REQUIREMENT: "Job postings for a CISO may name these areas:",
    FactKind.SKILL: "A CISO should have these skills:",
}
_ONE = {
    FactKind.DUTY: "That is among the tasks that a CISO may be asked to take on: {label}.",
    FactKind.REQUIREMENT: "{label} is one of the areas that job postings for a CISO may name.",
    FactKind.SKILL: "That is among the skills that a CISO should have: {label}.",
}
_CLOSEST = "My sources don't put it in those words. The closest thing they say:"
_ASK_FOR_ONE = "Ask about any of them to hear more."


def duties(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    purpose = kb.facts(FactKind.PURPOSE)[:1]
    facts = kb.facts(FactKind.DUTY)
    text = " ".join([*(fact.statement for fact in purpose), _LISTS[FactKind.DUTY]])
    return Reply("duties", text, _items(facts), facts=cite((*purpose, *facts)))


def duty(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """One duty or area: the one named, else the passage on the work that comes closest, else an honest no."""
    return _about(
        question, thread, kb, "duties", (FactKind.REQUIREMENT, FactKind.DUTY, FactKind.SKILL)
    )


def requirements(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.REQUIREMENT)
    return Reply(
        "duties", _LISTS[FactKind.REQUIREMENT], _items(facts), _ASK_FOR_ONE, facts=cite(facts)
    )


def skills(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.SKILL)
    return Reply("skills", _LISTS[FactKind.SKILL], _items(facts), facts=cite(facts))


def skill(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    return _about(
        question, thread, kb, "skills", (FactKind.SKILL, FactKind.DUTY, FactKind.REQUIREMENT)
    )


def one(facts: Iterable[Fact]) -> str:
    """What the sources say of one duty, area or skill."""
    parts = []
    for fact in facts:
        label = fact.label if fact.kind is FactKind.REQUIREMENT else _uncapitalised(fact.label)
        parts.append(_ONE[fact.kind].format(label=label))
        if fact.detail:
            parts.append(f"That means: {_uncapitalised(fact.detail)}")
    return " ".join(parts)


def _about(
    question: Question,
    thread: DialogueState,
    kb: KnowledgeBase,
    topic: str,
    kinds: tuple[FactKind, ...],
) -> Reply:
    """The facts on what is named, else the closest passage on the work, said to be only that when it isn't sure."""
    named = [e for kind in kinds for e in question.about(kind.value)]
    facts = [fact for entity in named[:3] for fact in kb.facts_about(entity) if fact.kind in kinds]
    if facts:
        return Reply(topic, one(facts), facts=cite(facts))
    sections = {
        (f.passage.source.id, f.passage.section)
        for kind in (*kinds, FactKind.PURPOSE)
        for f in kb.facts(kind)
    }
    passages = {p.id: p for p in kb.passages if (p.source.id, p.section) in sections}
    for found in question.passages:
        passage = passages.get(found.passage)
        if passage is None:
            continue
        facts = [fact for fact in kb.facts_of(passage) if fact.kind in kinds][:1]
        text = one(facts) if facts else f"{QUOTED} {passage.text}" if found.sure else passage.text
        cited = cite(facts) or (
            cite_passage(passage.id, passage.text, passage.source, passage.section),
        )
        return Reply(topic, text if found.sure else f"{_CLOSEST} {text}", facts=cited)
    return not_covered(question, thread, kb)


def _items(facts: Iterable[Fact]) -> tuple[Item, ...]:
    return tuple(Item(fact.label, entity=fact.about) for fact in facts)


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
