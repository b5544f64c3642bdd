"""Proves that an answer is held against what its question names."""

from __future__ import annotations

import pytest

from bot.knowledge.store import KnowledgeBase
from bot.nlu.named_things import NamedThings


@pytest.fixture(scope="module")
def things(kb: KnowledgeBase) -> NamedThings:
    return NamedThings(kb)


@pytest.mark.parametrize(
    ("question", "told", "missing"),
    [
        ("What does a CISO earn in Brazil?", "CISOs average $364,000 a year.", ("brazil",)),
        ("What does a CISO earn in Brazil?", "In Brazil a CISO earns 400,000 reais.", ()),
        ("What did a CISO earn in 2019?", "CISOs averaged $364,000 (2026).", ("2019",)),
        ("What did a CISO earn in 2019?", "It was $364,000.\nPay report (Us, 2019)", ()),
        ("What does a nurse earn?", "CISOs average $364,000 a year.", ("nurse",)),
        ("What is the pay in Ruritania?", "CISOs average $364,000 a year.", ("Ruritania",)),
        ("Sarah Mitchell told us of a union. May I join?", "They may in most countries.", ()),
        ("Who are the mentors at Northwind?", "The mentors at Northwind are listed.", ()),
        ("Do I need the CRISC?", "The CISSP is recommended.", ("crisc",)),
        ("Does a CISO in the US need a degree?", "A degree is usual.", ()),
        ("Should a CISO join a union?", "They may in most countries.", ()),
    ],
)
def test_what_a_question_names_and_its_answer_does_not_is_missing(
    question: str, told: str, missing: tuple[str, ...], things: NamedThings
) -> None:
    assert things.missing(question, told) == missing
