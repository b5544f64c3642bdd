"""The plan as an iCalendar file: events with alarms, to-dos with a due
date, and what an earlier plan no longer holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone

from icalendar import Alarm, Calendar, Event, Todo

from bot.knowledge.store import KnowledgeBase
from bot.plan.calendar_entries import Entry, entries
from bot.plan.milestones import Plan
from bot.plan.page import title
from bot.plan.progress import is_reached

# Sequence numbers count from here: a calendar made on a later day always supersedes one made
# before.
_FIRST_DAY = date(2020, 1, 1)
# After the start of an all-day event: a reminder at midnight wakes people.
_NINE_O_CLOCK = timedelta(hours=9)


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
