"""A raise beside those that surveys measured."""

from __future__ import annotations

from bot.answers.dialogue import answer
from bot.answers.raises import TOLD
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn


def _told(text: str, *evidence: str) -> Question:
    held = Retrieval(tuple(Candidate(one, 0.5) for one in evidence))
    return Question(TOLD, text=text, retrieval=held)


def test_two_amounts_are_reckoned_out_and_held_against_the_usual_raise(kb: KnowledgeBase) -> None:
    reply, _ = answer(_told("from 200k to 230k"), turn(kb))
    assert reply.text.startswith("That’s 15% more, or $30,000 a year: above the average raise")
    assert reply.facts


def test_a_raise_for_moving_is_held_against_that_of_those_who_moved(kb: KnowledgeBase) -> None:
    moved = max(
        (fact for fact in kb.facts(FactKind.PAY_CHANGE) if fact.value == "those who changed jobs"),
        key=lambda fact: fact.year or 0,
    )
    reply, _ = answer(_told("4% when I moved", moved.id), turn(kb))
    assert moved.label in reply.text and "below" in reply.text


def test_a_follow_up_is_of_the_raise_told_before(kb: KnowledgeBase) -> None:
    _, state = answer(_told("from 200k to 230k"), turn(kb))
    reply, _ = answer(Question("ask_is_it_a_lot", text="is that a lot"), turn(kb, state))
    assert reply.text.startswith("Yes, your 15% is above")


def test_without_a_number_the_pay_before_and_after_is_asked_for(kb: KnowledgeBase) -> None:
    reply, _ = answer(_told("they gave me a raise"), turn(kb, DialogueState()))
    assert "before and after" in reply.text and not reply.facts
