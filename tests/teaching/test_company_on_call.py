"""A company's page answers whether or not the question names the company, in any case."""

from __future__ import annotations

import pytest

from tests.teaching.asking import Asking, Taught, missed
from tests.teaching.pages import page

pytestmark = pytest.mark.model

_PAGE = page(
    "On-call rota of the security team",
    """
# Who is on call

Two engineers of the security team are on call at a time, for one week from Monday to Monday. The
duty manager of operations is called when neither answers within 15 minutes.

<!-- People asked: who is on call | who do I ring at night | how long does an on-call week last
| will I be on call -->

# Pay for being on call

Whoever is on call gets 400 dollars for the week and the next Friday off.

<!-- People asked: what do I get for being on call | is on-call duty paid
| do I get a day off after on-call -->
""",
    publisher="Halden Freight",
    company="Halden Freight",
    kind="company",
)
_HOURS = page(
    "Working hours of security leaders 2026",
    """
# Overtime

CISOs work 18 hours a week above their contract on average, Tessian found in 2026.
{kind: survey, label: extra hours a week, value: hours, measure: average, figure: 18 hours/week}
<!-- People asked: how many hours do cisos work now | working hours of cisos in 2026 -->
""",
    publisher="Tessian",
    kind="survey",
    tier="B",
    about="role/CISO",
)
_BURNOUT = page(
    "State of security leadership 2026",
    """
# Burnout

In 2026, 66% of CISOs said they had felt burned out in the past year, Millrace Research found.
{kind: survey, label: felt burned out in 2026, value: burnout, measure: share, figure: 66 percent}
<!-- People asked: how many cisos are burned out in 2026 -->
""",
    publisher="Millrace Research",
    kind="survey",
    tier="B",
    about="role/CISO",
)
ASKED = {
    "who is on call at Halden Freight?": "Two engineers",
    "who is on call at halden freight": "Two engineers",
    "who is on call?": "Two engineers",
    "will I be on call at Halden Freight?": "Two engineers",
    "what do I get for being on call at Halden Freight?": "400 dollars",
    "what does Halden Freight pay for on-call": "400 dollars",
    "do I get a day off after on-call at Halden Freight": "Friday",
}


@pytest.fixture(scope="module")
def ask(taught: Taught) -> Asking:
    return taught(
        {
            "company/on-call.md": _PAGE,
            "work/hours-2026.md": _HOURS,
            "work/hours-mill-2026.md": _BURNOUT,
        }
    )


def test_naming_the_company_finds_its_page(ask: Asking) -> None:
    answers = ask(list(ASKED))
    wrong = missed(answers, ASKED)
    assert not wrong
    assert all("Halden Freight" in answer.text for answer in answers.values())


@pytest.mark.parametrize(
    ("question", "newer", "older"),
    [
        ("how many hours does a ciso work", "18 hours", "16.5"),
        ("how many cisos are burned out", "66%", "60%"),
    ],
)
def test_a_newer_survey_stands_before_an_older_one(
    question: str, newer: str, older: str, ask: Asking
) -> None:
    text = ask([question])[question].text
    assert newer in text
    assert older not in text or text.index(newer) < text.index(older)
