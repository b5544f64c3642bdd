"""What a question names and its evidence lacks is never told as if it were answered: a taught
certification gets no figures of another, a company with pages of its own no general answer.
"""

from __future__ import annotations

import pytest

from tests.teaching.asking import Answers, Taught
from tests.teaching.pages import certification_page, page

pytestmark = pytest.mark.model

_CERTIFICATION = certification_page(
    "AAISM",
    {
        "The AAISM (Advanced in AI Security Management) is a certification for managers who answer"
        " for AI.": "kind: certification, label: AAISM, value: Advanced in AI Security Management",
        "ISACA issues the AAISM.": "kind: issuer, value: ISACA",
        "The AAISM is an advanced certification: it builds on the CISM or the CISSP.": (
            "kind: level, value: advanced"
        ),
        "The AAISM asks for a CISM or a CISSP that is valid and for at least 2 years of work with"
        " AI.": "kind: prerequisite, figure: 2 years, measure: minimum",
        "The AAISM exam costs 645 USD.": "kind: exam, figure: 645 USD, measure: fee",
    },
    tier="A",
)
_PAGE = page(
    "Moving and studying",
    """
# Moving

Brackwater pays your move to another site up to 6,000 EUR, and a hotel for the first four weeks.

<!-- People asked: does Brackwater pay for relocation [Yes] | is relocation paid [Yes] -->

# Time to study

You have four hours a week for studying, on a day that you agree on with your team.

<!-- People asked: do I get time to study | how much study time does Brackwater give -->
""",
    publisher="Brackwater",
    company="Brackwater",
    kind="company",
)
_PARENTS = page(
    "CISOs as parents",
    """
# Parental leave

Parental leave is paid in full for 8 weeks in two thirds of the companies.

<!-- People asked: is parental leave paid [Usually] | do companies offer parental leave -->
""",
    kind="own reading",
)
_HELD = {
    "does Brackwater pay for relocation": "6,000 EUR",
    "Does Brackwater pay the hotel when I relocate?": "6,000 EUR",
    "does Brackwater help if I move to another city for a job?": "6,000 EUR",
    "How many study hours a week does Brackwater give me?": "four hours a week",
}
_BARE = ("Brackwater?", "tell me about Brackwater")
_TOLD_BESIDE = "I work at Brackwater. What does a CISO earn?"
_LACKING = (
    "Does Brackwater pay for the CISSP?",
    "Does Brackwater offer parental leave?",
    "What does Brackwater pay a CISO?",
    "does brackwater have a mentoring program?",
    "Does Brackwater require a degree for the CISO job?",
)
_ABROAD = "Does Brackwater pay for relocation to Peru?"
_NOT_HELD_AT_ALL = ("Can I work from home at Brackwater?", "What is the notice at Brackwater?")
_OF_AAISM = (
    "How much is the AAISM for ISACA members?",
    "how much does the AAISM cost members of ISACA",
)
_OF_CISA = "CPE hours for keeping the CISA"


@pytest.fixture(scope="module")
def answers(taught: Taught) -> Answers:
    """The answers to every question here, each in a conversation of its own."""
    pages = {
        "certifications/aaism.md": _CERTIFICATION,
        "company/moving.md": _PAGE,
        "work/parents.md": _PARENTS,
    }
    return taught(pages)(
        [*_HELD, *_BARE, _ABROAD, _TOLD_BESIDE, *_LACKING, *_NOT_HELD_AT_ALL, *_OF_AAISM, _OF_CISA]
    )


@pytest.mark.parametrize("question", _OF_AAISM)
def test_a_taught_certification_gets_its_own_price(question: str, answers: Answers) -> None:
    assert "645 USD" in answers[question].text
    assert "CISA" not in answers[question].text


def test_the_rule_of_another_certification_is_only_the_closest_thing(
    answers: Answers,
) -> None:
    answer = answers[_OF_CISA]
    assert answer.lacking == ("CISA",)
    assert answer.text.startswith("I don't have that for CISA. The closest thing I have: ")


@pytest.mark.parametrize(("question", "told"), _HELD.items())
def test_the_company_is_answered_from_its_pages(question: str, told: str, answers: Answers) -> None:
    answer = answers[question]
    assert told in answer.text
    assert not answer.lacking
    assert answer.sources == ("Moving and studying (Brackwater, 2026)",)


@pytest.mark.parametrize("question", _BARE)
def test_the_name_alone_gets_one_of_its_pages(question: str, answers: Answers) -> None:
    assert answers[question].sources == ("Moving and studying (Brackwater, 2026)",)
    assert not answers[question].lacking


def test_where_somebody_works_is_no_question_for_its_pages(
    answers: Answers,
) -> None:
    answer = answers[_TOLD_BESIDE]
    assert "$364,000" in answer.text
    assert "Moving and studying (Brackwater, 2026)" not in answer.sources


@pytest.mark.parametrize("question", _LACKING)
def test_what_its_pages_lack_is_only_the_closest_thing(question: str, answers: Answers) -> None:
    answer = answers[question]
    assert answer.text.startswith("I don't have that for Brackwater. The closest thing I have: ")
    assert answer.lacking == ("Brackwater",)
    assert "6,000 EUR" not in answer.text


def test_a_name_keeps_its_capital_in_the_closest_thing(answers: Answers) -> None:
    answer = answers[_ABROAD]
    assert answer.lacking == ("Peru",)
    assert "The closest thing I have: Brackwater pays your move" in answer.text


@pytest.mark.parametrize("question", _NOT_HELD_AT_ALL)
def test_what_no_source_holds_of_the_company_is_declined(question: str, answers: Answers) -> None:
    assert not answers[question].is_answered
    assert "6,000 EUR" not in answers[question].text
