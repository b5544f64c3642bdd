"""News after a plan: what it ticks, what comes first now, and what is only asked back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answers.dialogue import answered
from bot.answers.plan_replies import ticked_off
from bot.domain.dialogue import DialogueState, Shown
from bot.domain.profile import Degree, Management, Profile
from bot.domain.profile_update import Doubt, Operation, ProfileUpdate, apply, settled
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import TODAY, turn

ANALYST = Profile.from_dict(
    {
        "job": "SOC analyst",
        "experience": {"security": 3},
        "degree": {"level": "bachelor", "status": "in_progress"},
        "certifications": {"Security+": "held"},
        "management": {"none": True},
    }
)
CISSP = replace(ANALYST, certifications=(*ANALYST.certifications, ("CISSP", "held")))


@pytest.mark.parametrize(
    ("after", "done"),
    [
        (CISSP, "sit the CISSP exam as an Associate of ISC2"),
        (replace(ANALYST, degree=Degree("bachelor")), "finish your degree"),
        (replace(ANALYST, management=Management(people=3, now=True)), "lead one thing"),
    ],
)
def test_news_ticks_the_action_it_is_of(after: Profile, done: str, kb: KnowledgeBase) -> None:
    reply = ticked_off(Shown(ANALYST, TODAY), after, kb, TODAY)
    assert reply is not None and reply.text.startswith(f"Ticked off in your plan: {done}")
    assert "This week" in reply.text and reply.facts


def test_a_first_job_in_the_field_ticks_its_action(kb: KnowledgeBase) -> None:
    desk = Profile.from_dict({"job": "help desk technician", "experience": {"it": 2}})
    reply = ticked_off(Shown(desk, TODAY), replace(desk, job="security analyst"), kb, TODAY)
    assert reply is not None and "apply for a security analyst job" in reply.text


def test_news_that_no_action_was_for_ticks_nothing(kb: KnowledgeBase) -> None:
    assert ticked_off(Shown(ANALYST, TODAY), replace(ANALYST, target="2031"), kb, TODAY) is None


def test_who_asks_for_the_files_of_the_plan_just_shown_gets_them_alone(kb: KnowledgeBase) -> None:
    asked = Question("ask_plan", text="can I print it?")
    told = DialogueState(shown=Shown(ANALYST, TODAY), skipped=("target",))
    new, state = answered(asked, turn(kb, told, profile=CISSP, before=CISSP))
    assert new.text.startswith("Since your last plan, new: CISSP.")
    again, _ = answered(asked, turn(kb, state, profile=CISSP, before=CISSP))
    assert again.text.startswith("Yes: your plan comes as a page to print") and again.files


def test_news_after_a_plan_is_acknowledged_with_what_it_ticks(kb: KnowledgeBase) -> None:
    state = DialogueState(shown=Shown(ANALYST, TODAY))
    update = ProfileUpdate((Operation("set", "certifications.CISSP", "held"),))
    here = turn(kb, state, profile=CISSP, before=ANALYST, update=update, text="I passed the CISSP")
    reply, _ = answered(Question("inform", text="I passed the CISSP"), here)
    assert reply.text.startswith("Congratulations! Got it: CISSP.")
    assert "Ticked off in your plan: sit the CISSP exam" in reply.text


def test_news_that_sounds_like_a_question_about_oneself_is_news(kb: KnowledgeBase) -> None:
    text = "I finished my degree"
    doubt = Doubt("degree", Degree("bachelor"), "degree")
    here = turn(kb, profile=ANALYST, before=ANALYST, update=ProfileUpdate(doubts=(doubt,)),
                text=text)  # fmt: skip
    reply, state = answered(Question("ask_about_me", 0.56, text), here)
    assert reply.text == "Did you mean that you have a bachelor’s degree?"
    assert state.doubt == doubt


@pytest.mark.parametrize(
    ("doubt", "settles"),
    [
        (Doubt("degree", Degree("bachelor"), "degree"), True),
        (Doubt("certifications.Security+", "held", "Security+"), True),
        (Doubt("certifications.CISSP", "held", "CISSP"), False),
        (Doubt("job", "manager", "manager"), False),
    ],
)
def test_news_of_what_was_under_way_is_not_asked_back(doubt: Doubt, settles: bool) -> None:
    update = settled(ProfileUpdate(doubts=(doubt,)), ANALYST)
    assert bool(update.operations) is settles
    assert bool(update.doubts) is not settles
    if settles and doubt.field == "degree":
        assert apply(ANALYST, update).degree == Degree("bachelor", "held")


def test_who_comes_back_and_asks_what_changed_means_the_plan(kb: KnowledgeBase) -> None:
    state = DialogueState(shown=Shown(ANALYST, date(2026, 9, 1)))
    here = turn(kb, state, profile=ANALYST, before=ANALYST)
    reply, _ = answered(Question("ask_outdated", 0.9, "I'm back. Did anything change?"), here)
    assert reply.text.startswith("Since September 2026, nothing has changed. The earliest date")
