"""Whether a message is the act that it sounds like, or a question of the conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.act_decision import decided, is_talk
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import Likely, after, turn


def said(act: str, share: float, *, answered: bool = False) -> Question:
    found = Retrieval((Candidate("a", 0.2),), 0.9 if answered else 0.1, answered=answered)
    return Question(act, share, text="how come", retrieval=found, act=act, act_share=share)


@pytest.fixture(scope="module")
def units(kb: KnowledgeBase) -> tuple[str, str]:
    told, other = kb.facts(FactKind.STATEMENT)[:2]
    return told.id, other.id


def test_what_evidence_surely_tells_behind_the_last_question_is_a_question(
    kb: KnowledgeBase, units: tuple[str, str]
) -> None:
    told, other = units
    found = decided(said("ask_why", 0.4), after(told, kb, Likely(other, 0.97)))
    assert found.intent == "ask_ellipsis"


def test_what_nothing_tells_is_the_act_that_it_sounds_like(
    kb: KnowledgeBase, units: tuple[str, str]
) -> None:
    told, other = units
    assert decided(said("ask_why", 0.95), after(told, kb, Likely(other, 0.02))).intent == "ask_why"


def test_what_tells_of_the_person_is_left_to_the_hearing(
    kb: KnowledgeBase, units: tuple[str, str]
) -> None:
    told, other = units
    update = ProfileUpdate(operations=(Operation("set", "job", "SOC analyst"),))
    asked, felt = said("ask_about_me", 0.4), replace(said("joke", 0.75), intent="ask_ellipsis")
    tells = replace(after(told, kb, Likely(other, 0.97)), update=update)
    assert decided(asked, tells) is asked
    assert not is_talk(felt, replace(after(told, kb, Likely(other, 0.02)), update=update))


@pytest.mark.parametrize(("answered", "intent"), [(True, "ask_ellipsis"), (False, "ask_certainty")])
def test_before_any_answer_a_doubt_is_put_to_the_sources_where_these_answer(
    kb: KnowledgeBase, answered: bool, intent: str
) -> None:
    assert decided(said("ask_certainty", 0.9, answered=answered), turn(kb)).intent == intent


def test_before_any_answer_a_question_is_no_doubt_of_one(kb: KnowledgeBase) -> None:
    question = replace(said("ask_certainty", 0.9, answered=True), intent="ask_salary_factors")
    assert decided(question, turn(kb)) is question


def test_a_feeling_is_met_unless_evidence_surely_answers_it(
    kb: KnowledgeBase, units: tuple[str, str]
) -> None:
    told, other = units
    felt = replace(said("express_worry", 0.75), intent="ask_ellipsis")
    assert is_talk(felt, after(told, kb, Likely(other, 0.02)))
    asked = replace(felt, act_share=0.3)
    assert not is_talk(asked, after(told, kb, Likely(other, 0.97)))
