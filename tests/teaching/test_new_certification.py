"""A certification that no training example names answers what is usually asked, without a question
beside its sentences; prose under a heading is found by the subject of its page's title, too.
"""

from __future__ import annotations

import pytest

from tests.teaching.asking import Asking, Taught
from tests.teaching.pages import certification_page, page

pytestmark = pytest.mark.model

_CERTIFICATION = certification_page(
    "ZQSM",
    {
        "ZQSM stands for Zoned Quantum Security Management.": (
            "kind: certification, label: ZQSM, value: Zoned Quantum Security Management"
        ),
        "ISACA issues the ZQSM.": "kind: issuer, value: ISACA",
        "You need an active CISM before you can take the ZQSM.": "kind: prerequisite, value: CISM",
        "The ZQSM exam costs $599.": "kind: exam, figure: 599 USD, measure: fee",
        "Keeping the ZQSM takes 10 credits a year.": (
            "kind: upkeep, figure: 10 credits/year, measure: minimum"
        ),
    },
)
_PROSE = page(
    "Two people in one CISO post",
    """
# Job sharing

Two people can share one CISO job, but few companies have tried it.

## Who decides

In an incident one of the two decides alone: whoever is on duty that week.
""",
)


@pytest.fixture(scope="module")
def ask(taught: Taught) -> Asking:
    return taught({"certifications/zqsm.md": _CERTIFICATION, "work/job-sharing.md": _PROSE})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what is ZQSM?", "ZQSM stands for"),
        ("who offers the ZQSM?", "ISACA issues"),
        ("what do I need before I can take the ZQSM?", "You need an active CISM"),
        ("how much does the ZQSM exam cost?", "$599"),
        ("how do I keep my ZQSM?", "Keeping the ZQSM"),
        ("who decides in an incident when two CISOs share the post?", "In an incident one"),
    ],
)
def test_it_is_told_first(question: str, told: str, ask: Asking) -> None:
    assert told in ask([question])[question].text[:90]
