"""Decisions of one's own: whose they are, what sources say on them, and what they don't."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.dialogue import answer
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.test_act_decision import Likely
from tests.answers.turns import NothingLikely, turn

ASKED = Question("ask_decision", 0.9, text="my wife says I should take three months off, sensible?")


def asking(kb: KnowledgeBase, state: DialogueState | None = None) -> Turn:
    return replace(turn(kb, state or DialogueState()), reader=NothingLikely())


def test_a_decision_that_no_source_weighs_stays_with_the_person(kb: KnowledgeBase) -> None:
    reply, _ = answer(ASKED, asking(kb))
    assert "personal call" in reply.text
    assert not reply.facts


def test_asked_again_it_is_said_in_other_words(kb: KnowledgeBase) -> None:
    first, state = answer(ASKED, asking(kb))
    again, _ = answer(ASKED, asking(kb, state))
    assert again.text != first.text
    assert "can’t make that call" in again.text


def test_what_sources_hold_on_it_is_told_beside(kb: KnowledgeBase) -> None:
    fact = kb.facts(FactKind.STATEMENT)[0]
    asked = replace(turn(kb), reader=Likely(fact.id, 0.6))
    state = DialogueState(turns=(Question("ask_survey", text="Do CISOs take breaks?"),))
    reply, _ = answer(ASKED, replace(asked, state=state))
    assert reply.text.startswith("That’s a personal call.")
    assert [cited.id for cited in reply.facts] == [fact.id]


def test_an_exam_that_was_talked_about_is_advised_on(kb: KnowledgeBase) -> None:
    state = DialogueState(topic="certifications", focus="certification/cissp")
    asked = replace(ASKED, text="do I qualify for it already?")
    reply, _ = answer(asked, asking(kb, state))
    assert "personal call" not in reply.text


def test_who_asks_for_words_hears_that_none_are_held(kb: KnowledgeBase) -> None:
    asked = replace(ASKED, text="how do I tell him nicely", retrieval=Retrieval(form="how"))
    reply, _ = answer(asked, asking(kb))
    assert "how to put that" in reply.text
