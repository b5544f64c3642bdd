"""Proves what counts as a question where no mark stands behind it."""

from __future__ import annotations

import pytest

from bot.parsing.asking import asks_anything


@pytest.mark.parametrize(
    "text",
    [
        "kindly tell the salary in India",
        "I have 5 years in security. curious what they earn",
        "explain the difference between the two",
        "5 years of networks, give me the usual next job",
    ],
)
def test_a_request_is_a_question_without_a_mark(text: str) -> None:
    assert asks_anything(text)


@pytest.mark.parametrize("text", ["please forget my degree", "I lead 5 people", "it pays well"])
def test_what_is_told_is_no_question(text: str) -> None:
    assert not asks_anything(text)
