"""Answers composed of evidence: what they say first, how long they are, how old their figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from statistics import median

import pytest

from bot.answers.composer import compose
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.domain.reply import amount
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import units_of
from tests.answers.turns import TODAY, asked_of, found


def test_every_number_in_an_answer_stands_in_one_of_its_facts(kb: KnowledgeBase) -> None:
    told = {fact.id: fact for fact in kb.all_facts}
    for unit in units_of(kb):
        for form in ("yes_no", "amount", "why", "compare"):
            reply = compose(asked_of(unit.id, form), kb, TODAY)
            facts = [told[fact.id] for fact in reply.facts if fact.id in told]
            known = " ".join(
                [fact.statement for fact in reply.facts]
                + [
                    f"{f.label} {f.detail} {f.passage.text} {f.year} {f.value} "
                    f"{f.passage.source.author} "
                    f"{amount(f.figure) if f.figure else ''}"
                    for f in facts
                ]
            )
            cells = [cell for row in (reply.table.rows if reply.table else ()) for cell in row]
            items = [f"{item.text} {item.detail}" for item in reply.items]
            spoken = " ".join([reply.text, *items, reply.closing, *cells])
            for number in re.findall(r"\d[\d,.]*\d|\d", re.sub(r"[A-Z]+\d(?![\d-])", "", spoken)):
                here = re.search(rf"(?<![\d,.]){re.escape(number)}(?!\d)", known)
                assert here, f"{number} in: {spoken}"


def test_an_answer_is_short_and_a_list_not_much_longer(kb: KnowledgeBase) -> None:
    lengths = []
    for unit in units_of(kb):
        reply = compose(asked_of(unit.id, "which"), kb, TODAY)
        words = len(f"{reply.text} {reply.closing}".split())
        items = sum(len(f"{item.text} {item.detail}".split()) for item in reply.items)
        assert words + items <= 130, reply.text
        lengths.append(words)
    assert median(lengths) < 60


def test_a_figure_past_its_shelf_life_says_so_once_and_a_fresh_one_does_not(
    kb: KnowledgeBase,
) -> None:
    # a figure of one year and place: no newer one takes its place, as it does for the general
    # average
    old = next(f for f in kb.facts(FactKind.PAY) if f.year == 2021 and not f.scope.is_general)
    assert (
        "Expect it to be higher" in compose(asked_of(old.id, "amount"), kb, date(2026, 1, 1)).text
    )
    assert (
        "Expect it to be higher"
        not in compose(asked_of(old.id, "amount"), kb, date(2022, 6, 1)).text
    )


def test_a_yes_or_no_question_is_answered_with_yes_or_no(kb: KnowledgeBase) -> None:
    law = next(f for f in kb.facts(FactKind.SKILL) if "law" in f.label)
    assert compose(asked_of(law.id, "yes_no"), kb, TODAY).text.startswith("Yes. ")
    assert not compose(asked_of(law.id, "yes_no", inverted=True), kb, TODAY).text.startswith("Yes")
    recommended = next(f for f in kb.facts(FactKind.PREREQUISITE) if "4 years" in f.label)
    assert compose(asked_of(recommended.id, "yes_no"), kb, TODAY).text.startswith("No")


def test_the_lead_word_of_the_closest_question_is_taken(kb: KnowledgeBase) -> None:
    degree = next(iter(kb.facts(FactKind.EDUCATION)))
    led = Retrieval(
        (Candidate(degree.id, 1.0, "Not necessarily"),), 1.0, answered=True, form="yes_no"
    )
    reply = compose(Question("ask_education", text="?", retrieval=led), kb, TODAY)
    assert reply.text.startswith("Not necessarily. ")


def test_whether_something_holds_for_most_is_decided_by_its_share(kb: KnowledgeBase) -> None:
    shares = [f for f in kb.facts(FactKind.SURVEY) if f.figure and f.figure.measure == "share"]
    alone = [f for f in shares if len(kb.facts_of(f.passage)) == 1]
    few = next(f for f in alone if f.figure and f.figure.low < 50)
    many = next(f for f in alone if f.figure and f.figure.low > 50)
    assert compose(asked_of(few.id, "yes_no", majority=True), kb, TODAY).text.startswith("No")
    assert compose(asked_of(many.id, "yes_no", majority=True), kb, TODAY).text.startswith("Yes")


def test_why_a_figure_is_so_is_not_made_up(kb: KnowledgeBase) -> None:
    share = next(f for f in kb.facts(FactKind.SURVEY) if f.figure)
    for text in ("why is it so?", "how come it's that much", "And why would that be?"):
        reply = compose(replace(asked_of(share.id, "why"), text=text), kb, TODAY)
        assert reply.text.startswith("My sources give the figure, not the reason.")
        assert share.statement in reply.text


@pytest.mark.parametrize("text", ["what do I lack", "so outsiders win", "is it like that for all?"])
def test_who_asks_for_no_reason_is_not_told_that_there_is_none(
    text: str, kb: KnowledgeBase
) -> None:
    share = next(f for f in kb.facts(FactKind.SURVEY) if f.figure)
    reply = compose(replace(asked_of(share.id, "why"), text=text), kb, TODAY)
    assert "not the reason" not in reply.text


def test_a_figure_that_tells_its_reason_is_no_figure_without_one(kb: KnowledgeBase) -> None:
    median_pay = "ians-2023-median/pay/median-total-compensation-in-2023"
    reply = compose(replace(asked_of(median_pay, "why"), text="why?"), kb, TODAY)
    assert "not the reason" not in reply.text
    assert "because a few very large packages lift it" in reply.text


def test_the_certification_of_the_lower_level_comes_first(kb: KnowledgeBase) -> None:
    both = ("certification/cissp", "certification/security-plus")
    question = asked_of("list:levels", "which_first", entities=both)
    reply = compose(question, kb, TODAY)
    assert reply.text.startswith("Security+ first: its level is entry, and CISSP is advanced.")
    assert reply.table


def test_among_certifications_of_one_level_the_statement_on_their_order_leads(
    kb: KnowledgeBase,
) -> None:
    order = "decipheru-2024/statement/order-in-which-certifications-are-expected"
    both = ("certification/cissp", "certification/cism")
    reply = compose(asked_of(order, "which_first", entities=both), kb, TODAY)
    assert reply.text.startswith("CISSP first in most cases, then CISM")
    assert reply.facts[0].id == order


def test_a_place_without_a_figure_gets_the_closest_one_and_is_told_so(kb: KnowledgeBase) -> None:
    average = next(f for f in kb.facts(FactKind.PAY) if f.scope.is_general)
    half = found(average.id, "amount", partly=True, missing=("Brazil",))
    reply = compose(Question("ask_salary", text="?", topic="salary", retrieval=half), kb, TODAY)
    assert reply.text.startswith("I don't have that for Brazil. The closest thing I have: ")
    assert reply.topic == "salary"


def test_two_certifications_are_compared_in_a_table_that_is_led_by_what_they_require(
    kb: KnowledgeBase,
) -> None:
    question = Question(
        "ask_comparison",
        text="?",
        entities=("certification/cissp", "certification/cism"),
        retrieval=found("list:certifications", "compare"),
    )
    reply = compose(question, kb, TODAY)
    assert reply.table is not None
    assert reply.table.columns == ("", "CISSP", "CISM")
    assert "5 years" in reply.text


def test_whether_a_certification_is_needed_is_told_by_the_rule_first(kb: KnowledgeBase) -> None:
    cissp = next(f for f in kb.facts(FactKind.CERTIFICATION) if f.about == "certification/cissp")
    reply = compose(asked_of(cissp.id, "yes_no"), kb, TODAY)
    assert reply.text.startswith("No particular certification is required")
    assert "CISSP" in reply.text


def test_what_is_not_answered_is_declined_whatever_was_closest(kb: KnowledgeBase) -> None:
    for outcome in ("not_covered", "out_of_scope"):
        unsure = Retrieval((Candidate("list:duties", 0.9),), 0.1, outcome=outcome)
        reply = compose(Question("ask_duties", text="?", retrieval=unsure), kb, TODAY)
        assert reply.topic == outcome
        assert not reply.facts


def test_amounts_read_as_people_write_them(kb: KnowledgeBase) -> None:
    average = kb.facts(FactKind.PAY)[0].figure
    assert average is not None
    assert amount(average) == "$166,585 a year"
    assert (
        amount(replace(average, high=170_000, unit="EUR/month")) == "€166,585 to €170,000 a month"
    )
    years = kb.facts(FactKind.EXPERIENCE)[0].figure
    assert years is not None
    assert amount(years) == "7 to 10 years"
