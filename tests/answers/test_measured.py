"""A question for an amount is answered by an amount, where one was found."""

from __future__ import annotations

import pytest

from bot.answers.evidence import Found, found
from bot.answers.measured import lacks_measure, lacks_pay, newest, with_measure_first
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase

UNTOLD = {"amount_untold": 0.9}


@pytest.fixture(scope="module")
def law(kb: KnowledgeBase) -> str:
    return next(f.id for f in kb.facts(FactKind.STATEMENT) if f.id.startswith("texas"))


@pytest.fixture(scope="module")
def pay(kb: KnowledgeBase) -> str:
    return next(f.id for f in kb.facts(FactKind.PAY) if "$" in f.statement)


def asked(form: str = "amount") -> Question:
    return Question("ask_salary", text="pay in Texas", retrieval=Retrieval(form=form))


def evidence(kb: KnowledgeBase, *candidates: Candidate) -> tuple[Found, ...]:
    return found(candidates, kb)


def test_pay_comes_before_a_law(kb: KnowledgeBase, law: str, pay: str) -> None:
    both = evidence(kb, Candidate(law, 0.6, reasons=UNTOLD), Candidate(pay, 0.3))
    assert with_measure_first(asked(), both)[0].candidate.evidence == pay


def test_pay_of_another_place_does_not(kb: KnowledgeBase, law: str, pay: str) -> None:
    elsewhere = Candidate(pay, 0.3, missing=("texas",))
    both = evidence(kb, Candidate(law, 0.6, reasons=UNTOLD), elsewhere)
    assert with_measure_first(asked(), both) == both
    assert lacks_pay(asked(), both[0])


def test_other_questions_keep_their_evidence(kb: KnowledgeBase, law: str, pay: str) -> None:
    both = evidence(kb, Candidate(law, 0.6, reasons=UNTOLD), Candidate(pay, 0.3))
    assert with_measure_first(asked("yes_no"), both) == both
    assert not lacks_measure(asked("yes_no"), both[0])


def test_an_exam_told_with_its_length_answers_how_long_it_is(kb: KnowledgeBase) -> None:
    """The ranker looks at the first figure of a sentence: here its number of questions."""
    exam = next(f for f in kb.facts(FactKind.EXAM) if f.label == "questions in the CRISC exam")
    retake = next(
        f for f in kb.facts(FactKind.EXAM) if f.label.startswith("wait before the second")
    )
    untold = {"time_untold": 0.8}
    both = evidence(kb, Candidate(exam.id, 0.6, reasons=untold), Candidate(retake.id, 0.3))
    assert with_measure_first(asked("duration"), both) == both


def fee(kb: KnowledgeBase, year: int) -> str:
    facts = kb.facts(FactKind.UPKEEP, "organisation/isc2")
    return next(fact.id for fact in facts if fact.label == "annual fee" and fact.year == year)


def test_a_fee_that_was_raised_is_told_as_it_is_now(kb: KnowledgeBase) -> None:
    old = evidence(kb, Candidate(fee(kb, 2019), 0.9))[0]
    told = newest(old, kb).fact
    assert told is not None
    assert "$135" in told.statement


def test_a_fee_of_a_year_that_was_asked_for_stays(kb: KnowledgeBase) -> None:
    asked_for = Candidate(fee(kb, 2019), 0.9, reasons={"year_match": 1.0})
    told = newest(evidence(kb, asked_for)[0], kb).fact
    assert told is not None
    assert "$125" in told.statement
