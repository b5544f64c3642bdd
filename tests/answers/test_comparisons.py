"""Certifications side by side: any two that the knowledge base has can be compared."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from bot.answers.comparisons import certifications
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
