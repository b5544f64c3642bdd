"""Where a person stands and when the role is in reach, in sentences that rest on facts."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.facts import FactKind
from bot.domain.reply import joined
from bot.knowledge.store import KnowledgeBase
from bot.plan import evidence
from bot.plan.gap_analysis import Analysis
from bot.plan.horizon import Horizon, experience_fact
from bot.plan.line import (
    Line,
    describe_certifications,
    describe_degree,
    describe_management,
    describe_other_years,
    describe_target,
    lowered,
    month,
    months_between,
    number,
    spell_months,
    target_date,
)
from bot.plan.requirements import Requirement, Standing, is_high, level_of, requirement
from bot.plan.stage import Stage

# What a step comes down to, within a sentence.
_MATTERS: dict[FactKind | None, str] = {
    FactKind.EDUCATION: "a first degree",
    FactKind.EXPERIENCE: "the years of experience",
    FactKind.CERTIFICATION: "an advanced certification",
    FactKind.MANAGEMENT: "leading people",
}
TELL_YEARS = "; tell me yours and I can set a date"
_WHICH_COUNT = ", so the date depends on which of yours count"


def standing_line(found: Requirement, analysis: Analysis, kb: KnowledgeBase) -> Line:
    """How far one step is met, in a few words: `3 of the usual 7 to 10 years`."""
    describe = {
        FactKind.EXPERIENCE: _experience,
        FactKind.EDUCATION: _education,
        FactKind.CERTIFICATION: _certifications,
        FactKind.MANAGEMENT: _management,
    }
    if found.kind is None:
        return Line("", (found.step,))
    return describe[found.kind](found, analysis, kb)


def _experience(found: Requirement, analysis: Analysis, kb: KnowledgeBase) -> Line:
    figure, horizon = found.fact.figure, analysis.horizon
    if figure is None:
        return Line("", (found.fact,))
    span = f"{number(figure.low)} to {number(figure.high)} years"
    if horizon is None:
        return Line(f"{span} are usual", (found.fact,))
    if horizon.have <= 0:
        other = describe_other_years(analysis.profile, kb)
        rest = f"; {other} don’t count" if other else ""
        return Line(f"none yet of the usual {span} in {kb.job.field}{rest}", (found.fact,))
    if horizon.is_met:
        return Line(f"{number(horizon.have)} years; {span} are usual", (found.fact,))
    return Line(f"{number(horizon.have)} of the usual {span}", (found.fact,))


def _education(found: Requirement, analysis: Analysis, kb: KnowledgeBase) -> Line:
    degree = analysis.profile.degree
    if degree is None:
        return Line("a bachelor’s degree is usual", (found.fact,))
    technical = "IT" in found.fact.statement.split()
    note = "; subjects close to IT suit best" if degree.level == "law" and technical else ""
    if found.standing is Standing.MET and degree.status != "held":
        return Line(f"a first degree, with {describe_degree(degree)}", (found.fact,))
    if found.standing is Standing.MISSING:
        note = "; a bachelor’s is usual"
    if found.standing is Standing.PARTLY:
        degree = replace(degree, status="held")  # that it is in progress is said already
    return Line(f"{describe_degree(degree)}{note}", (found.fact,))


def _certifications(found: Requirement, analysis: Analysis, kb: KnowledgeBase) -> Line:
    profile = analysis.profile
    named = describe_certifications(profile)
    if profile.certifications and {s for _, s in profile.certifications} == {"in_progress"}:
        named = f"working on {joined(name for name, _ in profile.certifications)}"
    if not named:
        return Line("advanced ones are recommended", (found.step,))
    levels = [fact for name in profile.held() if (fact := level_of(name, kb))]
    high = any(is_high(name, kb) for name in profile.held())
    note = (
        ""
        if high
        else "; none advanced yet"
        if profile.held()
        else "; advanced ones are recommended"
    )
    return Line(f"{named}{note}", (found.step, *levels))


def _management(found: Requirement, analysis: Analysis, kb: KnowledgeBase) -> Line:
    told = describe_management(analysis.profile)
    return Line(told or "managing other professionals is expected", (found.fact,))


def goal_lines(analysis: Analysis, kb: KnowledgeBase) -> tuple[Line, ...]:
    """The goal with its earliest honest date, what that depends on, and how the target compares."""
    if analysis.stage is Stage.ROLE:
        return (_for_holders(kb),)
    horizon = analysis.horizon
    if horizon is None:
        return _without_years(analysis, kb)
    lines = [earliest_line(horizon, kb)]
    if depends := depends_line(horizon, analysis, kb):
        lines.append(depends)
    if target := target_line(horizon, analysis):
        lines.append(target)
    return tuple(lines)


def earliest_line(horizon: Horizon, kb: KnowledgeBase) -> Line:
    """The earliest date in one sentence."""
    role, field = kb.job.name, kb.job.field
    low, facts = number(horizon.low), (horizon.fact,)
    if horizon.is_met:
        return Line(
            f"You have enough years for {role} now: {number(horizon.have)}, where at least {low}"
            " are recommended",
            facts,
        )
    if horizon.starts:
        return Line(
            f"Plan for at least {low} years in {field}; yours begin with your first {field} job."
            f" Start in {month(horizon.starts)}, for example, and the earliest date is"
            f" {month(horizon.earliest)}",
            facts,
        )
    taken = f", taking all your years as {field}" if horizon.assumed else ""
    return Line(
        f"{role} at the earliest in {month(horizon.earliest)}, with {low} years in {field}; "
        f"with the full {number(horizon.high)}, in {month(horizon.latest)}{taken}",
        facts,
    )


def matter(found: Requirement) -> str:
    """What a step comes down to, within a sentence: `leading people`."""
    return _MATTERS.get(found.kind, lowered(found.step.label))


def step_reason(kind: FactKind, analysis: Analysis) -> Line:
    """Why a first step is worth taking this week: the step it belongs to, and how far that is."""
    found = requirement(analysis.requirements, kind)
    if found is None:
        return Line("")
    is_open = found.standing in (Standing.MISSING, Standing.PARTLY)
    which = "a step that’s still open" if is_open else "one of the steps"
    return Line(f"It gets you moving on {which}: {lowered(found.step.label)}", (found.step,))


def depends_line(horizon: Horizon, analysis: Analysis, kb: KnowledgeBase) -> Line | None:
    """What the date hangs on most, and which steps it can't know the length of."""
    others = [r for r in analysis.open if r.kind is not FactKind.EXPERIENCE]
    names = joined(matter(r) for r in others) if others else ""
    facts = tuple(r.step for r in others)
    if horizon.is_met:
        if not others:
            return Line(
                "No step is missing; what’s left is showing that you can do the whole job",
                (horizon.fact,),
            )
        return Line(f"What’s left has no fixed length: {names}", facts)
    if horizon.starts:
        return Line("Each month earlier or later moves that date as much", (horizon.fact,))
    most = (
        f"It mostly depends on whether {number(horizon.low)} or {number(horizon.high)} years apply"
    )
    if horizon.spread > horizon.high - horizon.low:
        most = f"It mostly depends on how many of your years were in {kb.job.field}"
    return Line(
        most + (f"; {names} has to come on the way" if len(others) == 1 else ""),
        (horizon.fact, *facts[:1]),
    )


def target_line(horizon: Horizon, analysis: Analysis) -> Line | None:
    """How the person's own target compares with the earliest date."""
    wished = target_date(analysis.profile)
    if wished is None:
        return None
    gap = months_between(horizon.earliest, wished)
    shown, facts = describe_target(analysis.profile), (horizon.fact,)
    if horizon.is_met:
        return Line(f"Your target of {shown} is within reach by the years", facts)
    if horizon.starts:
        fits = "still possible" if gap >= 0 else "earlier than that allows"
        return Line(f"By that example your target of {shown} is {fits}", facts)
    if gap >= 0:
        return Line(
            (
                f"Your target of {shown} leaves {spell_months(gap)} in reserve"
                if gap
                else f"Your target of {shown} is just that"
            ),
            facts,
        )
    return Line(f"Your target of {shown} is {spell_months(gap)} too early by these years", facts)


def tenure_line(kb: KnowledgeBase) -> Line | None:
    """How long those who have the role have been in it, as far as a survey tells."""
    tenure = evidence.newest(
        fact
        for fact in kb.facts(FactKind.TENURE)
        if evidence.is_general(fact) and fact.figure and fact.figure.measure == "median"
    )
    if tenure is None or tenure.figure is None:
        return None
    months = f"{number(tenure.figure.low)} {tenure.figure.unit}"
    return Line(
        f"Half of {kb.job.field} leaders had been in their job for over {months} ({tenure.year})",
        (tenure,),
    )


def _for_holders(kb: KnowledgeBase) -> Line:
    text = "You have the job, so this plan keeps you current and prepares what comes next"
    tenure = tenure_line(kb)
    if tenure is None:
        return Line(text, kb.facts(FactKind.DEFINITION)[:1])
    return Line(f"{text}. {tenure.text}", tenure.facts)


def _without_years(analysis: Analysis, kb: KnowledgeBase) -> tuple[Line, ...]:
    fact = experience_fact(kb)
    if fact is None or fact.figure is None:
        return ()
    span = f"{number(fact.figure.low)} to {number(fact.figure.high)}"
    hint = TELL_YEARS if analysis.unplaced_years is None else _WHICH_COUNT
    return (Line(f"{kb.job.name} usually takes {span} years in {kb.job.field}{hint}", (fact,)),)
