"""Which job to go for next: by what leads on from the person's own, with pay and sources."""

from __future__ import annotations

import pytest

from bot.answers.dialogue import answered
from bot.answers.next_job import next_job
from bot.domain.dialogue import DialogueState
from bot.domain.plain_reply import plain
from bot.domain.profile import Profile
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.store import KnowledgeBase
from bot.plan.gap_analysis import analyze
from bot.plan.profile_file import read_profile
from tests.answers.turns import turn
from tests.plan.conftest import NAMES, PEOPLE, TODAY

_MOST_WORDS = 120
ANALYST = Profile.from_dict({"job": "SOC analyst", "experience": {"security": 3}})


def _for(name: str, kb: KnowledgeBase) -> Reply:
    return next_job(analyze(read_profile(PEOPLE / f"{name}.yml", kb, TODAY), kb, TODAY), kb)


@pytest.mark.parametrize(
    ("name", "first", "others"),
    [
        ("student", "a security analyst job", ["security architect", "security manager"]),
        ("help_desk", "a security analyst job", ["security architect", "security manager"]),
        ("analyst", "a security manager job", ["security architect", "deputy CISO"]),
        ("architect", "a security manager job", ["deputy CISO"]),
        ("it_manager", "a security manager job", ["deputy CISO"]),
        ("officer", "a security manager job", ["deputy CISO"]),
        ("lawyer", "a security manager job", ["privacy manager", "deputy CISO"]),
        ("deputy", "a CISO job", []),
    ],
)
def test_the_next_job_leads_on_from_the_own_one(
    name: str, first: str, others: list[str], kb: KnowledgeBase
) -> None:
    reply = _for(name, kb)
    assert reply.text.startswith(f"Aim for {first}: ")
    named = [item.text for item in reply.items]
    assert set(others) <= set(named[1:])


@pytest.mark.parametrize("name", NAMES)
def test_each_job_is_told_with_pay_or_its_absence_and_with_sources(
    name: str, kb: KnowledgeBase
) -> None:
    reply = _for(name, kb)
    assert reply.items and reply.facts
    for item in reply.items:
        assert "$" in item.detail or "no pay in my sources" in item.detail
    said = plain(reply, suggestions=False).partition("\nSource")[0]
    assert len(said.split()) <= _MOST_WORDS
    assert "exam" not in said


def test_the_own_job_is_never_the_next_one(kb: KnowledgeBase) -> None:
    manager = Profile.from_dict(
        {
            "job": "security manager",
            "experience": {"security": 8},
            "management": {"people": 5, "now": True},
        }
    )
    reply = next_job(analyze(manager, kb, TODAY), kb)
    assert reply.text.startswith("Aim for a deputy CISO job")
    assert "security manager" not in [item.text for item in reply.items]


def test_who_has_the_role_hears_what_comes_after_it(kb: KnowledgeBase) -> None:
    holder = Profile.from_dict({"job": "CISO", "experience": {"security": 14}})
    reply = next_job(analyze(holder, kb, TODAY), kb)
    assert reply.text.startswith("The most likely next job for a CISO is once more a CISO post")
    assert reply.facts


def test_who_told_nothing_hears_where_to_begin_and_is_asked_for_the_job(kb: KnowledgeBase) -> None:
    reply = next_job(analyze(Profile(), kb, TODAY), kb)
    assert reply.text.startswith("Aim for a security analyst job")
    assert reply.closing == "What do you do at the moment?"


def test_the_jobs_can_be_picked_from_the_list(kb: KnowledgeBase) -> None:
    asked = Question("ask_next_job", text="which job should I aim for next?")
    reply, state = answered(asked, turn(kb, profile=ANALYST, before=ANALYST, text=asked.text))
    assert reply.text.startswith("Aim for a security manager job")
    assert state.listed == tuple(item.entity for item in reply.items)


def test_the_next_job_of_somebody_else_is_said_of_them(kb: KnowledgeBase) -> None:
    asked = Question("ask_next_job", text="which job should she aim for next?")
    here = turn(kb, DialogueState(others=ANALYST), text=asked.text)
    assert answered(asked, here)[0].text.startswith("For them: aim for a security manager job")
