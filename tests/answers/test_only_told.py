"""Who only tells what they do is heard, whatever the work and however short the message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.answers.dialogue import answered
from bot.answers.openness import may_choose
from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.question import Question
from bot.domain.reply import DECLINED, Reply, cite
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import Likely, after, turn


@pytest.mark.parametrize(
    ("message", "job"),
    [
        ("I'm a teacher", "teacher"),
        ("I'm a nurse", "nurse"),
        ("im a bartender", "bartender"),
        ("I'm a lawyer", "lawyer"),
        ("teacher here", "teacher"),
        ("i am a plumber", "plumber"),
        ("accountant, 38", "accountant"),
    ],
)
def test_an_occupation_is_said_back_and_is_no_small_talk(
    message: str, job: str, ask: Callable[..., tuple[Reply, ...]]
) -> None:
    assert ask(message)[0].text.startswith(f"Got it: {job}.")


@pytest.mark.parametrize(
    "message", ["head of infrastructure salary", "aws security specialty passing score"]
)
def test_a_question_in_keywords_is_declined_and_not_said_back(
    message: str, ask: Callable[..., tuple[Reply, ...]]
) -> None:
    reply = ask(message)[0]
    assert reply.topic in DECLINED or reply.lacking, reply.text


@pytest.mark.parametrize(
    "intent", ["ask_ellipsis", "out_of_scope", "ask_not_covered", "acknowledge"]
)
def test_what_was_heard_is_not_declined_where_nothing_is_asked(
    intent: str, kb: KnowledgeBase
) -> None:
    fact = kb.facts(FactKind.STATEMENT)[0]
    update = ProfileUpdate((Operation("set", "job", "glazier"),))
    told = replace(
        after(fact.id, kb, Likely(fact.id, 0.1)), text="glazier, up north", update=update,
        profile=Profile(job="glazier"),
    )  # fmt: skip
    asked = Question(intent, 0.4, text=told.text, intents=(("joke", 0.4), ("inform", 0.2)))
    assert answered(asked, told)[0].text.startswith("Got it: glazier.")
    if intent != "acknowledge":
        reply, _ = answered(replace(asked, intents=(("ask_salary", 0.4),)), told)
        assert reply.topic in DECLINED


def test_an_amount_held_against_a_figure_stays_the_answer(kb: KnowledgeBase) -> None:
    text = "is 95k ok for a security analyst?"
    asked = Question("ask_offer", 0.5, text=text, intents=(("ask_offer", 0.5),))
    here = turn(kb, text=text)
    pay = next(fact for fact in kb.all_facts if fact.figure and fact.figure.unit == "USD/year")
    assert not may_choose(asked, here, Reply("salary", "Below average.", facts=cite([pay])))
