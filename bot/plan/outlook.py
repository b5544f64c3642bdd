"""What a plan says of the years after its quarters, and the ways round steps that are closed."""

from __future__ import annotations

from bot.domain.facts import Fact, FactKind
from bot.domain.reply import amount
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.certification_path import CertificationChoice, Mode, exam_first
from bot.plan.gap_analysis import Analysis
from bot.plan.job_actions import PROFESSIONS, starts
from bot.plan.line import Line, lowered, month, number, the, years
from bot.plan.requirements import Standing, statuses
from bot.plan.stage import Stage


def later(analysis: Analysis, kb: KnowledgeBase) -> tuple[Line, ...]:
    """What comes after the three quarters, by stage; dates where they follow from something."""
    lines = _from_where(analysis, kb)
    known = statuses(analysis.profile, kb)
    first, rest = analysis.next_certification, analysis.certifications[1:]
    lines += [line for choice in analysis.passed_early for line in _years_complete(choice)]
    if first and first.mode is Mode.EXAM_FIRST:
        lines += _years_complete(first)
    lines += _ladder(analysis, kb) if analysis.stage not in _AT_THE_TOP else []
    planned = [choice for choice in rest if known.get(choice.id) == "planned"]
    for choice in (planned or list(rest))[:1]:
        lines.append(_then(choice))
    return tuple(lines)


def _from_where(analysis: Analysis, kb: KnowledgeBase) -> list[Line]:
    """What the sources say of the way from another profession;
    technical jobs lead on by themselves.
    """
    path = evidence.valued(kb, *starts(analysis, PROFESSIONS))[:1]
    if not path or analysis.stage in _AT_THE_TOP:
        return []
    said = evidence.first_sentence(path[0]).removeprefix("Yes: ").removeprefix("Yes, ")
    said = said.replace(": ", "; ", 1)
    return [Line(f"From your profession: {lowered(said)}", path)]


_AT_THE_TOP = (Stage.DEPUTY, Stage.ROLE, Stage.UNKNOWN)


def _years_complete(choice: CertificationChoice) -> list[Line]:
    rule = choice.required
    if choice.opens is None or rule is None or rule.figure is None:
        return []
    waived = ", one of them covered by your degree" if choice.waiver else ""
    early = f", if you passed {exam_first(choice)}" if choice.mode is Mode.PASSED_EARLY else ""
    facts = (rule, *(fact for fact in (choice.waiver, choice.route if early else None) if fact))
    return [
        Line(
            f"{month(choice.opens)}: you have the {years(rule.figure.low)} for the full "
            f"{choice.name}{waived}{early}",
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
    """The stages until the role is in reach, by the sources' own
    line of jobs where they have one.
    """
    horizon, role = analysis.horizon, kb.job.name
    manager, below = evidence.leading_job(kb), evidence.deputy(kb)
    jobs: tuple[Fact, ...] = (manager,) if manager else ()
    if horizon is None or below is None or manager is None:
        return []
    names = f"{evidence.job_name(manager, kb)}, then {below.name}"
    if horizon.is_met:
        return [
            Line(
                f"From then on: {names}; apply for {role} jobs once you lead people",
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
        Line(f"{begin}: apply for {role} jobs{longer}", (horizon.fact, *path)),
    ]


def alternatives(analysis: Analysis, kb: KnowledgeBase) -> tuple[Line, ...]:
    """A way round for each step that may be closed to this person."""
    lines = []
    if analysis.standing(FactKind.EDUCATION) is Standing.MISSING:
        lines.append(_without_degree(kb))
    if analysis.standing(FactKind.MANAGEMENT) in (Standing.MISSING, Standing.PARTLY):
        lines.append(_without_team(kb))
    if analysis.stage in (Stage.STUDENT, Stage.OUTSIDE):
        lines.append(_without_job(kb))
    return tuple(line for line in lines if line)[:2]


def _without_degree(kb: KnowledgeBase) -> Line | None:
    waiver = next((f for f in kb.facts(FactKind.WAIVER) if f.value == "certification"), None)
    entity = kb.entity(waiver.about) if waiver else None
    if waiver is None or waiver.figure is None or entity is None:
        return None
    return Line(
        f"No degree: an approved credential can cover {years(waiver.figure.high)} "
        f"of the {entity.name}’s experience instead",
        (waiver,),
    )


def _without_team(kb: KnowledgeBase) -> Line | None:
    program = next((f for f in evidence.overlaps(kb) if "program" in f.label), None)
    if program is None or program.figure is None:
        return None
    return Line(
        f"No team to lead: look at {program.label} jobs, which share "
        f"{program.figure.high:g}% of the {kb.job.name} role",
        (program,),
    )


def _without_job(kb: KnowledgeBase) -> Line | None:
    fields = [f for f in kb.facts(FactKind.STEPPING_STONE) if f.value == "field"]
    names = [f.label for f in fields if kb.job.field not in f.label]
    if not names:
        return None
    return Line(
        f"No {kb.job.field} job in reach: work in {', '.join(names[:-1])} or"
        f" {names[-1]} is a stepping stone, too",
        tuple(fields),
    )
