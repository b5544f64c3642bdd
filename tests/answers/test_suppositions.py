"""What-ifs of which hearing makes nothing: the degree left out, no team, more years."""

from __future__ import annotations

import pytest

from bot.answers.dialogue import answered
from bot.answers.suppositions import supposition
from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.question import Question
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import ANALYST, asked_what_if, turn


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            asked_what_if("and without the degree?", "step/complete-a-first-degree", inverted=True),
            "Without a degree, you’d be missing the usual start.",
        ),
        (
            asked_what_if(
                "and without certifications, what would change?",
                "step/add-training-and-certifications",
                inverted=True,
            ),
            "you’d have no advanced certification",
        ),
        (
            asked_what_if(
                "what if I can't afford the CISSP?", "certification/cissp", inverted=True
            ),
            "Without the CISSP, ",
        ),
        (
            asked_what_if("with a year as a deputy?"),
            "With 1 year as deputy CISO, you’d have led people, as expected.",
        ),
    ],
    ids=lambda value: value.text if isinstance(value, Question) else "",
)
def test_what_if_supposes_what_it_names(question: Question, says: str, kb: KnowledgeBase) -> None:
    reply, _ = answered(question, turn(kb, profile=ANALYST, before=ANALYST))
    assert says in reply.text
    assert "Tell me what to suppose" not in reply.text


def test_a_degree_that_is_denied_is_left_out_though_it_was_heard_as_held(
    kb: KnowledgeBase,
) -> None:
    person = Profile.from_dict({"job": "deputy CISO", "degree": {"level": "mba", "status": "held"}})
    update = ProfileUpdate(supposed=(Operation("set", "degree", Degree("mba")),))
    question = asked_what_if("what if I had no MBA?", inverted=True)
    found = supposition(question, turn(kb, profile=person, update=update))
    assert found.profile.degree == Degree("bachelor")  # an MBA comes after a first degree


@pytest.mark.parametrize(
    ("level", "text", "says"),
    [
        ("mba", "and without the MBA?", "Without the MBA, the plan stays the same"),
        ("master", "and without the master's?", "Without the master’s degree, the plan stays"),
        ("doctorate", "and without my PhD?", "Without the doctorate, the plan stays the same"),
        ("bachelor", "and without my bachelor's?", "Without a degree, you’d be missing the usual"),
        ("mba", "and without a degree?", "Without a degree, you’d be missing"),
    ],
)
def test_who_does_without_a_second_degree_still_has_the_first(
    level: str, text: str, says: str, kb: KnowledgeBase
) -> None:
    person = Profile.from_dict(
        {
            "job": "IT manager",
            "experience": {"it": 15},
            "degree": {"level": level, "status": "held"},
        }
    )
    entities = ("step/complete-a-first-degree",) if "a degree" in text else ()
    question = asked_what_if(text, *entities, inverted=True)
    reply, _ = answered(question, turn(kb, profile=person, before=person))
    assert reply.text.startswith(says)
    assert reply.table is not None and "With a" not in reply.table.columns[2][7:]


@pytest.mark.parametrize(
    ("years", "text", "says", "earliest"),
    [
        (2, "what if I had two more years in security?", "With 2 more years in", "November 2028"),
        (1, "what if I had an extra year in security?", "With 1 more year in", "November 2029"),
        (5, "what if I had 5 years in security?", "With 5 years in", "November 2028"),
    ],
)
def test_more_years_are_put_beside_those_there_are(
    years: float, text: str, says: str, earliest: str, kb: KnowledgeBase
) -> None:
    update = ProfileUpdate(supposed=(Operation("set", "experience.security", Span(years, years)),))
    reply, _ = answered(
        asked_what_if(text), turn(kb, profile=ANALYST, before=ANALYST, update=update)
    )
    assert reply.text.startswith(says)
    assert reply.table is not None
    assert reply.table.rows[2] == ("Earliest date", "November 2030", earliest)


@pytest.mark.parametrize("status", ["in_progress", "held"])
def test_the_degree_of_a_student_can_be_left_out(status: str, kb: KnowledgeBase) -> None:
    student = Profile.from_dict(
        {"job": "student", "degree": {"level": "bachelor", "status": status}}
    )
    question = asked_what_if(
        "and without the degree?", "step/complete-a-first-degree", inverted=True
    )
    reply, _ = answered(question, turn(kb, profile=student, before=student))
    assert reply.text == "Without a degree, you’d be missing the usual start."
    assert reply.closing.startswith("No degree: an approved credential can cover 1 year")


def test_who_has_no_degree_hears_so_and_sees_the_plan_with_one(kb: KnowledgeBase) -> None:
    person = Profile.from_dict(
        {"job": "help desk technician", "experience": {"it": 2}, "degree": {"level": "none"}}
    )
    question = asked_what_if(
        "and without the degree?", "step/complete-a-first-degree", inverted=True
    )
    reply, _ = answered(question, turn(kb, profile=person, before=person))
    assert reply.text == (
        "You have no degree, so your plan is made without one already."
        " With a bachelor’s degree, that step would be done."
    )
    assert reply.table is not None and len(reply.table.rows) == 3
    assert reply.closing == ""


def test_what_is_held_already_changes_nothing(kb: KnowledgeBase) -> None:
    holder = Profile.from_dict({**ANALYST.to_dict(), "certifications": {"CISM": "held"}})
    question = asked_what_if("if I had the CISM", "certification/cism")
    reply, _ = answered(question, turn(kb, profile=holder, before=holder))
    assert reply.text.startswith(
        "You have the CISM already, so your plan counts on it. CISO at the earliest in"
    )


def test_a_certification_that_is_planned_can_be_left_out(kb: KnowledgeBase) -> None:
    question = asked_what_if("and without the CISSP?", "certification/cissp", inverted=True)
    reply, _ = answered(question, turn(kb, profile=ANALYST, before=ANALYST))
    assert reply.text == "Without the CISSP, no other certification would fit you yet."
    assert reply.table is not None
    assert reply.table.rows[1] == ("Next exam", "CISSP", "none that fits yet")


def test_a_what_if_puts_two_plans_side_by_side_in_three_lines(kb: KnowledgeBase) -> None:
    question = asked_what_if("if I had the CISM", "certification/cism")
    reply, _ = answered(question, turn(kb, profile=ANALYST, before=ANALYST))
    assert reply.text == "With the CISM, you’d have an advanced certification."
    assert reply.table is not None
    assert reply.table.columns == ("", "Your plan now", "With the CISM")
    assert reply.table.rows == (
        ("Open steps", "years, certification, team", "years, team"),
        ("Next exam", "CISSP", "CISSP"),
        ("Earliest date", "November 2030", "November 2030"),
    )
    assert reply.facts


def test_a_team_is_supposed_by_its_name(kb: KnowledgeBase) -> None:
    manager = Profile.from_dict({**ANALYST.to_dict(), "management": {"people": 6, "now": True}})
    here = turn(kb, profile=ANALYST, before=ANALYST)
    there = turn(kb, profile=manager, before=manager)
    team, none = (
        asked_what_if("what if I led a team of 5?"),
        asked_what_if("and without the team?", inverted=True),
    )
    assert answered(team, here)[0].text.startswith("With a team to lead, you’d have led people")
    assert answered(team, there)[0].text.startswith("You lead people already")
    without, _ = answered(none, there)
    assert without.text == "Without a team, leading people would be an open step."
    assert without.closing.startswith("No team to lead: look at program manager jobs")
    assert answered(none, here)[0].text.startswith("You lead nobody, so your plan is made without")
