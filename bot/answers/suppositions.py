"""What a what-if supposes where hearing found nothing in it: a thing named, a step left out, or a
while as the deputy.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answers.plan_replies import supposing
from bot.answers.turn import Turn
from bot.domain.facts import FactKind
from bot.domain.profile import Degree, Management, Profile, Span
from bot.domain.profile_update import suppose
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from bot.parsing.quantities import find_quantities
from bot.plan import evidence
from bot.plan.requirements import requirements
from bot.plan.stage import words_of


def supposition(question: Question, turn: Turn) -> Profile:
    """The person as they would be; as they are where nothing that is supposed can be told."""
    supposed = suppose(turn.profile, turn.update)
    if supposed != turn.profile:
        return supposed
    if question.inverted:
        without = _without(turn.profile, _kinds(question, turn))
        if without != turn.profile:
            return without
    if (deputy := _as_deputy(question, turn)) is not None:
        return deputy
    return supposing(turn.profile, question.entities, turn.kb)


def _kinds(question: Question, turn: Turn) -> set[FactKind | None]:
    """The kinds of the steps that a question names, by themselves or by a degree."""
    steps = requirements(turn.profile, turn.kb)
    found = {step.kind for step in steps if step.step.about in question.entities}
    if any(operation.group == "degree" for operation in turn.update.supposed):
        found.add(FactKind.EDUCATION)
    return found


def _without(profile: Profile, kinds: set[FactKind | None]) -> Profile:
    """The profile without what the person has of the kinds."""
    degree = profile.degree
    if FactKind.EDUCATION in kinds and degree is not None and degree.status == "held":
        profile = replace(profile, degree=Degree("none"))
    if FactKind.CERTIFICATION in kinds and profile.certifications:
        profile = replace(profile, certifications=(), certifications_none=True)
    if FactKind.MANAGEMENT in kinds and profile.management != Management():
        profile = replace(profile, management=Management(none=True))
    return profile


def _as_deputy(question: Question, turn: Turn) -> Profile | None:
    """The person after the years as deputy that a question names: "with a year as a deputy?"."""
    deputy = evidence.deputy(turn.kb)
    spans = [q for q in find_quantities(question.text, turn.today) if q.kind == "duration"]
    if deputy is None or not spans or not _rank(deputy.name, turn.kb) & set(_words(question)):
        return None
    led = turn.profile.management.years or Span(0.0, 0.0)
    years = Span(led.low + spans[0].low, led.high + spans[0].high)
    management = replace(turn.profile.management, years=years, now=True, none=False)
    return replace(turn.profile, job=deputy.name, management=management)


def _rank(name: str, kb: KnowledgeBase) -> set[str]:
    """The words of the deputy's name that aren't the role's."""
    return set(words_of(name)) - set(words_of(kb.role.name)) - set(words_of(kb.job.name))


def _words(question: Question) -> tuple[str, ...]:
    return tuple(words_of(question.text))
