"""A question that stands beside a paragraph gets that paragraph, whatever else is near."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cli.knowledge_trial import TrialAnswer

pytestmark = pytest.mark.model
Asking = Callable[[list[str]], dict[str, TrialAnswer]]

_PAGE = """---
title: Talking to reporters
publisher: Millrace Research
year: 2026
---

# Speaking to reporters

A security leader comments in the media only after the press office has agreed.

<!-- People asked: may I comment in the media about an incident -->
"""


@pytest.fixture(scope="module")
def ask(taught: Callable[..., Asking]) -> Asking:
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
