"""What words decline is told where its meaning is surely held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from bot.answers.empty_handed import surely_held
from bot.answers.evidence_of_pay import with_pay
from bot.domain.evidence import Candidate, Retrieval
from bot.domain.facts import FactKind
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import NoReader, turn


@dataclass
class Holds(NoReader):
    """Holds one unit for as likely as told, and nothing for the rest."""

    unit: str
    share: float

    def likely(self, before: str, text: str) -> Mapping[str, float]:
        return {self.unit: self.share, "": 1 - self.share}


@pytest.mark.parametrize(("share", "is_told"), [(0.95, True), (0.5, False)])
def test_only_what_is_sure_is_told(share: float, is_told: bool, kb: KnowledgeBase) -> None:
    unit = kb.facts(FactKind.PAY)[0].id
    here = replace(turn(kb), reader=Holds(unit, share))
    asked = surely_held(Question("out_of_scope", text="what do architects make"), here)
    assert (asked is not None) is is_told
    assert asked is None or (asked.retrieval.best and asked.retrieval.best.evidence == unit)


def test_a_question_for_an_amount_gets_pay_first(kb: KnowledgeBase) -> None:
    first, pay = kb.facts(FactKind.STATEMENT)[0].id, kb.facts(FactKind.PAY)[0].id
    held = (Candidate(first, 0.3), Candidate(pay, 0.2))
    asked = Question("ask_salary", text="what could she earn in a first role", retrieval=Retrieval(
        held, 0.9, answered=True, form="which_first",
    ))  # fmt: skip
    best = with_pay(asked, turn(kb, text="and what could she earn")).retrieval.best
    assert best is not None and best.evidence == pay
    far = replace(asked, retrieval=replace(asked.retrieval, candidates=(held[0],)))
    assert with_pay(far, turn(kb, text="and what could she earn")) == far
