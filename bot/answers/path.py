"""Education, experience, the steps into the job, and where to read on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.age_notes import dated
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.domain.reply import Item, Reply, cite
from bot.knowledge.store import KnowledgeBase

_NO_SUCH_DEGREE = "My sources don't name that degree. What they say of degrees:"
_STONES = (
    "These are named as building blocks on the way to the job, roles first, then fields of work:"
)
_STONE = "Yes: {label} is named among the building blocks on the way to the job."
_STEPS = "These steps prepare for the job:"
_STEP = "Step {number} of {count}: {label}. {detail}"
_LAST_STEP = "That was the last of the {count} steps: {label}. No further step is named."
_RESOURCES = "These are named for reading on:"


def education(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.EDUCATION)
    named = [fact for fact in facts if fact.about in question.about("degree")]
    wanted = _once(named or facts)
    lead = [_NO_SUCH_DEGREE] if question.about("degree") and not named else []
    return Reply(
        "education", " ".join([*lead, *(fact.statement for fact in wanted)]), facts=cite(wanted)
    )


def experience(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.EXPERIENCE)
    leading = kb.facts(FactKind.MANAGEMENT)[:1]
    text = " ".join([*(dated(fact) for fact in facts), *(fact.statement for fact in leading)])
    return Reply("experience", text, facts=cite((*facts, *leading)))


def stepping_stones(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.STEPPING_STONE)
    named = [fact for fact in facts if fact.about in question.about("stepping_stone")]
    text = (
        " ".join(_STONE.format(label=fact.label) for fact in named[:2] if fact.value == "role")
        or _STONES
    )
    shown = named if text != _STONES else list(facts)
    items = () if text != _STONES else tuple(Item(fact.label, entity=fact.about) for fact in facts)
    return Reply("experience", text, items, facts=cite(shown))


def management(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.MANAGEMENT)
    skills = [fact for fact in kb.facts(FactKind.SKILL) if "supervis" in fact.label.lower()]
    text = " ".join(fact.statement for fact in (*facts, *skills))
    return Reply("experience", text, facts=cite((*facts, *skills)))


def career_path(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.STEP)
    items = tuple(Item(fact.label, fact.detail, fact.about) for fact in facts)
    return Reply("career_path", _STEPS, items, facts=cite(facts))


def step(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    """The step asked for by number, or the one after the thing that is named or was just talked about."""
    facts = kb.facts(FactKind.STEP)
    if question.ordinal is not None:
        index = question.ordinal - 1 if question.ordinal > 0 else len(facts) + question.ordinal
        if not 0 <= index < len(facts):
            return career_path(question, thread, kb)
        return _step(facts, index)
    for entity in (*question.entities, thread.focus):
        held = _step_of(entity, facts)
        if held is not None and held + 1 < len(facts):
            return _step(facts, held + 1)
        if held is not None:
            text = _LAST_STEP.format(count=len(facts), label=facts[held].label)
            return Reply("career_path", text, facts=cite(facts[held:]))
    return career_path(question, thread, kb)


def resources(question: Question, thread: DialogueState, kb: KnowledgeBase) -> Reply:
    facts = kb.facts(FactKind.RESOURCE)
    items = tuple(Item(fact.label, _sentence(fact.detail), fact.about) for fact in facts)
    return Reply("resources", _RESOURCES, items, facts=cite(facts))


def one_step(entity: str, kb: KnowledgeBase) -> Reply | None:
    facts = kb.facts(FactKind.STEP)
    index = next((i for i, fact in enumerate(facts) if fact.about == entity), None)
    return None if index is None else _step(facts, index)


def _step(facts: Sequence[Fact], index: int) -> Reply:
    fact = facts[index]
    text = _STEP.format(
        number=index + 1, count=len(facts), label=fact.label, detail=fact.detail
    ).strip()
    return Reply("career_path", text, facts=cite([fact]))


def _step_of(entity: str, steps: Sequence[Fact]) -> int | None:
    """The step that an entity belongs to: itself, or the step whose passage speaks of it."""
    kinds = {"degree": r"degree", "certification": "certification", "stepping_stone": "experience"}
    kind = entity.partition("/")[0]
    for index, fact in enumerate(steps):
        if fact.about == entity or (
            kind in kinds and kinds[kind] in f"{fact.label} {fact.detail}".lower()
        ):
            return index
    return None


def _once(facts: Sequence[Fact]) -> list[Fact]:
    """Facts without a second statement on the same thing from the same source."""
    return list({(fact.about, fact.passage.source.id): fact for fact in reversed(facts)}.values())[
        ::-1
    ]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
