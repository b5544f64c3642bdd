"""Raises as people write them: two amounts, a share, an amount on top."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.raises import Raise, find_raise

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("they raised me from 210k to 231k", Raise(10.0, 210_000, 231_000)),
        ("from 200 to 250 in 2024", Raise(25.0, 200_000, 250_000)),
        ("was on $150,000, now $172,500", Raise(15.0, 150_000, 172_500)),
        ("my pay fell from 300k to 270k", Raise(-10.0, 300_000, 270_000)),
        ("I got 4.5%", Raise(4.5)),
        ("8 percent when I moved", Raise(8.0)),
        ("three years in security", None),
        ("hello", None),
    ],
)
def test_a_raise_is_read_as_it_is_written(text: str, expected: Raise | None) -> None:
    assert find_raise(text, TODAY) == expected


def test_an_amount_on_top_needs_the_pay_before() -> None:
    assert find_raise("20k more", TODAY) is None
    assert find_raise("20k more", TODAY, 200_000) == Raise(10.0, 200_000, 220_000)


@given(st.text(max_size=120), st.one_of(st.none(), st.integers(20_000, 900_000)))
def test_any_text_is_a_raise_or_none(text: str, pay: int | None) -> None:
    found = find_raise(text, TODAY, pay)
    assert found is None or found.percent >= -100
