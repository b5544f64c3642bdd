"""What differs between two plans: fields, steps, certifications and the earliest date, with the
reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.reply import joined
from bot.knowledge.store import KnowledgeBase
from bot.plan.action import WEEK, Action, tick
from bot.plan.gap_analysis import FIELDS, Analysis
from bot.plan.goal import matter
from bot.plan.line import Line, describe_field, month, months_between, spell_months, the
from bot.plan.milestones import Plan
from bot.plan.requirements import Requirement, Standing, statuses
from bot.plan.stage import Stage

_IN_THE_FIELD = (Stage.SECURITY, Stage.LEADER, Stage.DEPUTY, Stage.ROLE)


@dataclass(frozen=True)
class Difference:
    """A step that stands differently before and after."""

    before: Requirement
    after: Requirement


@dataclass(frozen=True)
class Step:
    """One thing of a plan that can be done: what marks it, what to do and the sign of it."""

    key: str
    text: str
    done: str


def differences(before: Analysis, after: Analysis) -> tuple[Difference, ...]:
    """The steps that stand differently, in their order."""
    earlier = {found.step.id: found for found in before.requirements}
    pairs = [(earlier[r.step.id], r) for r in after.requirements if r.step.id in earlier]
    return tuple(Difference(old, new) for old, new in pairs if old.standing is not new.standing)


def changed_fields(before: Profile, after: Profile) -> tuple[str, ...]:
    """The fields of the profile that differ, in the order of asking."""
    return tuple(
        name for name in (*FIELDS, "pay", "skills", "done") if _differs(name, before, after)
    )


def _differs(name: str, before: Profile, after: Profile) -> bool:
    if name == "certifications" and before.certifications_none != after.certifications_none:
        return True
    return bool(getattr(before, name, None) != getattr(after, name, None))


def describe_changes(before: Profile, after: Profile, kb: KnowledgeBase) -> str:
    """What is new in a few words: `3 years in security and the CISSP`; empty when nothing was
    added.
    """
    parts = []
    for field in changed_fields(before, after):
        if field == "certifications":
            known = dict(before.certifications)
            fresh = [item for item in after.certifications if known.get(item[0]) != item[1]]
            text = describe_field(Profile(certifications=tuple(fresh)), field, kb)
            if not fresh and after.certifications_none:
                text = describe_field(after, field, kb)
        else:
            text = describe_field(after, field, kb)
        if text:
            parts.append(text)
    return joined(parts) if parts else ""


def step_lines(found: tuple[Difference, ...]) -> tuple[Line, ...]:
    """`Leading people: done instead of not started`."""
    lines = []
    for difference in found:
        name = matter(difference.after)
        lines.append(
            Line(
                f"{name[:1].upper()}{name[1:]}: {_said(difference.after.standing)} "
                f"instead of {_said(difference.before.standing)}",
                (difference.after.fact,),
            )
        )
    return tuple(lines)


def _said(standing: Standing) -> str:
    return "unknown" if standing is Standing.UNKNOWN else standing.value


def date_line(before: Analysis, after: Analysis) -> Line | None:
    """How the earliest date moves; None when there is none after."""
    old, new = before.horizon, after.horizon
    if new is None:
        return None
    facts: tuple[Fact, ...] = (new.fact,)
    to = "now" if new.is_met else month(new.earliest)
    if old is None:
        return Line(f"The earliest date is {to}", facts)
    gap = months_between(old.earliest, new.earliest)
    if gap == 0 or (old.is_met and new.is_met):
        return Line(
            "The earliest date stays the same" if to == "now" else f"The earliest date stays {to}",
            facts,
        )
    way = "earlier" if gap < 0 else "later"
    return Line(f"The earliest date moves {spell_months(gap)} {way}, to {to}", facts)


def date_reason(before: Analysis, after: Analysis) -> str:
    """Why the date moved: what was said of the years, or only the days that went by."""
    if before.horizon is None or after.horizon is None:
        return ""
    if before.horizon.have != after.horizon.have:
        return "because you told me more about your years"
    if before.on != after.on and after.horizon.starts:
        return "because it counts from a first job that is still to come"
    if before.on != after.on and not after.horizon.is_met:
        return f"because your years are still the ones you told me in {month(before.on)}"
    return ""


def next_line(before: Analysis, after: Analysis) -> Line | None:
    """Which certification would come next, where that differs."""
    old, new = before.next_certification, after.next_certification
    if (old.id if old else "") == (new.id if new else ""):
        return None
    if new is None:
        fact = next(iter(after.requirements), None)
        return Line("No further certification would be needed", (fact.step,)) if fact else None
    instead = f" instead of {the(old.name)}" if old else ""
    return Line(f"The next certification would be {the(new.name)}{instead}", (new.level,))


def is_settled(before: Analysis, after: Analysis, kind: FactKind) -> bool:
    """Whether a step became done."""
    return before.standing(kind) is not Standing.MET and after.standing(kind) is Standing.MET


def is_reached(key: str, analysis: Analysis, kb: KnowledgeBase) -> bool:
    """Whether what an action was for is so now: told to be done, the certification held, the step
    done, the first job in the field found.
    """
    told = (tick(key, analysis.on), tick(key.removeprefix(WEEK), analysis.on))
    if any(one in analysis.profile.done for one in told):
        return True
    key = key.removeprefix(WEEK)
    certification = key.rpartition("/")[0]
    if certification.startswith("certification/"):
        return statuses(analysis.profile, kb).get(certification) == "held"
    group = key.partition("/")[0]
    if group == "experience":
        return analysis.stage in _IN_THE_FIELD
    degree = analysis.profile.degree
    if group == "degree" and degree is not None and degree.status == "in_progress":
        return False  # a master's is under way beside a first degree that is held
    kinds = {"management": FactKind.MANAGEMENT, "degree": FactKind.EDUCATION}
    kind = kinds.get(group)
    return kind is not None and analysis.standing(kind) is Standing.MET


def steps_of(plan: Plan) -> tuple[Step, ...]:
    """What of a plan can be told to be done, this week's step first; that an exam is passed or a
    degree finished, the profile knows.
    """
    week = plan.week
    found = [Step(WEEK + week.key, week.start, week.start_done)] if week else []
    found += [
        Step(tick(action.key, plan.on), action.text, action.done)
        for action in plan.actions
        if not action.is_exam and action.key != "degree/finish"
    ]
    return tuple(found)


def told_done(before: Plan, after: Profile) -> tuple[str, ...]:
    """The steps of a plan that were told to be done since, as the plan says them."""
    since = set(after.done) - set(before.profile.done)
    return tuple(step.text for step in steps_of(before) if step.key in since)


def ticked(before: Plan, after: Plan, kb: KnowledgeBase) -> tuple[Action, ...]:
    """The actions of a plan that are done by what is known now."""
    waiting = {action.key for action in after.actions}
    return tuple(
        action
        for action in before.actions
        if action.key not in waiting
        and is_reached(action.key, after.analysis, kb)
        and not is_reached(action.key, before.analysis, kb)
    )
