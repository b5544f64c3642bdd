"""The next likeliest reading of a message that is hardly understood stands below the first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.second_reading import with_second
from bot.domain.facts import FactKind
from bot.domain.reply import Reply, cite
from bot.knowledge.store import KnowledgeBase


@pytest.fixture(scope="module")
def told(kb: KnowledgeBase) -> Reply:
    fact = kb.facts(FactKind.TENURE)[0]
    return Reply("role", "They stay 39 months.", facts=cite([fact]))


@pytest.fixture(scope="module")
def other(kb: KnowledgeBase) -> Reply:
    fact = kb.facts(FactKind.PAY)[0]
    return Reply("salary", "They earn $364,000. Tech pays more.", facts=cite([fact]))


def test_the_next_reading_is_told_below_the_first_with_its_sources(
    told: Reply, other: Reply
) -> None:
    both = with_second(told, other)
    assert both.text == told.text
    assert both.closing.endswith("They earn $364,000. Tech pays more.")
    assert {fact.id for fact in both.facts} == {fact.id for fact in (*told.facts, *other.facts)}


def test_what_rests_on_the_same_facts_is_no_other_reading(told: Reply) -> None:
    assert with_second(told, replace(told, text="39 months it is.")) == told


@pytest.mark.parametrize("topic", ["smalltalk", "not_covered", "advice"])
def test_what_tells_no_evidence_is_no_second_reading(topic: str, told: Reply, other: Reply) -> None:
    assert with_second(told, replace(other, topic=topic)) == told
    assert with_second(told, Reply("salary", "No idea.")) == told


def test_two_readings_are_no_long_answer(told: Reply, other: Reply) -> None:
    long = replace(told, text="word " * 75)
    assert with_second(long, other) == long


def test_a_second_reading_repeats_no_word_for_a_feeling(told: Reply, other: Reply) -> None:
    met = replace(other, text=f"I'm sorry to hear that. {other.text}")
    assert "sorry" not in with_second(told, met, "bad").closing


def test_a_question_that_closes_a_reply_is_not_buried(told: Reply, other: Reply) -> None:
    asking = replace(told, closing="Is that 5 years in security?")
    assert with_second(asking, other) == asking
