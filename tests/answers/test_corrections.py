"""What was told isn't told again to who objects to it."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.corrections import without_told
from bot.answers.turn import Turn
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import NoReader, after, turn


def _asked(*candidates: Candidate) -> Question:
    found = Retrieval(candidates, 0.9, answered=True)
    return Question("ask_role", text="is it biased", feeling="complain", retrieval=found)


def _told(told: str, kb: KnowledgeBase) -> Turn:
    here = after(told, kb, NoReader())
    return replace(here, state=replace(here.state, text="They stay 39 months."))


def test_what_the_last_answer_told_gives_way_to_what_is_near(kb: KnowledgeBase) -> None:
    told, other = (fact.id for fact in kb.facts(FactKind.STATEMENT)[:2])
    here = _told(told, kb)
    found = without_told(_asked(Candidate(told, 0.9), Candidate(other, 0.5)), here).retrieval
    assert [one.evidence for one in found.candidates] == [other]
    assert found.answered


def test_nothing_far_is_told_instead(kb: KnowledgeBase) -> None:
    told, other = (fact.id for fact in kb.facts(FactKind.STATEMENT)[:2])
    here = _told(told, kb)
    found = without_told(_asked(Candidate(told, 0.9), Candidate(other, 0.1)), here).retrieval
    assert not found.answered


def test_who_doesn_t_object_may_hear_it_again(kb: KnowledgeBase) -> None:
    told = kb.facts(FactKind.STATEMENT)[0].id
    asked = replace(_asked(Candidate(told, 0.9)), feeling="")
    assert without_told(asked, after(told, kb, NoReader())) == asked


def test_a_first_message_objects_to_nothing(kb: KnowledgeBase) -> None:
    told = kb.facts(FactKind.STATEMENT)[0].id
    assert not without_told(_asked(Candidate(told, 0.9)), turn(kb)).feeling
