"""What is practiced is held against what the sources say, never graded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.practice import is_attempt, practice
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import Likely, turn

TASK = Question("ask_practice", text="be my board, I explain why we need a second site")
BOARDS = "board-questions/statement/what-boards-want-to-know"


class GoesWithBoards(Likely):
    """Holds what boards want to know for likely by itself."""

    def likely(self, before: str, text: str) -> dict[str, float]:
        return {self.unit: self.share}


@pytest.mark.parametrize(
    "said",
    [
        "Dear members, one flood and our data is gone for good.",
        "so, last year we lost two days of sales to a power cut",
        "The second site costs less than a day of standing still.",
    ],
)
def test_an_attempt_is_held_against_what_they_want_to_know(said: str, kb: KnowledgeBase) -> None:
    here = replace(
        turn(kb, DialogueState(turns=(TASK,)), text=said), reader=GoesWithBoards(BOARDS, 0.6)
    )
    attempt = Question("ask_about_duty", text=said)
    assert is_attempt(attempt, here)
    reply = practice(replace(attempt, intent="ask_practice"), here)
    assert reply.text.startswith("I can't grade it, but hold it against this: ")
    assert BOARDS in {fact.id for fact in reply.facts}


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (TASK, "what would they ask me first, do you think?"),
        (TASK, "ok thanks"),
        (Question("ask_practice", text="quiz me"), "no idea, I never learned any of that stuff"),
        (
            Question(
                "ask_practice", text="ask me five things on it", entities=("certification/cism",)
            ),
            "five years of work and three of them in management",
        ),
        (Question("ask_tenure", text="how long do they stay"), "my last one stayed for two years"),
    ],
)
def test_what_asks_or_answers_something_else_is_no_attempt(
    last: Question, said: str, kb: KnowledgeBase
) -> None:
    here = turn(kb, DialogueState(turns=(last,)), text=said)
    assert not is_attempt(Question("ask_ellipsis", text=said), here)
