"""The advisor on held-out questions: CI fails below the floors that were reached."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.rasa_adapter.assistant import Assistant
from tools.evaluation import Scores, labelled, outcomes, scores

TEST = Path(__file__).parent / "test.yml"


@pytest.fixture(scope="module")
def held_out(assistant: Assistant) -> Scores:
    return scores(asyncio.run(outcomes(assistant, labelled(TEST))))


def test_answerable_questions_get_the_right_topic(held_out: Scores) -> None:
    assert held_out.topics >= 0.93


def test_what_cannot_be_answered_is_refused(held_out: Scores) -> None:
    assert held_out.recall >= 0.96


def test_answerable_questions_are_hardly_ever_refused(held_out: Scores) -> None:
    assert held_out.false_refusals <= 0.03


def test_no_topic_is_left_behind(held_out: Scores) -> None:
    assert {topic: value for topic, value in held_out.per_topic.items() if value < 0.85} == {}
