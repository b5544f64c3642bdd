"""An offer beside the surveys: what can be compared, and on which side of a figure it lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.dialogue import answer
from bot.answers.offer_figures import Offer, Side, comparable, read_offer, side
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind, Figure, Passage, Source
from bot.domain.question import Question
from bot.domain.reply import amount
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn

PASSAGE = Passage("s#1", Source("s", "T", "P", 2024), "S", "", 1, 1)
BASES = ("base", "total", "unspecified", "")
UNITS = ("USD/year", "EUR/year", "GBP/year")


def _fact(low: int, high: int, basis: str, unit: str, aspect: str = "", value: str = "") -> Fact:
    return Fact(
        "f",
        FactKind.PAY,
        "role/ciso",
        "",
        "",
        PASSAGE,
        1,
        value=value,
        figure=Figure("average", low, high, unit, basis),
        aspect=aspect,
    )


amounts = st.integers(20_000, 5_000_000)
facts = st.builds(
    lambda a, b, basis, unit, group: _fact(min(a, b), max(a, b), basis, unit, "industry" if group else "", group),
    amounts, amounts, st.sampled_from(BASES), st.sampled_from(UNITS), st.sampled_from(("", "industry/finance", "industry/technology")),
)  # fmt: skip
offers = st.builds(
    Offer,
    amounts,
    st.sampled_from(UNITS),
    st.sampled_from(("base", "total", "")),
    st.sampled_from(((), ("industry/finance",))),
)


@given(offers, facts)
def test_base_and_total_are_never_mixed_nor_currencies_nor_groups(offer: Offer, fact: Fact) -> None:
    assert fact.figure is not None
    if comparable(offer, fact):
        assert offer.basis == fact.figure.basis != ""
        assert offer.unit == fact.figure.unit
        assert not fact.aspect or fact.value in offer.groups


@given(offers, facts, st.integers(1, 1_000_000))
def test_a_higher_offer_never_lies_lower(offer: Offer, fact: Fact, more: int) -> None:
    order = [Side.BELOW, Side.AT, Side.WITHIN, Side.ABOVE]
    higher = Offer(offer.amount + more, offer.unit, offer.basis, offer.groups)
    assert order.index(side(higher, fact)) >= order.index(side(offer, fact))


@given(amounts, st.sampled_from(("base", "total", "")), st.sampled_from(UNITS))
def test_an_offer_is_read_as_it_is_written(number: int, basis: str, unit: str) -> None:
    written = amount(Figure("", number, number, unit))
    assert read_offer(f"I was offered {written} {basis}") == Offer(number, unit, basis)


@given(st.text(max_size=200))
def test_any_text_is_an_offer_within_bounds_or_none(text: str) -> None:
    offer = read_offer(text)
    assert offer is None or 20_000 <= offer.amount <= 100_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My offer is 250k base in finance", (250_000, "USD/year", "base")),
        ("300k total comp", (300_000, "USD/year", "total")),
        ("£140,000 package", (140_000, "GBP/year", "total")),
        ("150.000 euros", None),
        ("they pay 1.2 million all in", (1_200_000, "USD/year", "total")),
        ("240k base plus bonus", (240_000, "USD/year", "base")),
        ("180 thousand dollars", (180_000, "USD/year", "")),
        ("in 2024 I had 5 years", None),
        ("9000 a month", None),
        ("25000 a month", (25_000, "USD/other", "")),
        ("no number", None),
    ],
)
def test_offers_as_people_write_them(text: str, expected: tuple[int, str, str] | None) -> None:
    offer = read_offer(text)
    assert (offer and (offer.amount, offer.unit, offer.basis)) == expected


def test_a_base_offer_in_finance_is_kept_from_the_total_of_finance(kb: KnowledgeBase) -> None:
    reply, _ = answer(
        Question(
            "ask_offer", text="My offer is 250k base in finance", entities=("industry/finance",)
        ),
        turn(kb),
    )
    assert reply.table is not None
    assert {row[1].split(",")[0] for row in reply.table.rows} == {"average base salary"}
    assert "The figure for finance (IANS and Artico) measured total compensation" in reply.closing


@given(number=amounts, basis=st.sampled_from(("base", "total")))
def test_every_row_of_an_answer_measured_what_the_offer_is(
    kb: KnowledgeBase, number: int, basis: str
) -> None:
    reply, _ = answer(
        Question("ask_offer", text=f"offer of {number} {basis}"), turn(kb, DialogueState())
    )
    by_id = {fact.id: fact for fact in kb.all_facts}
    figures = [by_id[fact.id].figure for fact in reply.facts]
    assert figures and all(figure and figure.basis == basis for figure in figures)


@pytest.mark.parametrize("text", ["how good is my offer", "25000 a month, good?"])
def test_what_cannot_be_placed_is_asked_for(text: str, kb: KnowledgeBase) -> None:
    reply, thread = answer(Question("ask_offer", text=text), turn(kb, DialogueState()))
    assert reply.topic == "salary"
    assert reply.table is None
    assert not thread.turns
    assert "yearly amount" in reply.text


def test_an_offer_in_a_currency_that_nobody_measured_is_refused(kb: KnowledgeBase) -> None:
    reply, _ = answer(
        Question("ask_offer", text="€250,000 total compensation"), turn(kb, DialogueState())
    )
    assert reply.text.startswith("No survey that I have measured total compensation in EUR")
