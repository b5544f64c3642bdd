"""A feeling that is told beside a question or a fact is met in a sentence, once."""

from __future__ import annotations

import pytest

from bot.answers.feelings import BAD_NEWS, COMPLAINT, GOOD_NEWS, NONE, WORRY, likeliest, met


def test_an_objection_is_met_with_one_apology() -> None:
    assert met(COMPLAINT, "CISOs stay 39 months.") == "Sorry about that. CISOs stay 39 months."
    misread = "Sorry, I misread that. CISOs stay 39 months."
    assert met(COMPLAINT, misread) == misread


@pytest.mark.parametrize(
    ("feeling", "text"),
    [
        (BAD_NEWS, "Sorry to hear that, it happens to many. Got it: CISSP failed."),
        (GOOD_NEWS, "Congratulations! Got it: CISSP."),
        ("", "CISOs stay 39 months."),
        (BAD_NEWS, ""),
    ],
)
def test_what_meets_a_feeling_itself_is_left_as_it_is(feeling: str, text: str) -> None:
    assert met(feeling, text) == text


def test_news_that_may_be_good_gets_no_condolence() -> None:
    assert likeliest({NONE: 0.0, BAD_NEWS: 0.5, WORRY: 0.2, GOOD_NEWS: 0.3}) == NONE
    assert likeliest({NONE: 0.25, BAD_NEWS: 0.5, WORRY: 0.2, GOOD_NEWS: 0.05}) == BAD_NEWS
    assert likeliest({NONE: 0.2, BAD_NEWS: 0.3, WORRY: 0.45, GOOD_NEWS: 0.05}) == WORRY
