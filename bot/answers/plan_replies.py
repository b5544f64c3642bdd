"""The plan in a conversation: its short form, and what has changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.answers.profile_questions import ask_for
from bot.answers.skills_check import SUGGESTION
from bot.answers.what_if import what_ifs
from bot.domain.facts import Fact
from bot.domain.profile import Profile
from bot.domain.reply import Item, Reply, cite, joined
from bot.knowledge.store import KnowledgeBase
from bot.plan.export import file_names
from bot.plan.gap_analysis import FIELDS, Analysis, analyze, missing, needed
from bot.plan.goal import goal_lines
from bot.plan.line import describe_field, lowered, month
from bot.plan.milestones import Plan, make_plan
from bot.plan.progress import (
    changed_fields,
    date_line,
    date_reason,
    describe_changes,
    differences,
    step_lines,
    ticked,
    told_done,
)
from bot.plan.stage import is_role

TOPIC = "advice"
_STALE_DAYS = 60
_FILES = (
    "Yes: your plan comes as a page to print (HTML), a calendar for Google, Outlook or Apple"
    " (iCalendar), and Markdown."
)
_NOTHING_KNOWN = (
    "Nothing I could plan with so far, and I haven’t shown you a plan yet. Tell me your"
    " job, your years, degree and certifications, and I’ll work with that."
)
_ABOUT_YOU = Reply(TOPIC, "Happy to. I need to know a little about you first.")
_NOTHING_TO_PLAN_FROM = Reply(
    TOPIC, "I can’t plan without your job or your years, so tell me one of them whenever you like."
)
_OF_FILES = "The files hold the whole plan, with reasons, sources and calendar entries."
_TOLD = "You’ve told me: {known}."
_NOTHING_CHANGED = "Nothing has changed since I showed you your plan."
_TELL = "When you’ve done something from it, tell me."


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

    It is made of what is known, and asks for the first thing that would make it more exact, once.
    Without job and years there is nothing to plan from: the first of them is asked.
    """
    if wanted := needed(profile):
        left = [field for field in wanted if field not in state.skipped]
        return ask_for(left[0], _ABOUT_YOU, kb) if left else _NOTHING_TO_PLAN_FROM
    plan = make_plan(profile, kb, today)
    goal = goal_lines(plan.analysis, kb)[:1]
    week = f"This week: {lowered(plan.week.start)}." if plan.week else ""
    news = what_changed(previous, profile, kb, today) if previous is not None else ""
    reply = Reply(
        TOPIC,
        " ".join(filter(None, [news, *(f"{line.text}." for line in goal), week, _OF_FILES])),
        _quarter_items(plan),
        facts=cite([*(fact for line in goal for fact in line.facts), *_of_actions(plan)]),
        files=file_names(plan, kb),
        suggestions=_after_plan(plan.analysis),
    )
    return asking_on(reply, profile, state, kb)


def asking_on(reply: Reply, profile: Profile, state: State, kb: KnowledgeBase) -> Reply:
    """The reply with a question for the first thing that would make a plan more exact and wasn't
    asked for; as it is for who has the role, and needs no date to get there by.
    """
    lacking = [field for field in missing(profile) if field not in state.skipped]
    return ask_for(lacking[0], reply, kb) if lacking and not is_role(profile.job, kb) else reply


def _of_actions(plan: Plan) -> list[Fact]:
    """What the actions rest on, the step of this week first."""
    first = [*plan.week.start_why.facts] if plan.week else []
    return [*first, *(fact for action in plan.actions for fact in action.facts)]


def as_files(reply: Reply) -> Reply:
    """The plan just shown, as its files alone."""
    return replace(reply, text=_FILES, items=(), closing="", facts=())


def _after_plan(analysis: Analysis) -> tuple[str, ...]:
    """A what-if, and the check of skills while no skill is rated."""
    offered = what_ifs(analysis)
    return offered if analysis.profile.skills else (*offered, SUGGESTION)


def _quarter_items(plan: Plan) -> tuple[Item, ...]:
    return tuple(
        Item(part.quarter.label, "; ".join(action.text for action in part.actions))
        for part in plan.quarters
        if part.actions
    )


def review(previous: Shown | None, profile: Profile, kb: KnowledgeBase, today: date) -> Reply:
    """The answer to "what has changed?": what is new, why the date moved, and the next action."""
    if previous is None:
        return Reply(TOPIC, _NOTHING_KNOWN, suggestions=("Show my plan",))
    plan = make_plan(profile, kb, today)
    goal = goal_lines(plan.analysis, kb)[:1]
    known = told_so_far(profile, kb)
    where = " ".join([_NOTHING_CHANGED, *(f"{line.text}." for line in goal), known, _TELL])
    text = what_changed(previous, profile, kb, today) or where
    week = f"This week: {lowered(plan.week.start)}." if plan.week else ""
    facts = [found.fact for found in plan.analysis.requirements][:2]
    facts += plan.week.start_why.facts if plan.week else ()
    facts += [fact for line in goal for fact in line.facts]
    offered = ("Show my plan", *what_ifs(plan.analysis))
    return Reply(TOPIC, text, closing=week, facts=cite(facts), suggestions=offered)


def ticked_off(previous: Shown, profile: Profile, kb: KnowledgeBase, today: date) -> Reply | None:
    """What news ticks in the plan that was shown, and what comes first now; None for nothing."""
    before = make_plan(previous.profile, kb, previous.on)
    after = make_plan(profile, kb, today)
    done = ticked(before, after, kb)
    if not done:
        return None
    text = f"Ticked off in your plan: {joined(lowered(action.text) for action in done)}."
    facts = [fact for action in done for fact in action.facts]
    if after.week:
        still = before.week is not None and before.week.key == after.week.key
        text += f" This week{' still' if still else ''}: {lowered(after.week.start)}."
        facts += after.week.start_why.facts
    return Reply(TOPIC, text, facts=cite(facts))


def told_so_far(profile: Profile, kb: KnowledgeBase) -> str:
    """All that the person has told, in one sentence; empty where nothing of it can be described."""
    told = [describe_field(profile, field, kb) for field in (*FIELDS, "skills", "pay")]
    known = list(filter(None, told))
    if not known:
        return ""
    # parts that are lists themselves are kept apart
    nested = any(" and " in part for part in known)
    return _TOLD.format(known="; ".join(known) if nested else joined(known))


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
        return _only_days_went_by(before, after, since, kb) if previous.on != today else ""
    done = told_done(make_plan(previous.profile, kb, previous.on), profile)
    told = [f"new: {news}"] if news else []
    told += [f"ticked off: {'; '.join(map(lowered, done))}"] if done else []
    what = "; ".join(told) or "some of what you told me changed"
    parts = [f"{since}, {what}.", *(f"{line.text}." for line in steps[:2])]
    return " ".join([*parts, *_moved_date(before, after, kb)])


def _only_days_went_by(before: Analysis, after: Analysis, since: str, kb: KnowledgeBase) -> str:
    """Where nothing new was told: that the date moves with the days, and what would hold it."""
    moved = _moved_date(before, after, kb)
    stale = (after.on - before.on).days > _STALE_DAYS
    is_asked = bool(moved) and bool(_what_holds_it(before, after, kb))
    more = ["If you have more years by now, tell me."] if stale or moved else []
    return " ".join([f"{since}, nothing has changed.", *moved, *([] if is_asked else more)])


def _moved_date(before: Analysis, after: Analysis, kb: KnowledgeBase) -> list[str]:
    """How the earliest date moves and why, and what would hold it; none where it stays."""
    moved = date_line(before, after)
    if moved is None or "stays" in moved.text:
        return []
    reason = date_reason(before, after)
    told = f"{moved.text}{', ' + reason if reason else ''}."
    return list(filter(None, (told, _what_holds_it(before, after, kb))))


def _what_holds_it(before: Analysis, after: Analysis, kb: KnowledgeBase) -> str:
    """Who went on working in the field has the date of before, once the years are told."""
    old, new = before.horizon, after.horizon
    if old is None or new is None or new.starts or new.is_met or old.have != new.have:
        return ""
    return (
        f"If you’ve worked in {kb.job.field} since, tell me your years and it stays"
        f" {month(old.earliest)}."
    )
