"""The figures of the last two answers, put side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.dialogue import answer
from bot.answers.figures_compared import compared
from bot.answers.told_figures import with_told
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState, Told
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
    figures = tuple(Told(fact.label, (fact.id,)) for fact in told)
    state = DialogueState(turns=turns, topic="salary", facts=(told[-1].id,), told=figures)
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


def test_the_higher_of_the_last_told_figures_comes_first(
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


def held(kb: KnowledgeBase, *names: str) -> list[Fact]:
    """The facts of the ids."""
    return [fact for name in names if (fact := kb.fact(name))]


INDUSTRIES = (
    "ians-2024-spread/pay/average-total-compensation-in-education",
    "hitch-2026-pay/pay/average-total-compensation-in-media-and-entertainment",
    "ians-2025-pay/pay/average-total-compensation-in-financial-services",
)
JOBS = (
    "dcwf/overlap/system-administrator",
    "dcwf/overlap/information-systems-security-manager",
    "dcwf/overlap/security-architect",
)


def weighing(text: str) -> Question:
    """A message that sounds like a comparison."""
    found = Retrieval(form="who")
    return Question("ask_ellipsis", text=text, act="compare_listed", act_share=0.8, retrieval=found)


@pytest.mark.parametrize(
    "text",
    ["rank these three for me", "top one out of the three?", "of those three, where is it best"],
)
def test_three_figures_of_three_answers_are_told_in_their_order(
    text: str, kb: KnowledgeBase
) -> None:
    told = held(kb, *INDUSTRIES)
    reply = compared(weighing(text), after(kb, *told))
    assert reply is not None
    assert reply.text.startswith("Media and entertainment is highest: $882,000 a year (2026)")
    assert reply.text.index("744,000") < reply.text.index("243,000")
    assert {cited.id for cited in reply.facts} == set(INDUSTRIES)


def test_the_lower_end_comes_first_where_it_is_asked_for(kb: KnowledgeBase) -> None:
    reply = compared(weighing("lowest of the three?"), after(kb, *held(kb, *INDUSTRIES)))
    assert reply is not None and reply.text.startswith("Education is lowest: $243,000")


def test_the_last_two_are_meant_where_two_are_counted(kb: KnowledgeBase) -> None:
    reply = compared(weighing("and between the last two?"), after(kb, *held(kb, *JOBS)))
    assert reply is not None and len(reply.facts) == 2
    assert reply.text.startswith("Information systems security manager is more: 37%")


def test_an_answer_between_does_not_hide_the_figures_that_are_counted(kb: KnowledgeBase) -> None:
    told = held(kb, *JOBS[:2], "tessian-2022/survey/extra-hours-a-week", JOBS[2])
    reply = compared(weighing("nearest of all three?"), after(kb, *told))
    assert reply is not None and {cited.id for cited in reply.facts} == set(JOBS)


def test_shares_of_other_things_are_not_held_against_each_other(kb: KnowledgeBase) -> None:
    told = held(
        kb,
        "nominet-2019/survey/available-around-the-clock",
        "hitch-2026-protection/survey/personal-liability-insurance-at-public-companies",
    )
    assert len(told) == 2
    assert compared(weighing("which is the higher one"), after(kb, *told)) is None


def test_an_answer_with_figures_is_remembered_with_the_one_that_was_asked_for_first(
    kb: KnowledgeBase,
) -> None:
    family = held(
        kb,
        "salt-2023-lawsuits/survey/worried-about-personal-lawsuits",
        "salt-2023-lawsuits/survey/worried-about-personal-lawsuits-in-the-uk",
    )
    told = with_told(asked("and the British?", family[1]), family, DialogueState())
    assert told == (Told("and the British?", (family[1].id, family[0].id)),)
    state = DialogueState(told=told)
    assert DialogueState.from_dict(state.to_dict()) == state
    again = with_told(asked("sure?", family[1]), family, state)
    assert len(again) == 1
