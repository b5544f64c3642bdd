"""A lead word is taken only from a question that is put in the same direction."""

from __future__ import annotations

import pytest

from bot.nlu.polarity import OPPOSITES, direction


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("can I be a CISO without a degree", "do I need a degree to be a CISO"),
        ("are most CISOs over 45", "are most CISOs under 45"),
        ("am I too old for this", "am I too young for this"),
        ("did budgets shrink", "did budgets grow"),
        ("can't I be fired", "can I be fired"),
        ("do budgets rise or fall", "do budgets rise"),
        ("is the CISM hard", "is the CISM for beginners"),
        ("is Security+ hard", "is Security+ easy"),
        ("does a CISO answer to the CIO or the CEO", "does a CISO answer to the CEO"),
    ],
)
def test_opposite_questions_differ_in_direction(one: str, other: str) -> None:
    assert direction(one) != direction(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("can I be a CISO without coding", "could you get there if you never coded"),
        ("Does a CISO need a degree?", "is a degree a must"),
        ("doesn't it expire", "does it not expire"),
        ("do I need a degree or not", "is there no way without a degree"),
        ("is the CISSP tough", "is the CISSP difficult"),
        ("does it take ten years or more", "does it take ten years and more"),
    ],
)
def test_two_wordings_of_a_question_have_one_direction(one: str, other: str) -> None:
    assert direction(one) == direction(other)


def test_every_negation_is_an_opposite() -> None:
    assert {"without", "never", "unless", "rarely"} <= OPPOSITES
