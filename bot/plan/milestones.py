"""A plan with dates: this week, the coming quarters, and the milestones of the years after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.reply import amount
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.action import Action
from bot.plan.actions import actions
from bot.plan.career_actions import starts
from bot.plan.certification_path import CertificationChoice, Mode
from bot.plan.gap_analysis import Analysis, analyze
from bot.plan.line import Line, lowered, month, number, target_date, the, years
from bot.plan.quarters import Quarter, coming_quarters
from bot.plan.requirements import Standing, statuses
from bot.plan.stage import Stage

MOST_A_QUARTER = 3
_MOST = 6
"""Actions in all: more than anybody does in nine months beside a job helps nobody."""


@dataclass(frozen=True)
class Milestone:
    """A day that follows from a fact or from the person's own target; `key` names it for good.

    `is_example` marks a day that hangs on an assumption, such as when a first job begins.
    """

    key: str
    day: date
    text: str
    facts: tuple[Fact, ...]
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
    week = next((action for action in found if action.start), None)
    return Plan(
        analysis=analysis,
        week=week,
        quarters=_spread(found, coming_quarters(today)),
        milestones=milestones(analysis, kb),
        later=_later(analysis, kb),
        alternatives=_alternatives(analysis, kb),
    )


def _spread(found: tuple[Action, ...], quarters: tuple[Quarter, ...]) -> tuple[QuarterPlan, ...]:
    """Each action in its quarter, what is too much for one in the next."""
    left, parts = list(found), []
    for place, quarter in enumerate(quarters):
        due = [action for action in left if action.quarter <= place][:MOST_A_QUARTER] or left[:1]
        left = [action for action in left if action not in due]
        parts.append(QuarterPlan(quarter, tuple(replace(a, quarter=place) for a in due)))
    return tuple(parts)


def milestones(analysis: Analysis, kb: KnowledgeBase) -> tuple[Milestone, ...]:
    """The dated days after today in their order."""
    found = []
    for choice in analysis.certifications:
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
                f"your years complete the {choice.name}’s {years(required.figure.low)}{waived}",
                choice.facts if choice.mode is not Mode.EXAM_FIRST else (*choice.rules,),
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
                f"{number(horizon.low)} years in {kb.job.field}, the earliest for {role} posts",
                (horizon.fact,),
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
            )
        )
    wished = target_date(analysis.profile)
    if wished and wished > analysis.on and analysis.stage is not Stage.ROLE:
        fact = (horizon.fact,) if horizon else ()
        found.append(Milestone("target", wished, f"your own target for {role}", fact))
    return found


def _later(analysis: Analysis, kb: KnowledgeBase) -> tuple[Line, ...]:
    """What comes after the three quarters, by stage; dates where they follow from something."""
    lines = _from_where(analysis, kb)
    known = statuses(analysis.profile, kb)
    first, rest = analysis.next_certification, analysis.certifications[1:]
    if first and first.mode is Mode.EXAM_FIRST:
        lines += _years_complete(first)
    lines += _ladder(analysis, kb) if analysis.stage not in _AT_THE_TOP else []
    planned = [choice for choice in rest if known.get(choice.id) == "planned"]
    for choice in (planned or list(rest))[:1]:
        lines.append(_then(choice))
    return tuple(lines)


def _from_where(analysis: Analysis, kb: KnowledgeBase) -> list[Line]:
    """What the sources say of the way from another profession; technical jobs lead on by themselves."""
    path = evidence.valued(kb, *starts(analysis, _PROFESSIONS))[:1]
    if not path or analysis.stage in _AT_THE_TOP:
        return []
    said = path[0].statement.partition(". ")[0]
    said = said.removeprefix("Yes: ").removeprefix("Yes, ").rstrip(".")
    return [Line(f"From your profession: {lowered(said)}", path)]


_PROFESSIONS = ("military", "law", "audit")
_AT_THE_TOP = (Stage.DEPUTY, Stage.ROLE, Stage.UNKNOWN)


def _years_complete(choice: CertificationChoice) -> list[Line]:
    rule = choice.required
    if choice.opens is None or rule is None or rule.figure is None:
        return []
    waived = ", one of them covered by your degree" if choice.waiver else ""
    facts = (rule, *((choice.waiver,) if choice.waiver else ()))
    return [
        Line(
            f"{month(choice.opens)}: you have the {years(rule.figure.low)} for the full "
            f"{choice.name}{waived}",
            facts,
        )
    ]


def _then(choice: CertificationChoice) -> Line:
    """The certification after the first, with what it requires."""
    rule = choice.required
    if rule is None or rule.figure is None:
        return Line(f"Then {the(choice.name)}", (choice.level,))
    figure = rule.figure
    if figure.measure == "recommended":
        return Line(
            f"Then {the(choice.name)}: no experience required, {years(figure.low)} recommended",
            (rule,),
        )
    named = figure.scope.replace(f" of the {choice.name}", "")
    scope = f" in {named}" if named else ""
    training = " after its training" if rule.value == "training" else ""
    managed = choice.managed
    part = (
        f", {number(managed.figure.low)} of them in management"
        if managed and managed.figure
        else ""
    )
    return Line(
        f"Then {the(choice.name)}: it requires {years(figure.low)}{scope}{part}{training}",
        (rule, *((managed,) if managed else ())),
    )


def _ladder(analysis: Analysis, kb: KnowledgeBase) -> list[Line]:
    """The stages until the role is in reach, by the sources' own line of jobs where they have one."""
    horizon, role = analysis.horizon, kb.job.name
    manager, below = evidence.leading_job(kb), evidence.deputy(kb)
    jobs: tuple[Fact, ...] = (manager,) if manager else ()
    if horizon is None or below is None or manager is None:
        return []
    names = f"{evidence.job_name(manager, kb)}, then {below.name}"
    if horizon.is_met:
        return [
            Line(
                f"From then on: {names}; {role} posts as soon as you lead people",
                (*jobs, horizon.fact),
            )
        ]
    until = (
        f"With your first {kb.job.field} job"
        if horizon.starts
        else f"Until {month(horizon.earliest)}"
    )
    first = f"After the first {number(horizon.low)} years"
    begin = first if horizon.starts else f"From {month(horizon.earliest)}"
    path = tuple(fact for fact in evidence.valued(kb, "path") if fact.figure)[:1]
    longer = (
        f"; one author counts {amount(path[0].figure)} in all" if path and path[0].figure else ""
    )
    return [
        Line(
            f"{until}: collect years in jobs with growing responsibility, such as {names}",
            (horizon.fact, *jobs),
        ),
        Line(f"{begin}: apply for {role} posts{longer}", (horizon.fact, *path)),
    ]


def _alternatives(analysis: Analysis, kb: KnowledgeBase) -> tuple[Line, ...]:
    """A way round for each step that may be closed to this person."""
    lines = []
    if analysis.standing(FactKind.EDUCATION) is Standing.MISSING:
        waiver = [f for f in kb.facts(FactKind.WAIVER) if f.value == "certification"][:1]
        entity = kb.entity(waiver[0].about) if waiver else None
        if waiver and entity and waiver[0].figure:
            lines.append(
                Line(
                    f"No degree: an approved credential can cover {years(waiver[0].figure.high)} "
                    f"of the {entity.name}’s experience instead",
                    tuple(waiver),
                )
            )
    if analysis.standing(FactKind.MANAGEMENT) in (Standing.MISSING, Standing.PARTLY):
        program = [f for f in evidence.overlaps(kb) if "program" in f.label][:1]
        if program and program[0].figure:
            lines.append(
                Line(
                    f"No team to lead: look at {program[0].label} jobs, which share "
                    f"{program[0].figure.high:g}% of the {kb.job.name} role",
                    tuple(program),
                )
            )
    if analysis.stage in (Stage.STUDENT, Stage.OUTSIDE):
        fields = [f for f in kb.facts(FactKind.STEPPING_STONE) if f.value == "field"]
        names = [f.label for f in fields if kb.job.field not in f.label]
        if names:
            lines.append(
                Line(
                    f"No {kb.job.field} job in reach: work in {', '.join(names[:-1])} or {names[-1]} "
                    "is a named stepping stone, too",
                    tuple(fields),
                )
            )
    return tuple(lines[:2])
