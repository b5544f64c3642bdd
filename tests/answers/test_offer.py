"""An offer beside the surveys: what can be compared, and on which side of a figure it lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.dialogue import answer
from bot.answers.offer_figures import (
    Offer,
    Side,
    benchmark,
    comparable,
    job_of,
    read_offer,
    side,
)
from bot.domain.dialogue import DialogueState
from bot.domain.facts import Fact, FactKind, Figure, Passage, Source
from bot.domain.profile import Profile
from bot.domain.profile_parts import Pay
from bot.domain.question import Question
from bot.domain.reply import Reply, amount
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
    lambda a, b, basis, unit,
    group: _fact(min(a, b), max(a, b), basis, unit, "industry" if group else "", group),
    amounts, amounts, st.sampled_from(BASES), st.sampled_from(UNITS),
    st.sampled_from(("", "industry/finance", "industry/technology")),
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
        of_another_currency = (
            not offer.unit.startswith("USD") and fact.figure.basis == "unspecified"
        )
        assert offer.basis == fact.figure.basis != "" or of_another_currency
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
        ("150.000 euros", (150_000, "EUR/year", "")),
        ("88 000 euros gross", (88_000, "EUR/year", "")),
        ("they have told 52 lakhs fixed", (5_200_000, "INR/year", "base")),
        ("400k over 4 years", None),
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


def _asked(kb: KnowledgeBase, pay: Pay | None, text: str, *entities: str) -> Reply:
    profile = Profile(pay=pay)
    return answer(Question("ask_offer", text=text, entities=entities), turn(kb, profile=profile))[0]


def test_a_base_offer_in_finance_is_kept_from_the_total_of_finance(kb: KnowledgeBase) -> None:
    reply = _asked(kb, Pay(base=250_000), "My offer is 250k base in finance", "industry/finance")
    assert reply.text.startswith("Below average: your $250,000 in base pay")
    assert "which can't be compared directly" in reply.text


def test_base_and_bonus_are_held_against_base_and_bonus(kb: KnowledgeBase) -> None:
    pay = Pay(base=310_000, bonus="25%", kind="offer")
    reply = _asked(kb, pay, "310 base and a 25% bonus at a bank, low?", "industry/finance")
    assert reply.text.startswith("Below average: your $387,500 in base and bonus")
    assert "average of $495,000" in reply.text.partition(". ")[0]


def test_a_package_is_added_up_and_held_against_totals(kb: KnowledgeBase) -> None:
    pay = Pay(base=240_000, bonus="20%", equity=25_000)
    reply = _asked(kb, pay, "so am I above or below?")
    assert "your $313,000 in total compensation" in reply.text
    assert "$240,000 base, $48,000 bonus and $25,000 equity a year" in reply.text
    assert not reply.closing  # nothing of it is missing


def test_the_rest_of_a_package_is_asked_for_once(kb: KnowledgeBase) -> None:
    profile, question = Profile(pay=Pay(base=240_000)), Question("ask_offer", text="is 240k good")
    first, state = answer(question, turn(kb, profile=profile))
    second, _ = answer(question, turn(kb, state, profile=profile))
    assert first.closing and not second.closing


@given(number=amounts, basis=st.sampled_from(("base", "total")))
def test_every_figure_of_an_answer_measured_what_the_offer_is(
    kb: KnowledgeBase, number: int, basis: str
) -> None:
    reply = _asked(kb, None, f"offer of {number} {basis}")
    by_id = {fact.id: fact for fact in kb.all_facts}
    figures = [by_id[fact.id].figure for fact in reply.facts]
    assert figures and all(figure and figure.basis == basis for figure in figures)


@pytest.mark.parametrize("text", ["how good is my offer", "25000 a month, good?"])
def test_what_cannot_be_placed_is_asked_for(text: str, kb: KnowledgeBase) -> None:
    reply, thread = answer(Question("ask_offer", text=text), turn(kb, DialogueState()))
    assert reply.topic == "salary"
    assert reply.table is None
    assert not thread.turns
    assert "per year" in reply.text


def test_an_offer_in_a_currency_that_nobody_measured_is_refused(kb: KnowledgeBase) -> None:
    assert benchmark(Offer(9_000_000, "JPY/year", "base"), kb.facts(FactKind.PAY)) is None


@pytest.mark.parametrize(
    ("job", "id_of_job"),
    [
        ("SOC analyst", "work_role/information-security-analyst"),
        ("security engineer at a bank", "work_role/cybersecurity-engineer"),
        ("nurse", ""),
    ],
)
def test_a_job_has_the_figures_of_its_kind_or_none(
    job: str, id_of_job: str, kb: KnowledgeBase
) -> None:
    assert job_of(job, kb) == id_of_job


def test_a_budget_of_millions_is_nobodys_pay() -> None:
    assert read_offer("I did run a 40 million budget") is None
    crores = read_offer("I was offered ₹4 crore base")
    assert crores is not None
    assert crores.amount == 40_000_000
