"""Proves which actions a plan holds for whom, and what they cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.calendar_file import to_calendar
from bot.plan.milestones import Plan, make_plan
from tests.plan.conftest import TODAY


def plan_of(kb: KnowledgeBase, **data: Any) -> Plan:
    return make_plan(Profile.from_dict(data), kb, TODAY)


def texts(plan: Plan) -> str:
    return "\n".join(action.text for action in plan.actions)


@pytest.mark.parametrize("degree", [None, {"level": "none"}, {"level": "bachelor"}])
def test_who_studies_is_sent_to_no_second_program(
    kb: KnowledgeBase, degree: dict[str, str] | None
) -> None:
    if degree and degree["level"] == "bachelor":
        degree = {**degree, "status": "planned"}
    data: dict[str, Any] = {"degree": degree} if degree else {}
    plan = plan_of(kb, job="student", certifications={}, **data)
    assert "part-time" not in texts(plan)
    assert "Aim your studies at a bachelor’s degree" in texts(plan)


def test_graduate_student_is_not_told_to_get_the_degree_held(kb: KnowledgeBase) -> None:
    held = {"level": "bachelor", "status": "held"}
    assert "bachelor" not in texts(plan_of(kb, job="student", degree=held))


def test_exam_comes_with_what_keeping_it_costs(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    [exam] = [a for a in make_plan(people["architect"], kb, TODAY).actions if a.is_exam]
    assert "The exam costs $760, keeping it $85 a year (2026)" in exam.why
    assert {fact.label for fact in exam.facts} >= {"price of the CISM exam", "annual fee"}


def test_exam_passed_before_its_years_keeps_the_day_they_are_complete(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    before = make_plan(people["analyst"], kb, TODAY)
    passed = tuple({**dict(before.profile.certifications), "CISSP": "held"}.items())
    after = make_plan(replace(before.profile, certifications=passed), kb, TODAY)
    [early] = [line.text for line in after.later if "CISSP" in line.text]
    assert early == (
        "November 2027: you have the 5 years for the full CISSP, one of them covered by your"
        " degree, if you passed as an Associate of ISC2"
    )
    day = {m.key: m.day for m in before.milestones}["certification/cissp/years"]
    assert {m.key: m.day for m in after.milestones}["certification/cissp/years"] == day
    ended = [part for part in to_calendar(after, kb, [before]).split("BEGIN:V") if "CANCEL" in part]
    assert not any("cissp-years" in part for part in ended)


def test_years_that_are_complete_say_nothing_of_an_early_exam(
    kb: KnowledgeBase, people: dict[str, Profile]
) -> None:
    plan = make_plan(people["architect"], kb, TODAY)
    assert not any("CISSP" in line.text for line in plan.later)
    assert "certification/cissp/years" not in {m.key for m in plan.milestones}
