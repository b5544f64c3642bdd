"""Certifications side by side: any two that the knowledge base has can be compared."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from bot.answers.comparisons import certifications
from bot.answers.evidence import found
from bot.answers.pairs import table
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase

TODAY = date(2026, 11, 26)


def test_any_two_certifications_can_be_compared(kb: KnowledgeBase) -> None:
    held = sorted({fact.about for fact in kb.all_facts if fact.about.startswith("certification/")})
    assert len(held) > 10
    for pair in combinations(held, 2):
        reply = certifications(pair, kb, TODAY)
        assert reply is None or reply.text


def test_the_price_of_an_exam_stands_in_its_row(kb: KnowledgeBase) -> None:
    reply = certifications(("certification/cissp", "certification/cism"), kb, TODAY)
    assert reply is not None and reply.table is not None
    rows = {row[0]: row[1:] for row in reply.table.rows}
    assert rows["Exam"][0] == "$749"
    assert "for ISACA members" in rows["Exam"][1]


def test_a_comparison_asked_as_it_is_written_gets_its_paragraph(kb: KnowledgeBase) -> None:
    label = "pay of CISM against CISSP holders"
    pay = next(fact.id for fact in kb.all_facts if fact.label == label)
    named = ("certification/cism", "certification/cissp")

    def side_by_side(anchor: float) -> bool:
        candidate = Candidate(pay, 0.9, reasons={"anchor": anchor})
        retrieval = Retrieval((candidate,), 1.0, answered=True, form="compare")
        question = Question("ask_comparison", entities=named, retrieval=retrieval)
        return table(question, found(retrieval.candidates, kb), kb, TODAY) is not None

    assert not side_by_side(0.98)
    assert side_by_side(0.8)
