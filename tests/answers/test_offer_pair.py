"""Two offers at once: which pays more, and what a later message adds to one of them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.dialogue import answer
from bot.answers.offer_pair import COMPARING, packages
from bot.domain.dialogue import DialogueState
from bot.domain.profile_parts import Pay
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn


def _offer(**parts: Any) -> Pay:
    return Pay(kind="offer", **parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "one is 250k base with 20% bonus, the other 290k flat",
            (_offer(base=250_000, bonus="20%"), _offer(base=290_000, bonus=0)),
        ),
        (
            "a listed firm offers 410 total, a private one 380 total",
            (_offer(total=410_000), _offer(total=380_000)),
        ),
        (
            "A pays 240 base and 60 in stock, B pays 280 base but no bonus",
            (_offer(base=240_000, equity=60_000), _offer(base=280_000, bonus=0)),
        ),
        ("300k base plus 20% bonus, RSUs 100k over four years",
         (_offer(base=300_000, bonus="20%", equity=25_000),)),
        ("250 base, 400 RSUs over 4", (_offer(base=250_000, equity=100_000),)),
        ("300 base, 30k signing bonus, 600 people", (_offer(base=300_000),)),
        ("390 all in, with bonus", (_offer(total=390_000),)),
        ("I have two offers", ()),
    ],
)  # fmt: skip
def test_packages_are_taken_apart(kb: KnowledgeBase, text: str, expected: tuple[Pay, ...]) -> None:
    assert packages(Question(COMPARING, text=text), turn(kb)) == expected


def test_the_one_that_pays_more_is_named_with_both_sums(kb: KnowledgeBase) -> None:
    text = "one is 250k base with 20% bonus, the other 290k base and no bonus"
    reply, state = answer(Question(COMPARING, text=text), turn(kb))
    assert reply.text.startswith("The first pays $10,000 more in base and bonus: $300,000")
    assert state.packages == (_offer(base=250_000, bonus="20%"), _offer(base=290_000, bonus=0))
    assert DialogueState.from_dict(state.to_dict()) == state


def test_what_is_told_later_of_the_second_one_is_added_to_it(kb: KnowledgeBase) -> None:
    text = "280k base with 10% bonus or 300k base"
    _, state = answer(Question(COMPARING, text=text), turn(kb))
    later = Question("ask_offer", text="the second one has a bonus of 20%", ordinal=2)
    reply, state = answer(later, turn(kb, state))
    assert "The second pays $52,000 more" in reply.text
    assert state.packages[1] == _offer(base=300_000, bonus="20%")


def test_base_and_the_whole_package_are_never_compared(kb: KnowledgeBase) -> None:
    reply, _ = answer(Question(COMPARING, text="280k base or 400k total"), turn(kb))
    assert "can’t be compared directly" in reply.text


def test_whose_call_it_is_is_said_once_somebody_asks_what_to_take(kb: KnowledgeBase) -> None:
    _, state = answer(Question(COMPARING, text="280k base or 300k base"), turn(kb))
    reply, _ = answer(Question("compare_listed", text="which would you take"), turn(kb, state))
    assert reply.text.startswith("That’s your call") and "$20,000" in reply.text


def test_one_offer_alone_is_asked_to_be_told_with_the_other(kb: KnowledgeBase) -> None:
    reply, _ = answer(Question(COMPARING, text="I have two offers"), turn(kb))
    assert "side by side" in reply.text
