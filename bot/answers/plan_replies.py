"""The plan in a conversation: its short form, what has changed since, and what-ifs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.answers.profile_questions import ask_for
from bot.answers.skills_check import SUGGESTION
from bot.domain.facts import FactKind
from bot.domain.profile import DEGREE_LEVELS, Degree, Profile
from bot.domain.reply import Item, Reply, cite
from bot.knowledge.store import KnowledgeBase
from bot.plan.export import file_names
from bot.plan.gap_analysis import Analysis, analyze, missing
from bot.plan.goal import goal_lines, matter
from bot.plan.line import Line, describe_field, lowered, month, the
from bot.plan.milestones import Plan, make_plan
from bot.plan.progress import (
    changed_fields,
    date_line,
    date_reason,
    describe_changes,
    differences,
    next_line,
    step_lines,
)
from bot.plan.requirements import Standing, certification_id, statuses
from bot.plan.stage import Stage, leads

TOPIC = "advice"
_STALE_DAYS = 60
_SAID = {Standing.MISSING: "open"}
_MOST_IFS = 3
_FILES = (
    "Yes: your plan comes as a page to print (HTML), a calendar for Google, Outlook or Apple"
    " (iCalendar), and Markdown."
)
_NO_PLAN_YET = (
    "I haven’t shown you a plan yet, so there’s nothing to compare with, and you haven’t told me"
    " about yourself."
)
_NOTHING_CHANGED = "Nothing has changed since I showed it."


class Shown(Protocol):
    """The plan last shown: whose, and on which day."""

    @property
    def profile(self) -> Profile: ...
    @property
    def on(self) -> date: ...


class State(Protocol):
    @property
    def skipped(self) -> tuple[str, ...]: ...


def show_plan(
    profile: Profile, state: State, kb: KnowledgeBase, today: date, previous: Shown | None = None
) -> Reply:
    """The short form: goal, this week and the three quarters, with the files; progress first where
    there is a plan before.

    Without job and years there is nothing to plan from: the first of them is asked.
    """
    lacking = [field for field in missing(profile) if field not in state.skipped]
    if profile.is_empty or (
        analyze(profile, kb, today).stage is Stage.UNKNOWN and {"job", "experience"} & set(lacking)
    ):
        first = next((field for field in lacking), "job")
        reply = Reply(TOPIC, "Happy to. I need to know a little about you first.")
        return ask_for(first, reply, kb)
    plan = make_plan(profile, kb, today)
    goal = goal_lines(plan.analysis, kb)
    lead = [line.text for line in goal[:1]]
    facts = [fact for line in goal[:1] for fact in line.facts]
    text = f"{lead[0]}." if lead else ""
    if previous is not None and (news := what_changed(previous, profile, kb, today)):
        text = f"{news} {text}"
    if plan.week:
        text += f" This week: {lowered(plan.week.start)}."
        facts += plan.week.facts
    facts += [fact for action in plan.actions for fact in action.facts]
    return Reply(
        TOPIC,
        text.strip(),
        _quarter_items(plan),
        closing="The files have the reasons, the sources and calendar entries.",
        facts=cite(facts),
        files=file_names(plan, kb),
        suggestions=_after_plan(plan.analysis),
    )


def as_files(reply: Reply) -> Reply:
    """The plan just shown, as its files alone."""
    return replace(reply, text=_FILES, items=(), closing="", facts=())


def _after_plan(analysis: Analysis) -> tuple[str, ...]:
    """A what-if, and the check of skills while no skill is rated."""
    what_ifs = _what_ifs(analysis)
    return what_ifs if analysis.profile.skills else (*what_ifs[:2], SUGGESTION)


def _quarter_items(plan: Plan) -> tuple[Item, ...]:
    return tuple(
        Item(part.quarter.label, "; ".join(action.text for action in part.actions))
        for part in plan.quarters
        if part.actions
    )


def review(previous: Shown | None, profile: Profile, kb: KnowledgeBase, today: date) -> Reply:
    """The answer to "what has changed?": what is new, why the date moved, and the next action."""
    if previous is None:
        return Reply(TOPIC, _NO_PLAN_YET, suggestions=("Show my plan",))
    plan = make_plan(profile, kb, today)
    goal = goal_lines(plan.analysis, kb)[:1]
    known = told_so_far(profile, kb)
    where = " ".join([_NOTHING_CHANGED, *(f"{line.text}." for line in goal), known])
    text = what_changed(previous, profile, kb, today) or where
    week = f"This week: {lowered(plan.week.start)}." if plan.week else ""
    facts = [found.fact for found in plan.analysis.requirements][:2]
    facts += plan.week.facts if plan.week else ()
    facts += [fact for line in goal for fact in line.facts]
    offered = ("Show my plan", *_what_ifs(plan.analysis))
    return Reply(TOPIC, text, closing=week, facts=cite(facts), suggestions=offered)


def told_so_far(profile: Profile, kb: KnowledgeBase) -> str:
    """What the person has told, in one sentence; empty where nothing of it can be described."""
    told = describe_changes(Profile(), profile, kb)
    return f"You’ve told me: {told}." if told else ""


def what_changed(previous: Shown, profile: Profile, kb: KnowledgeBase, today: date) -> str:
    """What is new since the plan last shown, as sentences; empty on the same day with
    nothing new.
    """
    before = analyze(previous.profile, kb, previous.on)
    after = analyze(profile, kb, today)
    news = describe_changes(previous.profile, profile, kb)
    since = (
        f"Since {month(previous.on)}"
        if previous.on.month != today.month
        else "Since your last plan"
    )
    steps = step_lines(differences(before, after))
    if not changed_fields(previous.profile, profile) and not steps:
        if previous.on == today:
            return ""
        stale = (today - previous.on).days > _STALE_DAYS
        more = " If you have more years by now, tell me." if stale else ""
        return f"{since}, nothing has changed.{more}"
    parts = [f"{since}, new: {news}." if news else f"{since}, some of what you told me changed."]
    parts += [f"{line.text}." for line in steps[:2]]
    moved = date_line(before, after)
    if moved and "stays" not in moved.text:
        reason = date_reason(before, after)
        parts.append(f"{moved.text}{', ' + reason if reason else ''}.")
    return " ".join(parts)


def what_if(profile: Profile, supposed_profile: Profile, kb: KnowledgeBase, today: date) -> Reply:
    """What would differ, in at most three lines: the steps, the next certification, the date."""
    before, after = analyze(profile, kb, today), analyze(supposed_profile, kb, today)
    if not changed_fields(profile, supposed_profile):
        return Reply(
            TOPIC,
            "Tell me what to suppose: a degree, a certification, more years, or leading people.",
            suggestions=_what_ifs(before),
        )
    lines = [
        Line(
            f"{matter(d.after)} would be {_SAID.get(d.after.standing, d.after.standing.value)}",
            (d.after.fact,),
        )
        for d in differences(before, after)
        if d.after.standing is not Standing.UNKNOWN
    ][:1]
    if found := next_line(before, after):
        lines.append(found)
    if not lines:
        lines += _about_change(profile, supposed_profile, kb)
    if moved := date_line(before, after):
        lines.append(moved)
    supposed = describe_changes(profile, supposed_profile, kb)
    if supposed and supposed_profile.job != profile.job:
        supposed = f"a job as {supposed}"
    lead = f"With {supposed}," if supposed else "If that were so,"
    lines = lines[-_MOST_IFS:] if len(lines) > _MOST_IFS else lines
    facts = [fact for line in lines for fact in line.facts]
    text = f"{lead} {lowered(lines[0].text)}." if lines else f"{lead} nothing would change."
    text += "".join(f" {line.text}." for line in lines[1:])
    return Reply(
        TOPIC, text, facts=cite(facts), suggestions=("Show my plan", *_what_ifs(after)[:1])
    )


def supposing(profile: Profile, things: tuple[str, ...], kb: KnowledgeBase) -> Profile:
    """The profile with the first certification or degree that is named, or without it when it is
    held.

    For a what-if whose supposition wasn't heard: "what if I had the CISM?", "and without the
    degree?"
    """
    known = statuses(profile, kb)
    for thing in things:
        kind, _, name = thing.partition("/")
        entity = kb.entity(thing)
        if kind == "certification" and entity:
            names = {n: s for n, s in profile.certifications if certification_id(n, kb) != thing}
            if known.get(thing) != "held":
                names[entity.name] = "held"
            none = not names
            return replace(profile, certifications=tuple(names.items()), certifications_none=none)
        if kind == "degree" and name in DEGREE_LEVELS:
            held = profile.degree == Degree(name)
            return replace(profile, degree=Degree("none") if held else Degree(name))
    return profile


def _about_change(before: Profile, after: Profile, kb: KnowledgeBase) -> list[Line]:
    """What the facts say of the thing supposed, where no step would stand differently."""
    field = changed_fields(before, after)[0]
    if field == "degree" and after.degree:
        level = after.degree.level if after.degree.level != "none" else "bachelor"
        wanted = "master" if level in ("master", "mba", "doctorate") else "bachelor"
        facts = [f for f in kb.facts(FactKind.EDUCATION) if f.value == wanted][:1]
        text = (
            "A master’s can be an advantage over other candidates"
            if wanted == "master"
            else "A bachelor’s is the usual start"
        )
        return [Line(f"The steps stay as they are. {text}", tuple(facts))] if facts else []
    told = describe_field(after, field, kb)
    return [Line("The steps stay as they are", kb.facts(FactKind.STEP)[:1])] if told else []


def _what_ifs(analysis: Analysis) -> tuple[str, ...]:
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
