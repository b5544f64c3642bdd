"""The usual questions of a certification stand in only where nobody wrote one."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.facts import FactKind
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import units_of
from bot.knowledge.usual_questions import usual_questions


def test_upkeep_and_price_are_asked_for_by_name(kb: KnowledgeBase) -> None:
    upkeep = next(f for f in kb.facts(FactKind.UPKEEP) if f.about.startswith("certification/"))
    assert "how do i keep my ABCD" in [a.question for a in usual_questions(upkeep, "ABCD")]
    exams = [fact for fact in kb.facts(FactKind.EXAM) if fact.about.startswith("certification/")]
    fee = next(f for f in exams if f.figure and f.figure.measure == "fee")
    length = next(f for f in exams if f.figure and f.figure.unit == "hours")
    assert usual_questions(fee, "ABCD") and not usual_questions(length, "ABCD")
    assert not usual_questions(replace(upkeep, about="role/ciso"), "ABCD")


def test_written_questions_take_their_place(kb: KnowledgeBase) -> None:
    asked = {anchor.question for unit in units_of(kb) for anchor in unit.anchors}
    assert "how much is the CISM exam" not in asked  # only "how much is the cism exam", as written
