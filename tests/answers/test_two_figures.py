"""The figures of the last two answers, put side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.dialogue import answer
from bot.answers.turn import Turn
from bot.answers.two_figures import compared
from bot.domain.dialogue import DialogueState
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import Fact, FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import NoReader, turn


class LeaningReader(NoReader):
    """Takes every message for one that leans on the conversation."""

    def leans(self, text: str) -> float:
        return 1.0


def asked(text: str, fact: Fact) -> Question:
    found = Retrieval((Candidate(fact.id, 0.9),), 0.9, answered=True, form="amount")
    return Question("ask_salary", 0.9, text=text, topic="salary", retrieval=found)


def after(kb: KnowledgeBase, *told: Fact) -> Turn:
    turns = tuple(asked(fact.label, fact) for fact in told)
    state = DialogueState(turns=turns, topic="salary", facts=(told[-1].id,))
    return replace(turn(kb, state), reader=LeaningReader())


def which(text: str) -> Question:
    return Question("ask_ellipsis", 0.9, text=text, retrieval=Retrieval(form="which"))


@pytest.fixture(scope="module")
def pay(kb: KnowledgeBase) -> list[Fact]:
    return [fact for fact in kb.facts(FactKind.PAY) if fact.figure]


@pytest.fixture(scope="module")
def alike(pay: list[Fact]) -> tuple[Fact, Fact]:
    """Two figures of one unit and basis, the first at least twice the second."""
    return next(
        (one, two)
        for one in pay
        for two in pay
        if one.figure and two.figure
        and (one.figure.unit, one.figure.basis) == (two.figure.unit, two.figure.basis)
        and one.figure.low >= 2 * two.figure.high
    )  # fmt: skip


def test_the_higher_of_the_last_two_figures_comes_first(
    kb: KnowledgeBase, alike: tuple[Fact, Fact]
) -> None:
    high, low = alike
    for told in (alike, alike[::-1]):
        reply, _ = answer(which("which of the two pays more"), after(kb, *told))
        assert reply.text.lower().startswith(f"{high.label.lower()} is more")
        assert {cited.id for cited in reply.facts} == {high.id, low.id}


def test_figures_of_other_currencies_are_not_held_against_each_other(
    kb: KnowledgeBase, pay: list[Fact]
) -> None:
    euro = next(fact for fact in pay if fact.figure and fact.figure.unit.startswith("EUR"))
    dollar = next(fact for fact in pay if fact.figure and fact.figure.unit.startswith("USD"))
    reply = compared(which("which of them pays best"), after(kb, euro, dollar))
    assert reply is not None and reply.text.startswith("They can’t be compared directly")


@pytest.mark.parametrize("text", ["which industry pays best", "which of the two was asked when"])
def test_a_question_of_its_own_is_not_put_to_them(
    text: str, kb: KnowledgeBase, alike: tuple[Fact, Fact]
) -> None:
    standing = replace(after(kb, *alike), reader=NoReader())
    assert compared(which(text), standing) is None


def test_one_figure_alone_is_not_compared(kb: KnowledgeBase, alike: tuple[Fact, Fact]) -> None:
    assert compared(which("which is higher"), after(kb, alike[0])) is None
