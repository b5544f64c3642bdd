"""Decisions of one's own: whose they are, what sources say on them, and what they don't."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.dialogue import answer
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn

ASKED = Question("ask_decision", 0.9, text="my wife says I should take three months off, sensible?")


def test_a_decision_that_no_source_weighs_stays_with_the_person(kb: KnowledgeBase) -> None:
    reply, _ = answer(ASKED, turn(kb))
    assert "personal call" in reply.text
    assert not reply.facts


def test_asked_again_it_is_said_in_other_words(kb: KnowledgeBase) -> None:
    first, state = answer(ASKED, turn(kb))
    again, _ = answer(ASKED, turn(kb, state))
    assert again.text != first.text
    assert "can’t make that call" in again.text


def test_what_sources_hold_on_it_is_told_beside(kb: KnowledgeBase) -> None:
    fact = kb.facts(FactKind.STATEMENT)[0]
    found = Retrieval((Candidate(fact.id, 0.9),), 0.9, answered=True)
    reply, _ = answer(replace(ASKED, retrieval=found), turn(kb))
    assert reply.text.startswith("That’s a personal call.")
    assert [cited.id for cited in reply.facts] == [fact.id]


def test_an_exam_that_was_talked_about_is_advised_on(kb: KnowledgeBase) -> None:
    state = DialogueState(topic="certifications", focus="certification/cissp")
    asked = replace(ASKED, text="do I qualify for it already?")
    reply, _ = answer(asked, turn(kb, state))
    assert "personal call" not in reply.text
