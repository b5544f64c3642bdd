"""What a what-if supposes: what hearing found in it, else a thing named, a step left out, or
a while as the deputy.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.supposed_jobs import as_deputy, first_job
from bot.answers.supposed_profile import Supposition, supposing, without_kinds
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree, Experience, Management
from bot.domain.profile_update import suppose
from bot.domain.question import Question
from bot.parsing.degrees import find_degrees
from bot.parsing.function_words import words_of
from bot.parsing.tokens import tokenize
from bot.plan.line import describe_degree, describe_experience, the
from bot.plan.requirements import (
    requirements,
    statuses,
)
from bot.plan.stage import leads

_DENYING = frozenset(["hadn't", "don't", "didn't", "can't", "cannot", "couldn't", "won't"])
_LEAVING_OUT = _DENYING | {"without", "no", "not", "never", "lost", "lose", "drop", "skip"}
# What puts years beside those there are.
_ADDING = frozenset(["more", "another", "additional", "extra", "further"])
_LEADING = frozenset(["team", "lead", "led", "leading", "manage", "managing", "reports"])


def supposition(question: Question, turn: Turn) -> Supposition:
    leaves_out = question.inverted and bool(set(words_of(question.text)) & _LEAVING_OUT)
    if (begun := as_deputy(question, turn) or first_job(question, turn)) is not None:
        return begun
    supposed = suppose(turn.profile, turn.update)
    if supposed != turn.profile and not (leaves_out and _of_degree(turn)):
        return _more_years(question, turn, supposed) or Supposition(supposed)
    if leaves_out and (without := _left_out(question, turn)) is not None:
        return without
    return _named_otherwise(question, turn, leaves_out=leaves_out)


def _named_otherwise(question: Question, turn: Turn, *, leaves_out: bool) -> Supposition:
    """The person with what a question names, or without it; who has it already hears so."""
    if not leaves_out and (held := _held_already(question, turn)):
        return Supposition(turn.profile, before=held)
    if not question.entities and FactKind.MANAGEMENT in _kinds(question, turn):
        return _leading(turn)
    degree = _degree_in(question.text)
    things = (*question.entities, *([f"degree/{degree}"] if degree else []))
    return Supposition(supposing(turn.profile, things, turn.kb, without=leaves_out))


def _left_out(question: Question, turn: Turn) -> Supposition | None:
    """The person without what is named, or that they don't have it anyway."""
    kinds = _kinds(question, turn)
    without = without_kinds(turn.profile, kinds, _degree_named(question, turn))
    if without != turn.profile:
        return Supposition(without)
    return _missing_already(turn.profile, kinds)


def _more_years(question: Question, turn: Turn, supposed: Profile) -> Supposition | None:
    """The person with years beside those they have: "what if I had two more years?"."""
    if not set(words_of(question.text)) & _ADDING:
        return None
    old, new = vars(turn.profile.experience), vars(supposed.experience)
    added = Experience(**{name: span for name, span in new.items() if span != old[name]})
    if added == Experience() or replace(supposed, experience=turn.profile.experience) != (
        turn.profile
    ):
        return None
    summed = {
        name: span + old[name] if old[name] is not None else span
        for name, span in vars(added).items()
        if span is not None
    }
    if not all(span.is_possible for span in summed.values()):
        return None
    told = describe_experience(Profile(experience=added), turn.kb).replace(" year", " more year", 1)
    experience = replace(turn.profile.experience, **summed)
    return Supposition(replace(turn.profile, experience=experience), f"With {told}")


def _leading(turn: Turn) -> Supposition:
    """The person with a team; who has one already hears so."""
    if leads(turn.profile):
        told = "You lead people already, so your plan counts on it."
        return Supposition(turn.profile, before=told)
    return Supposition(replace(turn.profile, management=Management(now=True)))


def _of_degree(turn: Turn) -> bool:
    return any(operation.group == "degree" for operation in turn.update.supposed)


def _kinds(question: Question, turn: Turn) -> set[FactKind | None]:
    """The kinds of the steps that a question names, by themselves or by a degree."""
    steps = requirements(turn.profile, turn.kb)
    found = {step.kind for step in steps if step.step.about in question.entities}
    if _of_degree(turn) or _degree_in(question.text):
        found.add(FactKind.EDUCATION)
    if set(words_of(question.text)) & _LEADING:
        found.add(FactKind.MANAGEMENT)
    return found


def _degree_named(question: Question, turn: Turn) -> str:
    """The level of the degree that is left out; empty for "the degree" in general."""
    heard = (o.value.level for o in turn.update.supposed if isinstance(o.value, Degree))
    return next(heard, "") or _degree_in(question.text)


def _degree_in(text: str) -> str:
    """The level of the first degree that a text names; the sources needn't know of it."""
    return next((found.level for found in find_degrees(tokenize(text))), "")


def _missing_already(profile: Profile, kinds: set[FactKind | None]) -> Supposition | None:
    """What isn't there to be left out, said, and the plan with it for comparison."""
    if FactKind.EDUCATION in kinds:
        told = "You have no degree" if profile.degree else "You haven’t told me of a degree"
        return Supposition(
            replace(profile, degree=Degree("bachelor")),
            before=f"{told}, so your plan is made without one already.",
        )
    if FactKind.MANAGEMENT in kinds:
        told = "You lead nobody" if profile.management.none else "You haven’t told me of a team"
        return Supposition(
            replace(profile, management=Management(now=True)),
            before=f"{told}, so your plan is made without a team already.",
        )
    return None


def _held_already(question: Question, turn: Turn) -> str:
    """What the person has of the things named, as a sentence; empty where they have none."""
    known, degree = statuses(turn.profile, turn.kb), turn.profile.degree
    for thing in question.entities:
        entity = turn.kb.entity(thing)
        if entity is not None and known.get(thing) == "held":
            return f"You have {the(entity.name)} already, so your plan counts on it."
        if degree is not None and thing == f"degree/{degree.level}" and degree.status == "held":
            return f"You have {describe_degree(degree)} already, so your plan counts on it."
    return ""
