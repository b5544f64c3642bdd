"""An act that the last answer has nothing for is answered by what evidence likely tells of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.dialogue import answer
from bot.answers.empty_handed import nearest
from bot.answers.fallback import not_covered
from bot.answers.follow_ups import NO_REASON
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.test_act_decision import Likely
from tests.answers.turns import turn

WHY = Question("ask_why", 0.97, text="what is behind it", act="ask_why", act_share=0.97)


@pytest.fixture(scope="module")
def tenure(kb: KnowledgeBase) -> Fact:
    return kb.facts(FactKind.TENURE)[0]


@pytest.fixture(scope="module")
def reason(kb: KnowledgeBase) -> Fact:
    return next(
        fact for fact in kb.facts(FactKind.STATEMENT) if "leave for four reasons" in fact.statement
    )


def after(tenure: Fact, reason: Fact, share: float, kb: KnowledgeBase) -> Turn:
    found = Retrieval((Candidate(tenure.id, 0.9),), 0.9, answered=True)
    asked = Question("ask_tenure", 0.9, text="How long do CISOs stay?", retrieval=found)
    state = DialogueState(turns=(asked,), topic="role", facts=(tenure.id,))
    return replace(turn(kb, state, text=WHY.text), reader=Likely(reason.id, share))


def test_a_reason_of_another_source_is_told(kb: KnowledgeBase, tenure: Fact, reason: Fact) -> None:
    reply, state = answer(WHY, after(tenure, reason, 0.45, kb))
    assert reason.id in {cited.id for cited in reply.facts}
    assert reason.id in state.facts, "the next question goes on with it"


def test_what_hardly_is_a_reason_is_not(kb: KnowledgeBase, tenure: Fact, reason: Fact) -> None:
    reply, _ = answer(WHY, after(tenure, reason, 0.05, kb))
    assert reply.text == NO_REASON


@pytest.mark.parametrize(("share", "told"), [(0.4, True), (0.02, False)])
def test_the_unit_that_comes_closest_is_told_with_the_honest_no(
    share: float, told: bool, kb: KnowledgeBase, reason: Fact
) -> None:
    asked_last = Question("ask_tenure", text="how long do they stay")
    state = DialogueState(turns=(asked_last,))
    here = replace(turn(kb, state), reader=Likely(reason.id, share))
    asked = Question("ask_not_covered", text="and on the moon?")
    reply = not_covered(asked, kb, nearest(asked, here))
    assert reply.topic == "not_covered"
    assert (reason.id in {fact.id for fact in reply.facts}) is told
