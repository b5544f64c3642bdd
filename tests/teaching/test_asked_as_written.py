"""A question that stands beside a paragraph gets that paragraph, whatever else is near."""

from __future__ import annotations

import pytest

from tests.teaching.asking import Asking, Taught
from tests.teaching.pages import page

pytestmark = pytest.mark.model

_PAGE = page(
    "Talking to reporters",
    """
# Speaking to reporters

A security leader comments in the media only after the press office has agreed.

<!-- People asked: may I comment in the media about an incident -->
""",
    publisher="Millrace Research",
)


@pytest.fixture(scope="module")
def ask(taught: Taught) -> Asking:
    return taught({"work/reporters.md": _PAGE})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("may I comment in the media about an incident", "press office"),
        ("May I comment in the media about an incident?", "press office"),
    ],
)
def test_a_question_gets_the_paragraph_that_it_stands_beside(
    question: str, told: str, ask: Asking
) -> None:
    assert told in ask([question])[question].text
