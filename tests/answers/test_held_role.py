"""Who has the role is heard, and isn't told how to get it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answers.advice import advise
from bot.answers.held_role import with_role
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Retrieval
from bot.domain.profile import Profile
from bot.domain.profile_update import Doubt, Operation, ProfileUpdate
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import TODAY

AskAll = Callable[..., tuple[Reply, ...]]
_FOR_ASPIRANTS = ("tell me yours", "Complete a first degree", "What do you do at the moment?")


@pytest.mark.parametrize("title", ["CISO", "the CISO", "chief information security officer"])
def test_the_role_as_a_job_in_doubt_is_told(title: str, kb: KnowledgeBase) -> None:
    heard = with_role(ProfileUpdate(doubts=(Doubt("job", title, title),)), Profile(), kb)
    assert heard.operations == (Operation("set", "job", title.removeprefix("the ")),)
    assert not heard.doubts


@pytest.mark.parametrize(
    "update",
    [
        ProfileUpdate(doubts=(Doubt("job", "future CISO", "CISO"),)),
        ProfileUpdate(doubts=(Doubt("job", "security analyst", "security analyst"),)),
        ProfileUpdate(doubts=(Doubt("job", "freelance vCISO", "freelance vCISO"),)),
        ProfileUpdate(
            operations=(Operation("set", "pay.base", 300_000),),
            doubts=(Doubt("job", "CISO", "CISO"),),
        ),
        ProfileUpdate(
            operations=(Operation("set", "job", "auditor"),), doubts=(Doubt("job", "CISO", "CISO"),)
        ),
    ],
)
def test_other_jobs_and_what_may_be_offered_stay_in_doubt(
    update: ProfileUpdate, kb: KnowledgeBase
) -> None:
    assert with_role(update, Profile(), kb) == update


def test_who_has_another_job_only_wishes_for_the_role(kb: KnowledgeBase) -> None:
    update = ProfileUpdate(doubts=(Doubt("job", "CISO", "CISO"),))
    assert with_role(update, Profile(job="security architect"), kb) == update


@pytest.mark.parametrize(
    "told",
    [
        "Being the CISO of a small insurer, I do everything myself",
        "As a CISO of a port I sign off every exception",
        "I'm the CISO of a school district",
    ],
)
def test_who_has_the_role_is_told_what_comes_after_it(told: str, ask: AskAll) -> None:
    ask(told)
    reply = ask("what should I do next?")[0]
    assert not any(text in f"{reply.text} {reply.closing}" for text in _FOR_ASPIRANTS)
    assert "community" in reply.text


def test_who_has_the_role_is_told_so_and_asked_nothing(kb: KnowledgeBase) -> None:
    query = Question("ask_advice", retrieval=Retrieval(form="duration"))
    reply = advise(Profile(job="CISO"), query, DialogueState(), kb, TODAY)
    assert reply.text.startswith("You have the job already.")
    assert reply.facts and not reply.closing


def test_news_of_who_has_the_role_settles_no_step(ask: AskAll) -> None:
    ask("I'm the CISO of a hospital")
    assert "settles" not in ask("I lead a team of 6")[0].text


@pytest.mark.parametrize("job", ["deputy CISO", "the deputy", "deputy head of security"])
def test_a_deputy_whose_years_are_unknown_hears_what_sets_the_role_apart(
    job: str, kb: KnowledgeBase
) -> None:
    query = Question("ask_advice", retrieval=Retrieval(form="yes_no"))
    reply = advise(Profile(job=job), query, DialogueState(), kb, TODAY)
    assert reply.text.startswith("A deputy usually is next in line for CISO.")
    assert "present to the board" in reply.text and "tell me yours" not in reply.text
