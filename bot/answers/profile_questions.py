"""What the advisor asks about the person, one thing at a time, and why it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.domain.reply import Reply, amount, cite, joined
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from bot.plan.horizon import experience_fact
from bot.plan.line import Line

QUESTIONS = {
    "job": "What do you do at the moment?",
    "experience": "How many years have you worked in {field}, and how many in IT?",
    "management": "Have you led people, and for how long?",
    "degree": "Do you have a degree?",
    "certifications": "Which certifications do you hold, if any?",
    "target": "By when would you like to get there?",
}
# Asked where all years of work are known, but not how many of them were in the field.
YEARS_IN_FIELD = "experience.security"
_OF_TOTAL = "Of your {years}, how many were in {field}?"
# Answers that fit a button; `{field}` is what the work is in.
EXAMPLES = {
    "job": ("Help desk", "SOC analyst", "I’m a student"),
    "experience": ("3 years in {field}", "5 years in IT", "None yet"),
    "management": ("Not yet", "Yes, a team of 4", "2 years"),
    "degree": ("A bachelor’s", "A master’s", "No degree"),
    "certifications": ("None", "Security+", "CISSP"),
    "target": ("In 5 years", "By 2032", "No date"),
}
# What asks for a reason, and how likely it must be beside what an answer would be taken for.
_WHY, _LIKELY = "ask_why", 0.3
_PARTS = ("3 years in {field}", "5 years in {field}", "None yet")


def ask_for(field: str, reply: Reply, kb: KnowledgeBase) -> Reply:
    """The reply with one question at its end."""
    examples = tuple(text.format(field=kb.job.field) for text in EXAMPLES[field])
    return replace(reply, closing=question(field, kb), suggestions=examples)


def ask_for_part(total: Span, reply: Reply, kb: KnowledgeBase) -> Reply:
    """The reply with the question for the years in the field at its end."""
    asked = _OF_TOTAL.format(years=total, field=kb.job.field)
    examples = tuple(text.format(field=kb.job.field) for text in _PARTS)
    return replace(reply, closing=asked, suggestions=examples)


def question(field: str, kb: KnowledgeBase) -> str:
    """The question for a field of the profile."""
    return QUESTIONS[field].format(field=kb.job.field)


def asked_field(text: str, kb: KnowledgeBase) -> str:
    """The field of the profile that a text asks for; empty where it asks for none."""
    before, after = _OF_TOTAL.format(years="|", field=kb.job.field).split("|")
    if text.startswith(before) and text.endswith(after):
        return YEARS_IN_FIELD
    return next((field for field in QUESTIONS if text and question(field, kb) == text), "")


def explained(questions: Sequence[Question], turn: Turn) -> Reply | None:
    """Why the advisor's question that is open was asked, for who asks for nothing else; None
    otherwise.
    """
    if turn.state.asked not in QUESTIONS or not _asks_why(questions, turn):
        return None
    reason = reason_for(turn.state.asked, turn.kb)
    return Reply("advice", f"{reason.text}.", facts=cite(reason.facts)) if reason.text else None


def _asks_why(questions: Sequence[Question], turn: Turn) -> bool:
    """Whether a message asks for a reason and tells nothing."""
    if len(questions) != 1 or turn.profile != turn.before:
        return False
    likely = dict(questions[0].intents).get(_WHY, 0.0)
    return questions[0].intent == _WHY or likely >= _LIKELY


def reason_for(field: str, kb: KnowledgeBase) -> Line:
    """Why a field matters, by what the facts say; an empty line where they say nothing."""
    span = experience_fact(kb)
    if field in ("experience", "target") and span and span.figure:
        return Line(f"The role usually takes {amount(span.figure)} in {kb.job.field}", (span,))
    if field == "job":
        stones = tuple(f for f in kb.facts(FactKind.STEPPING_STONE) if f.value == "role")
        if stones:
            names = joined(fact.label for fact in stones)
            return Line(f"Some jobs are usual stepping stones: {names}", stones)
    kinds = {
        "management": (FactKind.MANAGEMENT, "Managing other professionals is expected"),
        "degree": (FactKind.EDUCATION, "A bachelor’s degree is the usual start"),
        "certifications": (FactKind.CERTIFICATION, "Some certifications count more than others"),
    }
    if field in kinds:
        kind, text = kinds[field]
        if facts := kb.facts(kind)[:1]:
            return Line(text, facts)
    return Line("")
