"""What a CISO is, what else the job is called, what letters stand for."""

from __future__ import annotations

from bot.answers.fallback import not_covered
from bot.domain.dialogue import DialogueState
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.domain.reply import Item, Reply, cite, cite_passage
from bot.knowledge.store import KnowledgeBase

_STANDS_FOR = "{short} stands for {long}."


def role(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The definition, and the passage on the role itself that comes closest to the question."""
    definition = kb.facts(FactKind.DEFINITION)[:1]
    if not definition:
        return not_covered(question, thread, kb)
    facts = cite(definition)
    text = definition[0].statement
    about_role = {p.id: p for p in kb.passages if p.section == definition[0].passage.section}
    for found in question.passages[:3]:
        passage = about_role.get(found.passage) if found.sure else None
        if passage and passage.id != definition[0].passage.id:
            facts = (
                *facts,
                cite_passage(passage.id, passage.text, passage.source, passage.section),
            )
            return Reply("role", f"{text} {passage.text}", facts=facts)
    purpose = kb.facts(FactKind.PURPOSE)[:1]
    return Reply(
        "role",
        " ".join([text, *(fact.statement for fact in purpose)]),
        facts=cite((*definition, *purpose)),
    )


def titles(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.TITLE)
    items = tuple(
        Item(f"{fact.label} ({fact.value})" if fact.value else fact.label, entity=fact.about)
        for fact in facts
    )
    return Reply(
        "role", "These titles are used for the same job as CISO:", items, facts=cite(facts)
    )


def abbreviation(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The long form of what is named, else of what is talked about, else of CISO."""
    named = [
        e
        for kind in ("certification", "organisation", "title", "term", "role")
        for e in question.about(kind)
    ]
    if question.others and not question.about("certification"):
        return not_covered(question, thread, kb)
    wanted = [entity for entity in named if entity != kb.role.id] or named
    if not wanted and thread.focus.startswith(("certification/", "organisation/")):
        wanted = [thread.focus]
    facts = [
        f for entity in wanted or [kb.role.id] for f in kb.facts(FactKind.ABBREVIATION, entity)
    ]
    corrected = [
        f
        for f in kb.facts(FactKind.CORRECTION)
        if f.about in {fact.about for fact in facts} and f.label.startswith("long form")
    ]
    if not facts:  # a certification whose name is spelled out where it is described
        facts = [
            f for entity in wanted for f in kb.facts(FactKind.CERTIFICATION, entity) if f.value
        ]
        if not facts:
            return not_covered(question, thread, kb)
        return Reply(
            "certifications",
            " ".join(_STANDS_FOR.format(short=f.label, long=f.value) for f in facts),
            facts=cite(facts),
        )
    topic = "role" if facts[0].about.startswith(("role/", "title/", "term/")) else "certifications"
    facts = list({fact.statement: fact for fact in (*facts, *corrected)}.values())
    return Reply(topic, " ".join(fact.statement for fact in facts), facts=cite(facts))
