"""Advice for the asker's own situation, in the words of the facts that `bot.advice` weighs."""

from __future__ import annotations

import re

from bot.advice import Profile, Requirement, Standing, assess, next_step
from bot.answers.work import one
from bot.knowledge.records import FactKind
from bot.knowledge.store import KnowledgeBase
from bot.question import Question, Thread
from bot.reply import Item, Reply, cite

_OPEN = "Nobody can promise the job, but these are the steps that lead to it, in order:"
_TELL = (
    "Tell me your degree, your years in security and your certifications, and I can say which of the steps you have done."
)
_STANDS = "Going by what you told me, this is where you stand on the steps to the job:"
_WORDS = {
    Standing.MET: "done, going by what you said",
    Standing.PARTLY: "begun",
    Standing.MISSING: "still to do",
    Standing.UNKNOWN: "you haven't said",
}
_NEXT = "What comes next: {label}. {detail}"
_ALL_MET = "You have done every step that is named; what remains is to apply."
_DISLIKE = re.compile(
    r"\b(?:don'?t|do not|never|hate|dislike|avoid|afraid|scared|bad at|terrible at|not (?:good|great|keen|a fan)|can'?t stand"
    r"|no (?:interest|desire|wish)|without|struggle|rather not|sucks? at)\b",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:i have|i've|i hold|i got|i did|i finished|i completed|i passed|i earned|i am|i'm|im|just (?:got|finished|passed)"
    r"|my|with (?:an?|my)|holding|graduated|got my)\b",
    re.IGNORECASE,
)
_HAS_DEGREE = re.compile(
    r"\b(?:my|have|has|got|hold|holding|finished|completed|with|done with|earned)\b(?:\s+[\w'-]+){0,4}\s+degree\b"
    r"|\bgraduated\b|\b(?:finished|completed|done with) (?:uni|university|college)\b",
    re.IGNORECASE,
)
_DISLIKED = "Then weigh this before you aim for the job:"


def advice(question: Question, thread: Thread, kb: KnowledgeBase) -> Reply:
    """What a dislike runs into, else where the asker stands and what comes next, else the steps."""
    if _DISLIKE.search(question.text.replace("’", "'")) and (reply := _disliked(question, kb)):
        return reply
    profile = profile_of(question)
    requirements = assess(profile, kb)
    facts = cite(fact for r in requirements for fact in (r.step, *r.facts))
    if profile.is_empty:
        items = tuple(Item(r.step.label, r.step.detail, r.step.about) for r in requirements)
        return Reply("advice", _OPEN, items, _TELL, facts=facts)
    items = tuple(Item(r.step.label, _WORDS[r.standing], r.step.about) for r in requirements)
    return Reply("advice", _STANDS, items, _closing(next_step(requirements)), facts=facts)


def profile_of(question: Question) -> Profile:
    """What the asker says of themselves in the question."""
    text = question.text.replace("’", "'")
    has = bool(_HAS.search(text))
    degrees = [entity.partition("/")[2] for entity in question.about("degree")] if has else []
    if not degrees and _HAS_DEGREE.search(text):
        degrees = ["bachelor"]
    return Profile(
        years=question.years,
        degree=degrees[0] if degrees else "",
        certifications=question.about("certification") if has else (),
        manages=True if has and "step/grow-as-a-manager" in question.entities else None,
    )


def _closing(requirement: Requirement | None) -> str:
    if requirement is None:
        return _ALL_MET
    return _NEXT.format(label=requirement.step.label, detail=requirement.step.detail).strip()


def _disliked(question: Question, kb: KnowledgeBase) -> Reply | None:
    kinds = (FactKind.STEP, FactKind.SKILL, FactKind.DUTY, FactKind.REQUIREMENT)
    facts = [fact for entity in question.entities for fact in kb.facts_about(entity) if fact.kind in kinds][:2]
    if not facts:
        return None
    text = " ".join(
        f"{fact.label}. {fact.detail}".strip() if fact.kind is FactKind.STEP else one([fact]) for fact in facts
    )
    return Reply("advice", f"{_DISLIKED} {text}", facts=cite(facts))
