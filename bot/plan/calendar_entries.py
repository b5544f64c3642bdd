"""What the calendar of a plan holds: reviews, exams, renewals, milestones and to-dos by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.facts import Fact
from bot.domain.freshness import is_old
from bot.knowledge.store import KnowledgeBase
from bot.plan.action import WEEK, Action
from bot.plan.milestones import Plan
from bot.plan.page import reason
from bot.plan.quarters import Quarter, working_day


@dataclass(frozen=True)
class Entry:
    """One event or to-do. `key` names it for good: the same step has the same UID in every plan.

    `warning` is how long before the day an alarm goes off, none for zero; `yearly` repeats it.
    """

    key: str
    day: date
    summary: str
    description: str
    is_todo: bool = False
    warning: timedelta = timedelta()
    yearly: bool = False

    @property
    def uid(self) -> str:
        kind = "todo" if self.is_todo else "event"
        return f"{kind}-{self.key.replace('/', '-').replace('_', '-')}@ciso-advisor"


def entries(plan: Plan, kb: KnowledgeBase) -> tuple[Entry, ...]:
    """Everything that the calendar holds, in the order of days."""
    found = [*_reviews(plan), *_exams(plan), *_renewals(plan), *_milestones(plan), *_todos(plan)]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.uid)))


def _reviews(plan: Plan) -> Iterable[Entry]:
    """The first Monday of each quarter, with what the quarter holds:
    to-dos are lost where only events are read.
    """
    for part in plan.quarters:
        day = _first_monday(part.quarter)
        if day < plan.on:
            continue
        actions = "\n".join(
            f"{number}. {action.text}. Done when {action.done}."
            for number, action in enumerate(part.actions, 1)
        )
        yield Entry(
            f"review/{part.quarter.year}-q{part.quarter.number}",
            day,
            f"Plan review: {part.quarter.label}",
            actions or "Nothing new is planned for this quarter; see what the last one brought.",
            warning=timedelta(days=1),
        )
    after = plan.quarters[-1].quarter.next
    yield Entry(
        f"review/{after.year}-q{after.number}",
        _first_monday(after),
        "Plan review: what’s done, and a new plan",
        "The three quarters of the plan are over. Tell the advisor what has changed and ask for a"
        " new plan.",
        warning=timedelta(days=1),
    )


def _first_monday(quarter: Quarter) -> date:
    return quarter.first + timedelta(days=-quarter.first.weekday() % 7)


def _exams(plan: Plan) -> Iterable[Entry]:
    for part in plan.quarters:
        for action in part.actions:
            if action.is_exam:
                yield Entry(
                    action.key,
                    part.quarter.middle,
                    f"Planned: {_lowered(action.text)}",
                    f"{_described(action, plan.on)}\nMove this to the date that you book.",
                    warning=timedelta(days=14),
                )


def _renewals(plan: Plan) -> Iterable[Entry]:
    for part in plan.quarters:
        for action in part.actions:
            if action.key.endswith(("/upkeep", "/renewal")):
                yield Entry(
                    action.key,
                    working_day(part.quarter.middle + timedelta(days=14)),
                    action.text,
                    _described(action, plan.on),
                    warning=timedelta(days=7),
                    yearly=action.key.endswith("/upkeep"),
                )


def _milestones(plan: Plan) -> Iterable[Entry]:
    for milestone in plan.milestones:
        summary = milestone.text[:1].upper() + milestone.text[1:]
        note = "An example: it follows from when your first security job begins.\n"
        yield Entry(
            f"milestone/{milestone.key}",
            milestone.day,
            summary,
            (note if milestone.is_example else "") + _sources(milestone.facts, plan.on),
            warning=timedelta(days=30),
        )


def _todos(plan: Plan) -> Iterable[Entry]:
    if plan.week:
        yield Entry(
            f"{WEEK}{plan.week.key}",
            plan.on + timedelta(days=7),
            plan.week.start,
            f"{_first_upper(plan.week.start_why.text)}.\nDone when {plan.week.start_done}.\n"
            f"{_sources(plan.week.start_why.facts, plan.on)}".strip(),
            is_todo=True,
            warning=timedelta(days=1),
        )
    for part in plan.quarters:
        for action in part.actions:
            yield Entry(
                action.key,
                part.quarter.last,
                action.text,
                _described(action, plan.on),
                is_todo=True,
                warning=timedelta(days=14),
            )


def _described(action: Action, on: date) -> str:
    return f"{reason(action)}\nDone when {action.done}.\n{_sources(action.facts, on)}".strip()


def _sources(facts: tuple[Fact, ...], on: date) -> str:
    """Where it says so, for people: title, publisher, year, address; doubt once, at the end."""
    lines = []
    found = tuple(dict.fromkeys(fact.passage.source for fact in facts))
    for source in found:
        year = str(source.year) if source.year else "undated"
        notes = ", ".join(part for part in (source.publisher, year) if part)
        lines.append(f"Source: {source.title}, {notes}{' ' + source.url if source.url else ''}")
    if any(source.to_be_checked for source in found):
        lines.append("Check rules and fees with the issuer before you pay.")
    elif any(is_old(fact, on) for fact in facts):
        lines.append("This may have changed since.")
    return "\n".join(lines)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
