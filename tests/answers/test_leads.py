"""The first word of an answer to a yes/no question, where no question beside it says one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.evidence import Found
from bot.answers.leads import lead
from bot.domain.evidence import Candidate
from bot.domain.facts import FactKind
from bot.knowledge.store import KnowledgeBase


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("Nobody has to show experience for it.", "No"),
        ("None of the laws asks for one.", "No"),
        # that the sources don't count something says neither yes nor no
        ("Nobody in my sources counts open posts.", ""),
        ("None of my sources compares them.", ""),
    ],
)
def test_only_a_statement_that_denies_is_led_with_no(
    statement: str, word: str, kb: KnowledgeBase
) -> None:
    fact = replace(kb.facts(FactKind.STATEMENT)[0], statement=statement)
    assert lead(Found(Candidate(fact.id, 1.0), (fact,)), inverted=False) == word
