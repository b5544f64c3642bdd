"""Work that a what-if supposes: a while as the deputy, or a first job in the field at a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.supposed_profile import Supposition
from bot.answers.turn import Turn
from bot.domain.question import Question
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from bot.parsing.quantities import find_quantities
from bot.plan import evidence
from bot.plan.gap_analysis import analyze
from bot.plan.line import add_years, month, years
from bot.plan.stage import Stage, words_of

# What may be heard of a while as the deputy, and of a first job in the field.
_AT_WORK = frozenset(["management", "experience", "job"])
_FIRST_JOB = frozenset(["job", "target"])
_NOT_IN_THE_FIELD = (Stage.UNKNOWN, Stage.STUDENT, Stage.OUTSIDE)
_SAME_YEARS = "Time as a deputy counts among the years in {field}, so it moves no date by itself."


def as_deputy(question: Question, turn: Turn) -> Supposition | None:
    """The person after the years as deputy that a question names: "with a year as a deputy?".

    Whoever isn't in the field yet stays where they are: the years as deputy come later.
    """
    deputy = evidence.deputy(turn.kb)
    words = set(words_of(question.text))
    supposed = {operation.group for operation in turn.update.supposed}
    if deputy is None or not _rank(deputy.name, turn.kb) & words or supposed - _AT_WORK:
        return None
    spans = [q for q in find_quantities(question.text, turn.today) if q.kind == "duration"]
    more = Span(spans[0].low, spans[0].high) if spans else Span(1.0, 1.0)
    led = turn.profile.management.years or Span(0.0, 0.0)
    summed = Span(led.low + more.low, led.high + more.high)
    management = replace(turn.profile.management, years=summed, now=True, none=False)
    profile = replace(turn.profile, management=management)
    if analyze(turn.profile, turn.kb, turn.today).stage not in _NOT_IN_THE_FIELD:
        profile = replace(profile, job=deputy.name)
    analysis = analyze(turn.profile, turn.kb, turn.today)
    span = years(more.low) if more.low == more.high else str(more)
    if analysis.stage is Stage.DEPUTY:
        span = span.replace(" year", " more year")
    waits = analysis.horizon is not None and not analysis.horizon.is_met
    return Supposition(
        profile,
        f"With {span} as {deputy.name}",
        closing=_SAME_YEARS.format(field=turn.kb.job.field) if waits else "",
    )


def first_job(question: Question, turn: Turn) -> Supposition | None:
    """Whoever isn't in the field, with a first job in it at a date: "what if I moved to security
    next year?". Without a date, what the plan takes as an example is said.
    """
    analysis, field = analyze(turn.profile, turn.kb, turn.today), turn.kb.job.field
    groups = {operation.group for operation in turn.update.supposed}
    named = set(words_of(field)) <= set(words_of(question.text))
    if analysis.horizon is None or analysis.horizon.starts is None or not named:
        return None
    if groups - _FIRST_JOB or question.entities:
        return None
    starts = _begins(question.text, turn.today)
    if starts is None:
        assumed = month(analysis.horizon.starts)
        told = f"Your plan counts on that: its example is a first {field} job in {assumed}."
        return Supposition(turn.profile, before=told)
    return Supposition(turn.profile, f"With a first {field} job in {month(starts)}", starts=starts)


def _begins(text: str, today: date) -> date | None:
    """The day that a text names for something to come; None where it names none, or one gone by."""
    for quantity in find_quantities(text, today):
        if quantity.kind == "moment" and quantity.moment is not None:
            day = date(quantity.moment.year, quantity.moment.month or 1, 1)
            return max(day, today) if day.year >= today.year else None
        if quantity.kind == "duration":
            return add_years(today, quantity.low)
    return None


def _rank(name: str, kb: KnowledgeBase) -> set[str]:
    """The words of the deputy's name that aren't the role's."""
    return set(words_of(name)) - set(words_of(kb.role.name)) - set(words_of(kb.job.name))
