"""Proves that a name is told from any other word that begins a sentence."""

from __future__ import annotations

import pytest

from bot.knowledge.proper_names import ProperNames
from bot.knowledge.store import KnowledgeBase

_TEXTS = (
    "New York has a rule. The rule of New York is new. Many boards know it, and Tessian asked.",
    "Boards differ. Tessian found that. In May a CISO moves. Lindqvist pays. Security matters.",
    "It depends on security and on who may decide in Seattle's market.",
)


@pytest.fixture(scope="module")
def names() -> ProperNames:
    return ProperNames(_TEXTS, ("Lindqvist", "Own reading"))


@pytest.mark.parametrize(
    "text",
    ["New York's rule asks.", "Tessian’s survey says.", "Seattle pays best.", "Lindqvist's rota."],
)
def test_a_name_keeps_its_capital(text: str, names: ProperNames) -> None:
    assert names.begin(text)


@pytest.mark.parametrize(
    "text",
    [
        "Boards differ.",
        "New rules came.",
        "Security matters.",
        "Own servers help.",
        "May it be?",
        "",
    ],
)
def test_another_word_does_not(text: str, names: ProperNames) -> None:
    assert not names.begin(text)


def test_the_sources_of_the_project_know_their_names(kb: KnowledgeBase) -> None:
    begin = kb.proper_names.begin
    assert begin("New York's rule is the one state law that asks for a CISO.")
    assert not begin("The boards of most companies meet.")
    assert not begin("In Germany a CISO earns more.")
