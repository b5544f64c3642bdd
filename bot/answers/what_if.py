"""What a what-if would change: the plan as it is beside the plan as it would be, in three lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.conditions import condition_of
from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.reply import Reply, Table, cite
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import Analysis, analyze
from bot.plan.goal import goal_lines
from bot.plan.horizon import starting
from bot.plan.line import (
    Line,
    lowered,
    month,
    months_between,
    spell_months,
    the,
)
from bot.plan.outlook import alternatives
from bot.plan.progress import changed_fields, differences
from bot.plan.requirements import Standing
from bot.plan.stage import Stage, leads

TOPIC = "advice"
ASK_WHAT = "Tell me what to suppose: a degree, a certification, more years, or leading people."
# What a step would be, by what decides it and how far it would be met.
_EFFECTS: dict[tuple[FactKind | None, Standing], str] = {
    (FactKind.EDUCATION, Standing.MET): "that step would be done",
    (FactKind.EDUCATION, Standing.PARTLY): "the degree would be under way",
    (FactKind.EDUCATION, Standing.MISSING): "you’d be missing the usual start",
    (FactKind.EXPERIENCE, Standing.MET): "you’d have enough years",
    (FactKind.EXPERIENCE, Standing.PARTLY): "your years in {field} would have begun",
    (FactKind.EXPERIENCE, Standing.MISSING): "your years in {field} would still have to begin",
    (FactKind.CERTIFICATION, Standing.MET): "you’d have an advanced certification",
    (FactKind.CERTIFICATION, Standing.PARTLY): ("you’d be on the way to an advanced certification"),
    (FactKind.CERTIFICATION, Standing.MISSING): "you’d have no advanced certification",
    (FactKind.MANAGEMENT, Standing.MET): "you’d have led people, as expected",
    (FactKind.MANAGEMENT, Standing.PARTLY): "you’d have begun to lead people",
    (FactKind.MANAGEMENT, Standing.MISSING): "leading people would be an open step",
}

# Steps in a word, for a cell of the comparison.
_STEPS: dict[FactKind | None, str] = {
    FactKind.EDUCATION: "degree",
    FactKind.EXPERIENCE: "years",
    FactKind.CERTIFICATION: "certification",
    FactKind.MANAGEMENT: "team",
}


def what_if(
    profile: Profile,
    supposed: Profile,
    kb: KnowledgeBase,
    today: date,
    condition: str = "",
    starts: date | None = None,
) -> Reply:
    """What would differ first, then both plans side by side: open steps, next certification, date.

    `condition` is what is supposed, as a sentence begins with it: `With the CISM`; `starts` is when
    a first job in the field would begin.
    """
    before, after = analyze(profile, kb, today), analyze(supposed, kb, today)
    if starts is not None and after.horizon is not None:
        after = replace(after, horizon=starting(after.horizon, starts))
    if not changed_fields(profile, supposed) and starts is None:
        return Reply(TOPIC, ASK_WHAT, suggestions=what_ifs(before))
    condition = condition or condition_of(profile, supposed, kb)
    effect, facts = _effect(before, after, kb)
    ways = _ways_round(before, after, kb)
    return Reply(
        TOPIC,
        f"{condition}, {effect}.",
        table=_side_by_side(before, after, condition),
        closing=" ".join(f"{line.text}." for line in ways),
        facts=cite((*facts, *_grounds(after), *(fact for line in ways for fact in line.facts))),
        suggestions=("Show my plan", *what_ifs(after)[:1]),
    )


def as_it_is(told: str, profile: Profile, kb: KnowledgeBase, today: date) -> Reply:
    """What is so already, as `told`, and where the plan stands with it."""
    analysis = analyze(profile, kb, today)
    goal = goal_lines(analysis, kb)[:1]
    text = " ".join([told, *(f"{line.text}." for line in goal)])
    facts = [fact for line in goal for fact in line.facts]
    return Reply(TOPIC, text, facts=cite(facts), suggestions=("Show my plan", *what_ifs(analysis)))


def what_ifs(analysis: Analysis) -> tuple[str, ...]:
    """What else to suppose, of what the person doesn't have."""
    following, degree = analysis.next_certification, analysis.profile.degree
    offered = []
    if following:
        offered.append(f"What if I had {the(following.name)}?")
    if not leads(analysis.profile) and analysis.stage is not Stage.ROLE:
        offered.append("What if I led a team?")
    if degree is None or degree.level in ("none", "associate", "bachelor"):
        offered.append("What if I had a master’s?")
    return tuple(offered[:2])


def _effect(before: Analysis, after: Analysis, kb: KnowledgeBase) -> tuple[str, tuple[Fact, ...]]:
    """What differs most, in a clause: a step, the next certification, else the date."""
    for difference in differences(before, after):
        found = difference.after
        if text := _EFFECTS.get((found.kind, found.standing)):
            return text.format(field=kb.job.field), (found.fact,)
    if (clause := _next_certification(before, after)) is not None:
        return clause
    if moved := _moved(before, after):
        return moved, ()
    return _nothing(before.profile, after.profile, kb)


def _next_certification(before: Analysis, after: Analysis) -> tuple[str, tuple[Fact, ...]] | None:
    old, new = before.next_certification, after.next_certification
    if (old.id if old else "") == (new.id if new else ""):
        return None
    if new is None and after.standing(FactKind.CERTIFICATION) is Standing.MET:
        return "you’d need no further certification", ()
    if new is None:
        return "no other certification would fit you yet", ()
    instead = f" instead of {the(old.name)}" if old else ""
    return f"your next certification would be {the(new.name)}{instead}", (new.level,)


def _moved(before: Analysis, after: Analysis) -> str:
    """How the earliest date would move; empty where it doesn't."""
    old, new = before.horizon, after.horizon
    if old is None or new is None or (old.is_met and new.is_met):
        return ""
    gap = months_between(old.earliest, new.earliest)
    way = "earlier" if gap < 0 else "later"
    return f"the earliest date would be {spell_months(gap)} {way}" if gap else ""


def _nothing(before: Profile, after: Profile, kb: KnowledgeBase) -> tuple[str, tuple[Fact, ...]]:
    """What the facts say of the thing supposed, where the plan would stay as it is."""
    degree = after.degree
    if "degree" in changed_fields(before, after) and degree is not None:
        higher = degree.level in ("master", "mba", "doctorate")
        wanted = "master" if higher else "bachelor"
        facts = tuple(f for f in kb.facts(FactKind.EDUCATION) if f.value == wanted)[:1]
        text = (
            "it can be an advantage over other candidates"
            if higher
            else "a bachelor’s is the usual start"
        )
        return f"the plan stays the same; {text}", facts
    return "the plan stays the same", ()


def _ways_round(before: Analysis, after: Analysis, kb: KnowledgeBase) -> list[Line]:
    """The way round a step that would be closed."""
    if all(found.after.standing is not Standing.MISSING for found in differences(before, after)):
        return []
    known = alternatives(before, kb)
    return [line for line in alternatives(after, kb) if line not in known][:1]


def _side_by_side(before: Analysis, after: Analysis, condition: str) -> Table:
    rows = (
        ("Open steps", _open(before), _open(after)),
        ("Next exam", _following(before), _following(after)),
        ("Earliest date", _earliest(before), _earliest(after)),
    )
    return Table(("", "Your plan now", condition), rows)


def _open(analysis: Analysis) -> str:
    names = [_STEPS.get(found.kind) or lowered(found.step.label) for found in analysis.open]
    return ", ".join(names) or "nothing"


def _following(analysis: Analysis) -> str:
    following = analysis.next_certification
    if following:
        return following.name
    is_met = analysis.standing(FactKind.CERTIFICATION) is Standing.MET
    return "none needed" if is_met else "none that fits yet"


def _earliest(analysis: Analysis) -> str:
    horizon = analysis.horizon
    if horizon is None:
        return "can’t be told yet"
    if horizon.is_met:
        return "now, by the years"
    return month(horizon.earliest) + (" (example)" if horizon.starts else "")


def _grounds(after: Analysis) -> tuple[Fact, ...]:
    """What the lines rest on: the steps that are open, the certification's level, the years."""
    following, horizon = after.next_certification, after.horizon
    facts = [found.step for found in after.open]
    facts += [following.level] if following else []
    return (*facts, *((horizon.fact,) if horizon else ()))
