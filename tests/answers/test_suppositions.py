"""What-ifs of which hearing makes nothing: the degree left out, no team, a year as a deputy."""

from __future__ import annotations

import pytest

from bot.answers.dialogue import answered
from bot.answers.suppositions import supposition
from bot.domain.profile import Degree, Profile
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn

ANALYST = Profile.from_dict(
    {
        "job": "SOC analyst",
        "experience": {"security": 3},
        "degree": {"level": "bachelor", "status": "held"},
        "certifications": {"Security+": "held"},
        "management": {"none": True},
    }
)


def asked(text: str, *entities: str, inverted: bool = False) -> Question:
    return Question("ask_what_if", 0.95, text, entities=entities, inverted=inverted)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            asked("and without the degree?", "step/complete-a-first-degree", inverted=True),
            "With no degree, a first degree would be open.",
        ),
        (
            asked(
                "and without certifications, what would change?",
                "step/add-training-and-certifications",
                inverted=True,
            ),
            "an advanced certification would be open",
        ),
        (
            asked("with a year as a deputy?"),
            "With a job as deputy CISO and 1 year leading people, leading people would be done.",
        ),
    ],
    ids=lambda value: value.text if isinstance(value, Question) else "",
)
def test_what_if_supposes_what_it_names(question: Question, says: str, kb: KnowledgeBase) -> None:
    reply, _ = answered(question, turn(kb, profile=ANALYST, before=ANALYST))
    assert says in reply.text
    assert "Tell me what to suppose" not in reply.text


def test_a_year_as_a_deputy_is_a_year_of_leading_and_no_gift_of_years(kb: KnowledgeBase) -> None:
    found = supposition(asked("with a year as a deputy?"), turn(kb, profile=ANALYST))
    assert found.job == "deputy CISO"
    assert found.management.years is not None and found.management.years.high == 1
    assert found.experience == ANALYST.experience


def test_a_degree_that_is_denied_is_left_out_though_it_was_heard_as_held(
    kb: KnowledgeBase,
) -> None:
    person = Profile.from_dict({"job": "deputy CISO", "degree": {"level": "mba", "status": "held"}})
    update = ProfileUpdate(supposed=(Operation("set", "degree", Degree("mba")),))
    question = asked("what if I had no MBA?", inverted=True)
    assert supposition(question, turn(kb, profile=person, update=update)).degree == Degree("none")


def test_what_nobody_has_cant_be_left_out(kb: KnowledgeBase) -> None:
    person = Profile.from_dict({"job": "SOC analyst"})
    question = asked("and without the degree?", "step/complete-a-first-degree", inverted=True)
    assert supposition(question, turn(kb, profile=person)) == person
