"""Proves that what was heard in doubt is asked, beside what was heard for sure, too."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.acknowledgment import acknowledge, ask_back
from bot.answers.dialogue import answer
from bot.answers.memory import remember
from bot.domain.profile import Profile
from bot.domain.profile_update import Doubt, Operation, ProfileUpdate, apply
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn

TODAY = date(2026, 11, 25)
_DOUBT = Doubt("management.now", True, "run")
_UPDATE = ProfileUpdate((Operation("set", "management.people", 7),), doubts=(_DOUBT,))


def test_a_doubt_is_asked_beside_what_was_heard(kb: KnowledgeBase) -> None:
    after = apply(Profile(), _UPDATE)
    reply = acknowledge(Profile(), after, _UPDATE, kb, TODAY)
    assert reply.text.startswith("Got it: ") and "7" in reply.text
    assert reply.text.endswith("Do you lead people now?")
    assert reply.suggestions == ("Yes", "No")


def test_a_yes_is_about_the_doubt_that_was_asked(kb: KnowledgeBase) -> None:
    told = Question("inform", text="i run a crew of 7")
    now = turn(kb, update=_UPDATE, profile=apply(Profile(), _UPDATE), text=told.text)
    _, state = answer(told, now)
    assert state.doubt == _DOUBT


def test_a_doubt_that_nobody_asked_about_is_not_remembered(kb: KnowledgeBase) -> None:
    told = Question("inform", text="i run a crew of 7")
    now = turn(kb, update=_UPDATE, text=told.text)
    assert remember(told, Reply("advice", "Got it."), now).doubt is None


@pytest.mark.parametrize(
    ("doubt", "question"),
    [
        (Doubt("management.now", False), "So you don’t lead anybody now?"),
        (Doubt("management.none", True), "So you have never led people?"),
        (Doubt("certifications", None), "So you don’t hold any certifications?"),
    ],
)
def test_what_is_not_so_is_asked_plainly(doubt: Doubt, question: str) -> None:
    assert ask_back(doubt) == question
