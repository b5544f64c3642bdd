"""Advice for the person who asks: what comes next, whether an exam is open yet, how far the role
is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.answers.asked_things import (
    asked_about,
    is_about_leading,
    is_lapsed,
    is_of_degree,
    is_of_step,
    jobs_named,
    leans_on_years,
    named,
)
from bot.answers.distance import distance, verdict
from bot.answers.eligibility import eligibility, when_open
from bot.answers.missing_steps import certificate_advice, degree_advice, lead_advice
from bot.answers.position import TOPIC, start_anywhere, suggestions
from bot.answers.profile_questions import (
    YEARS_IN_FIELD,
    ask_for,
    ask_for_part,
)
from bot.answers.retelling import fresh, is_repeated, mark
from bot.answers.role_comparison import compare_roles, side_by_side
from bot.answers.sentences import first_sentences, sentences
from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.reply import Reply, cite
from bot.knowledge.store import KnowledgeBase
from bot.plan.action import Action
from bot.plan.actions import actions
from bot.plan.gap_analysis import Analysis, analyze, missing
from bot.plan.line import capital, lowered, month
from bot.plan.requirements import current_id
from bot.plan.stage import Stage, is_role

_DATE_FORMS = ("when", "duration")
# Jobs beside the person's own and the role, so that a table can be read.
_MOST_JOBS = 2
# Forms in which a job that is named is one to compare with, rather than one that the person has.
_COMPARING_FORMS = ("compare", "duration", "how", "count", "amount", "yes_no", "which_first")
# Forms in which the distance to the role is told with both jobs side by side.
_SIDE_BY_SIDE = ("compare", "duration")
_BESIDE = "Alongside that, {action}."
_DISTANCE_FORMS = ("yes_no", "worth", "amount")


class Query(Protocol):
    """What advice needs to know of a question: the things it names, ids of the knowledge base."""

    @property
    def entities(self) -> tuple[str, ...]: ...


class State(Protocol):
    """What advice needs of a conversation: the fields that the person would rather not tell,
    and the marks of what was told.
    """

    @property
    def skipped(self) -> tuple[str, ...]: ...
    @property
    def said(self) -> tuple[str, ...]: ...


def advise(profile: Profile, query: Query, state: State, kb: KnowledgeBase, today: date) -> Reply:
    """Two or three sentences that answer first, and a question only where the answer needs it."""
    analysis = analyze(profile, kb, today)
    asked = needed(profile, query, state, kb)
    things = asked_about(query.entities, profile, kb)
    reply = fresh(_answer(analysis, things, _form(query), kb, state.said), state.said)
    if asked:
        return ask_for(asked, reply, kb)
    total = analysis.unplaced_years
    if total is None or not leans_on_years(things, kb) or YEARS_IN_FIELD in state.skipped:
        return reply
    if analysis.stage is Stage.ROLE:
        return reply
    return ask_for_part(total, reply, kb)


def needed(profile: Profile, query: Query, state: State, kb: KnowledgeBase) -> str:
    """The field that the answer leans on and that isn't known; empty when there is none, or it was
    skipped.
    """
    things = asked_about(query.entities, profile, kb)
    holds = is_role(profile.job, kb) and not named(things, "certification")
    if is_of_degree(things, kb):
        wanted: tuple[str, ...] = ("degree",)
    elif holds or is_about_leading(things, kb) or is_lapsed(things, profile, kb):
        wanted = ()
    elif named(things, "certification"):
        wanted = ("experience",)
    else:
        wanted = ("job", "experience")
    lacking = missing(profile)
    if "experience" in wanted and "experience" not in lacking:
        wanted = ()  # with the years known, the rest only sharpens the answer
    return next((f for f in wanted if f in lacking and f not in state.skipped), "")


def _answer(
    analysis: Analysis,
    things: tuple[str, ...],
    form: str,
    kb: KnowledgeBase,
    said: tuple[str, ...] = (),
) -> Reply:
    certifications = named(things, "certification")
    roles = jobs_named(things, kb)
    if certifications:
        return _of_exam(analysis, current_id(certifications[0], kb), form, kb, said)
    if roles and analysis.profile.job and form in _COMPARING_FORMS:
        return compare_roles(analysis, tuple(dict.fromkeys(roles))[:_MOST_JOBS], kb)
    if kb.role.id in things and form in _SIDE_BY_SIDE and _is_known(analysis):
        return _beside_the_role(analysis, form, kb, said)
    if is_of_step(things, FactKind.CERTIFICATION, kb):
        return certificate_advice(analysis, kb)
    if is_of_degree(things, kb):
        return degree_advice(analysis, kb)
    if is_about_leading(things, kb):
        return lead_advice(analysis, kb, form)
    if form in (*_DATE_FORMS, *_DISTANCE_FORMS):
        return _how_far(analysis, form, kb, said)
    return next_step(analysis, kb, said)


def _of_exam(
    analysis: Analysis, certification: str, form: str, kb: KnowledgeBase, said: tuple[str, ...]
) -> Reply:
    """Whether a certification is open, or when, for who was told that and goes on: "how long?"."""
    reply = eligibility(analysis, certification, kb)
    is_told = is_repeated(first_sentences(reply.text, 1), said)
    goes_on = is_told and form in (*_DATE_FORMS, "count")
    return (when_open(analysis, certification, kb) if goes_on else None) or reply


def _how_far(analysis: Analysis, form: str, kb: KnowledgeBase, said: tuple[str, ...]) -> Reply:
    """How far the role is; who asks that again wants something to do, not the same words."""
    reply = distance(analysis, kb, form)
    if not is_repeated(reply.text, said):
        return reply
    step = next_step(analysis, kb, said)
    if form not in _DATE_FORMS:
        return replace(step, text=f"{verdict(analysis)} {step.text}".strip())
    text = f"{_dated(reply.text, analysis)} {capital(first_sentences(step.text, 1))}"
    return replace(reply, text=text, facts=(*reply.facts, *step.facts))


def _dated(text: str, analysis: Analysis) -> str:
    """The sentence of a text that tells the date, which is asked for, where others come before it;
    all of it without one.
    """
    horizon = analysis.horizon if text.startswith(verdict(analysis)) else None
    dates = {month(one) for one in (horizon.earliest, horizon.latest)} if horizon else set()
    found = [one for one in sentences(text) if any(date in one for date in dates)]
    return found[-1] if found else text


def _beside_the_role(
    analysis: Analysis, form: str, kb: KnowledgeBase, said: tuple[str, ...]
) -> Reply:
    """How far the role is, with the person's own job beside it."""
    reply = _how_far(analysis, form, kb, said)
    table, facts, closing = side_by_side(analysis.profile, (), kb)
    cited = tuple(dict.fromkeys((*reply.facts, *cite(facts))))
    return replace(reply, table=table, closing=closing, facts=cited)


def _is_known(analysis: Analysis) -> bool:
    """Whether enough was told for a column of the person's own."""
    return bool(analysis.profile.job) or analysis.horizon is not None


def _form(query: Query) -> str:
    """What the question wants: yes or no, when, how much; empty when nobody told."""
    retrieval = getattr(query, "retrieval", None)
    return str(getattr(query, "form", "") or getattr(retrieval, "form", ""))


def next_step(analysis: Analysis, kb: KnowledgeBase, said: tuple[str, ...] = ()) -> Reply:
    """What to do next, what goes along with it, and why; of what wasn't told before, if there is
    any.
    """
    if analysis.stage is Stage.UNKNOWN:
        return start_anywhere(analysis, kb)
    found = actions(analysis, kb)
    found = tuple(action for action in found if not _is_told(action, said)) or found
    if not found:
        return distance(analysis, kb)
    first, *rest = found
    beside = next((action for action in rest if _group(action) != _group(first)), None)
    text = f"{first.text}. {capital(first.why)}."
    facts: list[Fact] = list(first.facts)
    if beside:
        text += f" {_BESIDE.format(action=lowered(beside.text))} {capital(beside.why)}."
        facts += beside.facts
    return Reply(
        TOPIC, text, facts=cite(facts), suggestions=suggestions(analysis, "What’s my next step?")
    )


def _is_told(action: Action, said: tuple[str, ...]) -> bool:
    texts = (f"{action.text}.", _BESIDE.format(action=lowered(action.text)))
    return any(mark(text) in said for text in texts)


def _group(action: Action) -> str:
    return action.key.partition("/")[0]
