"""Proves that ratings are read as people write them, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from bot.parsing.ratings import ratings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 and 4", (3, 4)), ("2/5, 4/5", (2, 4)), ("three, four", (3, 4)), ("4 for both", (4, 4)),
        ("5", (5,)),
        ("1 1", (1, 1)), ("presenting 2, executives 5", (2, 5)),
        ("I'd say 3 out of 5 and 4 out of 5", (3, 4)),
    ],
)  # fmt: skip
def test_ratings_are_read_in_their_order(text: str, expected: tuple[int, ...]) -> None:
    assert ratings(text, 2) == expected


@pytest.mark.parametrize(
    "text",
    ["", "skip", "6 and 7", "3.5", "10", "1, 2, 3", "is 3 good?", "40%",
     "I have 5 years in security and lead a team of 3 people, by the way"],
)  # fmt: skip
def test_what_is_no_rating_is_left_alone(text: str) -> None:
    assert ratings(text, 2) == ()
