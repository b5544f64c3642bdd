"""A plan with dates: this week, the coming quarters, and the milestones of the years after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.facts import Fact
from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan import outlook
from bot.plan.action import WEEK, Action, tick
from bot.plan.actions import actions
from bot.plan.certification_path import Mode
from bot.plan.gap_analysis import Analysis, analyze
from bot.plan.line import Line, number, target_date, the, years
from bot.plan.quarters import Quarter, coming_quarters
from bot.plan.stage import Stage

MOST_A_QUARTER = 3
# Actions in all: more than anybody does in nine months beside a job helps nobody.
_MOST = 6


@dataclass(frozen=True)
class Milestone:
    """A day that follows from a fact or from the person's own target; `key` names it for good,
    `label` says it in the few words that fit a timeline.

    `is_example` marks a day that hangs on an assumption, such as when a first job begins.
    """

    key: str
    day: date
    text: str
    facts: tuple[Fact, ...]
    label: str
    is_example: bool = False


@dataclass(frozen=True)
class QuarterPlan:
    quarter: Quarter
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that a plan's page, its calendar and its answers are made from."""

    analysis: Analysis
    week: Action | None
    quarters: tuple[QuarterPlan, ...]
    milestones: tuple[Milestone, ...]
    later: tuple[Line, ...]
    alternatives: tuple[Line, ...]

    @property
    def on(self) -> date:
        return self.analysis.on

    @property
    def profile(self) -> Profile:
        return self.analysis.profile

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(action for part in self.quarters for action in part.actions)


def make_plan(profile: Profile, kb: KnowledgeBase, today: date) -> Plan:
    """The same profile, facts and day always make the same plan."""
    analysis = analyze(profile, kb, today)
    found = actions(analysis, kb)[:_MOST]
    begun = [action for action in found if tick(WEEK + action.key, today) in profile.done]
    week = next((action for action in found if action.start and action not in begun), None)
    return Plan(
        analysis=analysis,
        week=week,
        quarters=_spread(found, coming_quarters(today)),
        milestones=milestones(analysis, kb),
        later=outlook.later(analysis, kb),
        alternatives=outlook.alternatives(analysis, kb),
    )


def _spread(found: tuple[Action, ...], quarters: tuple[Quarter, ...]) -> tuple[QuarterPlan, ...]:
    """Each action in its quarter, what is too much for one in the next; none stays empty as long as
    there are actions enough.
    """
    left, parts = list(found), []
    for place, quarter in enumerate(quarters):
        most = max(1, min(MOST_A_QUARTER, len(left) - (len(quarters) - 1 - place)))
        due = [action for action in left if action.quarter <= place][:most] or left[:1]
        left = [action for action in left if action not in due]
        parts.append(QuarterPlan(quarter, tuple(replace(a, quarter=place) for a in due)))
    return tuple(parts)


def milestones(analysis: Analysis, kb: KnowledgeBase) -> tuple[Milestone, ...]:
    """The dated days after today in their order."""
    found = []
    for choice in (*analysis.passed_early, *analysis.certifications):
        required = choice.required
        if (
            choice.opens is None
            or choice.opens <= analysis.on
            or not (required and required.figure)
        ):
            continue
        waived = ", your degree covering one" if choice.waiver else ""
        found.append(
            Milestone(
                f"{choice.id}/years",
                choice.opens,
                f"you have the {years(required.figure.low)} for {the(choice.name)}{waived}",
                choice.facts if choice.mode is not Mode.EXAM_FIRST else (*choice.rules,),
                f"{choice.name} years",
            )
        )
    found += _horizon_milestones(analysis, kb)
    return tuple(sorted(found, key=lambda m: (m.day, m.key)))


def _horizon_milestones(analysis: Analysis, kb: KnowledgeBase) -> list[Milestone]:
    horizon, role = analysis.horizon, kb.job.name
    found: list[Milestone] = []
    if horizon and not horizon.is_met:
        example = horizon.starts is not None
        found.append(
            Milestone(
                "years/earliest",
                horizon.earliest,
                f"{number(horizon.low)} years in {kb.job.field}, the earliest for {role} jobs",
                (horizon.fact,),
                "earliest",
                example,
            )
        )
    if horizon and not horizon.starts and horizon.latest > max(horizon.earliest, analysis.on):
        found.append(
            Milestone(
                "years/latest",
                horizon.latest,
                f"the full {number(horizon.high)} years in {kb.job.field}",
                (horizon.fact,),
                f"all {number(horizon.high)} years",
            )
        )
    wished = target_date(analysis.profile)
    if wished and wished > analysis.on and analysis.stage is not Stage.ROLE:
        fact = (horizon.fact,) if horizon else ()
        found.append(
            Milestone("target", wished, f"your own target for {role}", fact, "your target")
        )
    return found
