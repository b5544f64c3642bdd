"""Where a person stands: pure functions on the facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice import Profile, Standing, assess, next_step
from bot.answers import answer
from bot.knowledge.store import KnowledgeBase
from bot.question import Question, Thread

MET, PARTLY, MISSING, UNKNOWN = Standing.MET, Standing.PARTLY, Standing.MISSING, Standing.UNKNOWN


@pytest.mark.parametrize(
    ("profile", "standings"),
    [
        (Profile(), [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]),
        (Profile(degree="bachelor"), [MET, UNKNOWN, UNKNOWN, UNKNOWN]),
        (Profile(degree="diploma", years=3), [PARTLY, PARTLY, UNKNOWN, UNKNOWN]),
        (Profile(degree="master", years=8, certifications=("certification/cissp",)), [MET, MET, MET, UNKNOWN]),
        (Profile(years=0, manages=False), [UNKNOWN, MISSING, UNKNOWN, MISSING]),
        (Profile(manages=True), [UNKNOWN, UNKNOWN, UNKNOWN, MET]),
    ],
)
def test_each_step_is_judged_by_what_was_said(profile: Profile, standings: list[Standing], kb: KnowledgeBase) -> None:
    assert [requirement.standing for requirement in assess(profile, kb)] == standings


@given(years=st.integers(0, 60), more=st.integers(0, 60))
def test_more_experience_never_takes_away_what_was_met(kb: KnowledgeBase, years: int, more: int) -> None:
    def met(total: int) -> set[str]:
        return {r.step.id for r in assess(Profile(years=total), kb) if r.standing is MET}

    assert met(years) <= met(years + more)


def test_the_next_step_is_the_first_that_is_not_met_and_none_when_all_are(kb: KnowledgeBase) -> None:
    halfway = assess(Profile(degree="bachelor", years=3), kb)
    assert next_step(halfway) is halfway[1]
    done = assess(Profile(10, "master", ("certification/cissp",), True), kb)
    assert next_step(done) is None


def test_somebody_who_dislikes_a_part_of_the_job_is_told_that_it_is_one(kb: KnowledgeBase) -> None:
    question = Question("ask_advice", text="I don't want to manage people", entities=("step/grow-as-a-manager",))
    reply, _ = answer(question, Thread(), kb)
    assert "managing other IT and security professionals" in reply.text


def test_a_question_about_a_degree_is_not_taken_for_having_it(kb: KnowledgeBase) -> None:
    question = Question("ask_advice", text="should I get a master's or work first?", entities=("degree/master",))
    reply, _ = answer(question, Thread(), kb)
    assert "done" not in " ".join(item.detail for item in reply.items)
