"""Which of several answers is meant by who asks about one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from bot.answers.dialogue import answered
from bot.answers.meant_answer import as_meant, earlier, named_again
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState, Told
from bot.domain.facts import Fact
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import NoReader, found, turn

OVERTIME = "tessian-2022/survey/extra-hours-a-week"
TIME_OFF = "tessian-2021/survey/took-no-time-off-in-12-months"
STRESS = "nominet-2020/survey/moderately-or-tremendously-stressed"


@dataclass
class NearWord(NoReader):
    """Holds a message for near to what has a word, and for far from the rest."""

    word: str

    def alike(self, text: str, others: Sequence[str]) -> tuple[float, ...]:
        return tuple(0.5 if self.word in other.lower() else 0.1 for other in others)


def asking(text: str) -> Question:
    """A message that asks for a source."""
    return Question("ask_source", text=text, act="ask_source", act_share=0.9)


def fact(kb: KnowledgeBase, name: str) -> Fact:
    held = kb.fact(name)
    assert held is not None
    return held


def after(kb: KnowledgeBase, word: str, *told: str) -> Turn:
    """A turn after answers that told of the facts, near to those that a word names."""
    turns = tuple(
        Question("ask_survey", text=f"question {name}", retrieval=found(name)) for name in told
    )
    figures = tuple(Told(one.text, (name,)) for one, name in zip(turns, told, strict=True))
    state = DialogueState(
        turns=turns,
        topic="role",
        facts=(told[-1],),
        text=fact(kb, told[-1]).statement,
        told=figures,
    )
    return replace(turn(kb, state), reader=NearWord(word))


@pytest.mark.parametrize(
    ("intent", "text", "says"),
    [
        ("ask_source", "the overtime one, who counted that?", "Lost hours"),
        ("ask_certainty", "quite sure of the overtime hours?", "Tessian, 2022"),
        ("ask_link", "got a link to the overtime thing", "tessian.com"),
    ],
)
def test_an_answer_before_the_last_is_asked_about_by_name(
    intent: str, text: str, says: str, kb: KnowledgeBase
) -> None:
    asked = Question(intent, text=text, act=intent, act_share=0.9)
    reply, _ = answered(asked, after(kb, "overtime", OVERTIME, STRESS))
    assert says in reply.text


@pytest.mark.parametrize(
    "text", ["where do the 25% come from", "25 percent, says who", "that 25 %: source?"]
)
def test_a_figure_names_its_answer(text: str, kb: KnowledgeBase) -> None:
    meant = earlier(asking(text), after(kb, "nothing", TIME_OFF, OVERTIME, STRESS))
    assert meant == fact(kb, TIME_OFF)


@pytest.mark.parametrize("text", ["source?", "who says that", "link for the stress figure"])
def test_the_last_answer_is_meant_where_no_other_is_named(text: str, kb: KnowledgeBase) -> None:
    asked_of = after(kb, "stress", OVERTIME, STRESS)
    assert as_meant(asking(text), asked_of) == asked_of


def test_an_answer_is_told_again_by_its_name(kb: KnowledgeBase) -> None:
    assert (
        named_again("the overtime figure again?", after(kb, "overtime", OVERTIME, TIME_OFF, STRESS))
        == 0
    )
    assert (
        named_again("the stress one again", after(kb, "stress", OVERTIME, TIME_OFF, STRESS)) is None
    )


def test_what_only_may_ask_for_a_source_is_put_to_the_last_answer(kb: KnowledgeBase) -> None:
    doubtful = replace(asking("overtime?"), act="ask_more")
    assert earlier(doubtful, after(kb, "overtime", OVERTIME, STRESS)) is None
