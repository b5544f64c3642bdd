"""Messages are taken apart where they ask several things or say what they don't ask."""

from __future__ import annotations

import pytest

from bot.nlu.clause_splitter import Clauses, clauses
from bot.nlu.spell_corrector import Speller
from bot.parsing.language import is_foreign


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what does a CISO earn?", Clauses(())),
        (
            "what does a CISO earn and which certs do I need?",
            Clauses(("what does a CISO earn", "which certs do I need?")),
        ),
        ("How long? What degree do I need?", Clauses(("How long?", "What degree do I need?"))),
        ("What is the pay? And which degree?", Clauses(("What is the pay?", "which degree?"))),
        (
            "tell me about pay and about the certifications",
            Clauses(("tell me about pay", "about the certifications")),
        ),
        (
            "not the salary, the skills",
            Clauses(("the skills", "not the salary,"), instead=True),
        ),
        (
            "I didn't ask about the pay, I meant the duties",
            Clauses(("the duties", "I didn't ask about the pay, I meant"), instead=True),
        ),
        ("the certifications, not the degrees", Clauses(("the certifications",), instead=True)),
        ("I don't want to manage people", Clauses(())),
        ("laws and regulations", Clauses(())),
        ("", Clauses(())),
        ("I passed the CISSP, show me the plan", Clauses(("show me the plan",), wish=True)),
        ("i lead 4 people now - redo my plan", Clauses(("redo my plan",), wish=True)),
        ("I am a SOC analyst, and I would like to know a lot about this job", Clauses(())),
    ],
)
def test_a_message_has_these_parts(text: str, expected: Clauses) -> None:
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("what does a ciso do", False),
        ("was verdient ein Chief Information Security Officer und wie wird man das", True),
        ("¿qué hace un CISO y cuánto gana?", True),
        ("首席信息安全官的工资是多少", True),
        ("wat do they do all day", False),
        ("CISSP CISM CAP", False),
        ("🤷🤷", False),
    ],
)
def test_other_languages_are_told_from_english(text: str, foreign: bool) -> None:
    assert is_foreign(text) is foreign


def test_slips_are_mended_and_words_are_left_alone() -> None:
    counts = {"salary": 9, "skills": 9, "needed": 5, "degree": 5, "communication": 4}
    speller = Speller(
        counts, frozenset({"years", "ciso", "need", "teach", "communicate", "diploma", "for"})
    )
    assert speller.mend("wat skils needed 4 a ciso") == "what skills needed for a ciso"
    assert speller.mend("salry and degre") == "salary and degree"
    assert (
        speller.mend("4 years, teacher, communicator, diplomas")
        == "4 years, teacher, communicator, diplomas"
    )
    assert speller.mend("CISPP Köln") == "CISPP Köln"
