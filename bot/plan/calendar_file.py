"""The plan as an iCalendar file: events with alarms, to-dos with a due
date, and what an earlier plan no longer holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from icalendar import Alarm, Calendar, Event, Todo

from bot.domain.facts import Fact
from bot.domain.freshness import is_old
from bot.knowledge.store import KnowledgeBase
from bot.plan.action import WEEK, Action
from bot.plan.milestones import Plan
from bot.plan.page import reason, title
from bot.plan.progress import is_reached
from bot.plan.quarters import Quarter, working_day

# Sequence numbers count from here: a calendar made on a later day always supersedes one made
# before.
_FIRST_DAY = date(2020, 1, 1)
# After the start of an all-day event: a reminder at midnight wakes people.
_NINE_O_CLOCK = timedelta(hours=9)


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


def to_calendar(plan: Plan, kb: KnowledgeBase, previous: Sequence[Plan] = ()) -> str:
    """The calendar of a plan; entries of the `previous` ones, the oldest first, that it no longer
    holds are cancelled or completed in it.
    """
    out = Calendar()
    out.add("prodid", "-//CISO Career Advisor//Plan//EN")
    out.add("version", "2.0")
    out.add("calscale", "GREGORIAN")
    out.add("name", title(plan, kb))
    out.add("x-wr-calname", title(plan, kb))
    sequence = _sequence(plan, previous)
    present = entries(plan, kb)
    for entry in present:
        out.add_component(_component(entry, plan.on, sequence))
    for entry, status in _gone(plan, previous, kb, {entry.uid for entry in present}):
        out.add_component(_ended(entry, status, plan.on, sequence))
    return str(out.to_ical().decode("utf-8"))


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


def _component(entry: Entry, on: date, sequence: int) -> Event | Todo:
    part = _bare(entry, on, sequence)
    part.add("description", entry.description)
    if entry.is_todo:
        part.add("status", "NEEDS-ACTION")
    else:
        part.add("status", "CONFIRMED")
        part.add("transp", "TRANSPARENT")
        if entry.yearly:
            part.add("rrule", {"freq": "yearly", "count": 5})
    part.add_component(_alarm(entry))
    return part


def _ended(entry: Entry, status: str, on: date, sequence: int) -> Event | Todo:
    part = _bare(entry, on, sequence)
    part.add("status", status)
    if status == "COMPLETED":
        part.add("completed", _stamp(on))
        part.add("percent-complete", 100)
    return part


def _bare(entry: Entry, on: date, sequence: int) -> Event | Todo:
    part = Todo() if entry.is_todo else Event()
    part.add("uid", entry.uid)
    part.add("dtstamp", _stamp(on))
    part.add("last-modified", _stamp(on))
    part.add("sequence", sequence)
    part.add("summary", entry.summary)
    part.add("class", "PRIVATE")
    if entry.is_todo:
        part.add("due", entry.day)
    else:
        part.add("dtstart", entry.day)
        part.add("dtend", entry.day + timedelta(days=1))
    return part


def _alarm(entry: Entry) -> Alarm:
    """At nine in the morning, `warning` before the day; a to-do's counts from the day it is due."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    related = {"related": "END"} if entry.is_todo else {}
    alarm.add("trigger", _NINE_O_CLOCK - entry.warning, parameters=related)
    return alarm


def _gone(
    plan: Plan, previous: Sequence[Plan], kb: KnowledgeBase, present: set[str]
) -> Iterable[tuple[Entry, str]]:
    """Entries of earlier plans that are over, each once, as it was last: what was reached is
    completed, the rest cancelled.
    """
    last = {entry.uid: entry for before in previous for entry in entries(before, kb)}
    for entry in sorted(last.values(), key=lambda entry: (entry.day, entry.uid)):
        if entry.uid in present or (not entry.is_todo and entry.day < plan.on):
            continue
        reached = entry.is_todo and is_reached(entry.key, plan.analysis, kb)
        yield entry, "COMPLETED" if reached else "CANCELLED"


def _sequence(plan: Plan, previous: Sequence[Plan]) -> int:
    """Grows with the day, and with each plan before it on the same day."""
    same_day = sum(before.on == plan.on for before in previous)
    return max(0, (plan.on - _FIRST_DAY).days) * 10 + min(same_day, 9)


def _stamp(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
