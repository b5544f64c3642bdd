"""The pages of examples/company: answered as the company's word,
with links, and never as general knowledge.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.teaching.asking import Answers, Taught, missed

pytestmark = pytest.mark.model
COMPANY = Path("examples/company")
ASKED = {
    "Who are the mentors?": "deputy CISO",
    "How do I apply?": "mentoring@northwind.example",
    "how do I get a mentor at Northwind": "mentoring@northwind.example",
    "When are promotions decided?": "May",
    "how many levels does our ladder have": "five",
    "where do I hand in my promotion case": "https://intranet.northwind.example/promotion",
    "Does Northwind pay for the CISSP?": "paid in full",
    "what does Northwind pay for Security+": "paid in full",
    "do I have to pay back the exam if I leave": "half",
    "does Northwind pay the annual fee of my certification": (
        "https://intranet.northwind.example/expenses"
    ),
}
UPKEEP = "How do I keep my CISSP at Northwind?"
GENERAL = (
    "What does a CISO earn?", "What are the steps to become a CISO?", "How do I keep the CISSP?",
    "Who offers the CISM?",
    "Which skills does a CISO need?", "What does the CISSP exam cost?",
    "What does a deputy CISO earn?", "what does a CISO do",
    "Which certifications help?",
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(taught: Taught) -> Answers:
    """The answers to every question here, each in a conversation of its own."""
    pages = {f"company/{p.name}": p.read_text("utf-8") for p in COMPANY.glob("[a-z]*.md")}
    return taught(pages)([*ASKED, UPKEEP, *GENERAL])


def test_questions_about_the_company_are_answered_as_its_word(
    answers: Answers,
) -> None:
    wrong = missed(answers, ASKED)
    assert not wrong
    assert all("Northwind" in answers[question].text for question in ASKED)


def test_a_row_of_its_table_is_no_answer_to_all_that_names_the_certification(
    answers: Answers,
) -> None:
    answer = answers[UPKEEP]
    assert answer.text.startswith("I don't have that for Northwind. The closest thing I have: ")
    assert "paid in full" not in answer.text


def test_the_company_is_no_part_of_general_answers(answers: Answers) -> None:
    for question in GENERAL:
        answer = answers[question]
        assert answer.is_answered, question
        assert "orthwind" not in f"{answer.text} {answer.sources}", question
