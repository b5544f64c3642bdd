"""What-ifs of work: a while as the deputy, a first job in the field."""

from __future__ import annotations

import pytest

from bot.answers.dialogue import answered
from bot.answers.suppositions import supposition
from bot.domain.profile import Profile
from bot.domain.profile_update import Operation, ProfileUpdate, as_supposed
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import ANALYST, asked_what_if, turn

MANAGER = Profile.from_dict({"job": "IT manager", "experience": {"it": 15}})


def test_a_year_as_a_deputy_is_a_year_of_leading_and_no_gift_of_years(kb: KnowledgeBase) -> None:
    found = supposition(
        asked_what_if("with a year as a deputy?"), turn(kb, profile=ANALYST)
    ).profile
    assert found.job == "deputy CISO"
    assert found.management.years is not None and found.management.years.high == 1
    assert found.experience == ANALYST.experience


@pytest.mark.parametrize("text", ["with a year as a deputy?", "with another year as a deputy?"])
def test_a_year_as_a_deputy_keeps_the_date_of_who_is_not_in_security_yet(
    text: str, kb: KnowledgeBase
) -> None:
    student = Profile.from_dict(
        {"job": "student", "degree": {"level": "bachelor", "status": "in_progress"}}
    )
    reply, _ = answered(asked_what_if(text), turn(kb, profile=student, before=student))
    assert reply.text.startswith("With 1 year as deputy CISO, you’d have led people")
    assert reply.table is not None
    assert reply.table.rows[2] == (
        "Earliest date", "November 2035 (example)", "November 2035 (example)",
    )  # fmt: skip
    assert "counts among the years in security" in reply.closing


def test_a_while_as_deputy_is_supposed_although_years_of_leading_were_heard(
    kb: KnowledgeBase,
) -> None:
    told = ProfileUpdate((Operation("set", "management.years", Span(1, 1)),))
    here = turn(kb, profile=ANALYST, before=ANALYST, update=as_supposed(told))
    reply, _ = answered(asked_what_if("with a year as a deputy"), here)
    assert reply.text.startswith("With 1 year as deputy CISO, you’d have led people")
    assert reply.table is not None and "team" in reply.table.rows[0][1]


@pytest.mark.parametrize(
    ("text", "condition", "earliest"),
    [
        ("what if I moved to a security job in June 2027?", "in June 2027", "June 2034"),
        ("what if I moved to a security job next year?", "in January 2027", "January 2034"),
        ("what if I switched to security in two years?", "in November 2028", "November 2035"),
    ],
)
def test_a_first_job_in_the_field_moves_the_date_that_hangs_on_it(
    text: str, condition: str, earliest: str, kb: KnowledgeBase
) -> None:
    reply, _ = answered(asked_what_if(text), turn(kb, profile=MANAGER, before=MANAGER))
    assert reply.text.startswith(f"With a first security job {condition}, the earliest date would")
    assert reply.table is not None
    assert reply.table.rows[2] == (
        "Earliest date",
        "November 2034 (example)",
        f"{earliest} (example)",
    )


def test_a_first_job_without_a_date_is_what_the_plan_counts_on(kb: KnowledgeBase) -> None:
    question = asked_what_if("what if I moved into security?")
    reply, _ = answered(question, turn(kb, profile=MANAGER, before=MANAGER))
    assert reply.text.startswith("Your plan counts on that: its example is a first security job in")
    assert "Tell me what to suppose" not in reply.text
