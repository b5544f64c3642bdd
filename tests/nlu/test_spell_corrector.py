"""Slips of the keyboard are mended, also those that the training examples hold on purpose."""

from __future__ import annotations

import pytest

from bot.nlu.spell_corrector import Speller, names_among

ENGLISH = frozenset({"skills", "needed", "for", "much", "salary", "what", "the", "do", "need"})
COUNTS = {"skills": 60, "skils": 3, "salary": 80, "salery": 4, "ciso": 900, "cciso": 40, "vciso": 9}


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("skils needed 4 ciso", "skills needed for ciso"),
        ("what skils do i need", "what skills do i need"),
        ("salery of a ciso", "salary of a ciso"),
        ("cciso vs ciso", "cciso vs ciso"),
        ("cisos and vcisos", "cisos and vcisos"),
    ],
)
def test_a_slip_that_examples_repeat_is_mended_and_an_abbreviation_kept(
    text: str, mended: str
) -> None:
    speller = Speller(COUNTS, ENGLISH, names_among(["what is the CCISO", "vCISO or CISO"]))
    assert speller.mend(text) == mended


def test_texts_that_shout_name_no_abbreviations() -> None:
    assert names_among(["WHAT SKILS DO I NEED", "does the CISM help"]) == {"cism"}
