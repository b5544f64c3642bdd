"""Proves the calendar: valid by RFC 5545, read alike by two parsers, and safe to import again."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from bot.answers.memory import with_shown
from bot.domain.dialogue import DialogueState, Shown
from bot.domain.profile import Profile
from bot.domain.profile_parts import Management
from bot.knowledge.store import KnowledgeBase
from bot.plan.calendar_file import to_calendar
from bot.plan.export import content_of, files
from bot.plan.milestones import make_plan
from tests.plan.conftest import NAMES, PEOPLE, TODAY
from tests.plan.test_page import profiles

ROOT = Path(__file__).resolve().parents[2]
LATER = date(2027, 5, 20)


def calendar_of(profile: Profile, kb: KnowledgeBase, today: date = TODAY) -> str:
    return content_of(files(profile, kb, today), ".ics")


def entries(text: str) -> list[Any]:
    return [part for part in Calendar.from_ical(text).walk() if part.name in ("VEVENT", "VTODO")]


def by_uid(text: str) -> dict[str, Any]:
    return {str(part["uid"]): part for part in entries(text)}


def node() -> str:
    own = ROOT / ".tools" / "node" / "bin" / "node"
    found = str(own) if own.exists() else shutil.which("node")
    assert found, "Node.js is missing: `make lint` fetches it"
    assert (ROOT / "web" / "node_modules" / "ical.js").exists(), "run `make lint` first"
    return found


def read_by_javascript(text: str) -> dict[str, dict[str, Any]]:
    """What ical.js, a parser with no code in common with ours, makes of a calendar."""
    done = subprocess.run(
        [node(), str(Path(__file__).parent / "read_calendar.mjs")],
        input=text.encode(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return {entry["uid"]: entry for entry in found}


@pytest.mark.parametrize("name", NAMES)
def test_calendar_is_the_kept_one(name: str, kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    made = calendar_of(people[name], kb).replace("\r\n", "\n")
    assert made == (PEOPLE / f"{name}.ics").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_two_parsers_read_the_same(
    name: str, kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    text = calendar_of(people[name], kb)
    ours, theirs = by_uid(text), read_by_javascript(text)
    assert list(ours) == list(theirs)
    for uid, part in ours.items():
        other = theirs[uid]
        day = part["dtstart"] if part.name == "VEVENT" else part["due"]
        assert other["kind"] == part.name
        assert other["summary"] == str(part["summary"])
        assert other["description"] == str(part["description"])
        assert other["day"] == day.dt.isoformat()
        assert other["sequence"] == int(part["sequence"])
        assert other["trigger"] == part.walk("VALARM")[0]["trigger"].to_ical().decode()
        assert other["occurrences"][:1] == ([day.dt.isoformat()] if part.name == "VEVENT" else [])


@settings(deadline=None, max_examples=60)
@given(profile=profiles)
def test_any_calendar_follows_the_rules(kb: KnowledgeBase, profile: Profile) -> None:
    text = calendar_of(profile, kb)
    if profile.is_empty:
        assert text == ""
        return
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("\n") == text.count("\r\n") and text.endswith("END:VCALENDAR\r\n")
    root = Calendar.from_ical(text)
    assert root["version"] == "2.0" and root["prodid"]
    found = entries(text)
    assert len(by_uid(text)) == len(found)
    assert any(part.name == "VEVENT" for part in found)
    for part in found:
        assert part["dtstamp"] and part["uid"] and part["summary"]
        assert part.errors == []
        assert "data/" not in str(part["description"]) and "/step/" not in str(part["description"])
        if part.name == "VEVENT":
            assert part["dtend"].dt - part["dtstart"].dt == timedelta(days=1)
            assert part["dtstart"].dt >= TODAY
        else:
            assert part["due"].dt >= TODAY
        [alarm] = part.walk("VALARM")
        assert alarm["action"] == "DISPLAY" and alarm["description"] and "trigger" in alarm


def test_events_hold_what_readers_without_todos_need(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    plan = make_plan(people["analyst"], kb, TODAY)
    found = entries(to_calendar(plan, kb))
    events = "\n".join(str(e["description"]) for e in found if e.name == "VEVENT")
    assert all(action.text in events for action in plan.actions)
    names = [str(part["uid"]) for part in found if part.name == "VEVENT"]
    for kind in ("event-review-", "exam@", "upkeep@", "event-milestone-"):
        assert any(kind in name for name in names), kind


def test_same_step_keeps_its_uid_and_a_later_plan_supersedes_it(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    first, second = (calendar_of(people["analyst"], kb, day) for day in (TODAY, LATER))
    before, after = by_uid(first), by_uid(second)
    same = set(before) & set(after)
    assert "event-certification-cissp-exam@ciso-advisor" in same
    assert all(int(after[uid]["sequence"]) > int(before[uid]["sequence"]) for uid in same)
    assert calendar_of(people["analyst"], kb) == first


def test_what_a_new_plan_no_longer_holds_is_ended(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    old = people["analyst"]
    passed = tuple({**dict(old.certifications), "CISSP": "held"}.items())
    leading = Management(people=4, now=True)
    new = replace(old, certifications=passed, management=leading)  # type: ignore[arg-type]
    before = by_uid(calendar_of(old, kb))
    text = content_of(files(new, kb, TODAY, [(old, TODAY)]), ".ics")
    after = by_uid(text)
    assert set(before) <= set(after), "an orphan would stay in the calendar"
    ended = {
        u: str(p["status"]) for u, p in after.items() if p["status"] in ("CANCELLED", "COMPLETED")
    }
    assert ended["event-certification-cissp-exam@ciso-advisor"] == "CANCELLED"
    assert ended["todo-certification-cissp-exam@ciso-advisor"] == "COMPLETED"
    assert ended["todo-management-practice@ciso-advisor"] == "COMPLETED"
    assert all(int(after[u]["sequence"]) > int(before[u]["sequence"]) for u in before)
    theirs = read_by_javascript(text)
    assert {u: e["status"] for u, e in theirs.items() if u in ended} == ended


def test_no_plan_before_leaves_an_orphan_or_a_copy(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    """Three plans on one day, the second of which was never imported, then the first again."""
    first = people["analyst"]
    second = replace(first, certifications=(("CISSP", "held"),))
    third = replace(second, management=Management(people=4, now=True))
    state = with_shown(DialogueState(), Shown(first, TODAY))
    one = by_uid(content_of(files(first, kb, TODAY, state.plans_before(first, TODAY)), ".ics"))
    # what was told since counts, although the plan wasn't shown again
    told = by_uid(content_of(files(second, kb, TODAY, state.plans_before(second, TODAY)), ".ics"))
    assert set(one) <= set(told)
    for profile in (second, third):
        state = with_shown(state, Shown(profile, TODAY))
    last = by_uid(content_of(files(third, kb, TODAY, state.plans_before(third, TODAY)), ".ics"))
    assert set(one) | set(told) <= set(last), "an orphan would stay in the calendar"
    assert all(int(last[uid]["sequence"]) > int(told[uid]["sequence"]) for uid in told)
    state = with_shown(DialogueState.from_dict(state.to_dict()), Shown(first, TODAY))
    again = by_uid(content_of(files(first, kb, TODAY, state.plans_before(first, TODAY)), ".ics"))
    assert set(last) <= set(again)
    assert all(int(again[uid]["sequence"]) > int(last[uid]["sequence"]) for uid in last)


def test_past_days_are_left_alone(kb: KnowledgeBase, people: dict[str, Profile]) -> None:
    old = people["analyst"]
    after = by_uid(content_of(files(old, kb, LATER, [(old, TODAY)]), ".ics"))
    assert "event-review-2027-q1@ciso-advisor" not in after


def test_holder_of_the_role_has_a_calendar(kb: KnowledgeBase, holder: Profile) -> None:
    found = entries(calendar_of(holder, kb))
    assert found and not any("earliest" in str(part["summary"]) for part in found)
