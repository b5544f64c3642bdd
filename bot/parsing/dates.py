"""Points in time as people write them: `2030`, `March 2028`, `end of next year`."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.parsing.tokens import Token

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
MONTHS |= {"sept": 9}
SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 12}
_PARTS = {"start": 3, "beginning": 3, "early": 3, "mid": 6, "middle": 6, "end": 12, "late": 12}
_QUARTERS = {"q1": 3, "q2": 6, "q3": 9, "q4": 12}
_SINCE = frozenset(("since", "last", "from"))
_TOWARDS = frozenset(("by", "until", "till", "before"))
_FIRST_YEAR, _LAST_YEAR = 1950, 2099


@dataclass(frozen=True)
class Moment:
    """A year, with its month where that was said; `end` is the index of the token behind it.

    `bare` is a year without a word around it, which may as well be a number.
    """

    year: int
    month: int | None
    end: int
    bare: bool = False

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    def years_until(self, other: Moment | date) -> float:
        """Years from here to there, to the month where both are known."""
        if self.month is None or other.month is None:
            return float(other.year - self.year)
        months = (other.year - self.year) * 12 + other.month - self.month
        return round(months / 12, 2)


def year_of(token: Token) -> int | None:
    """The calendar year that a token is, or None."""
    if len(token.text) != 4 or not token.text.isdigit():
        return None
    return int(token.text) if _FIRST_YEAR <= int(token.text) <= _LAST_YEAR else None


def parse_moment(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """Read the point in time that begins at token `at`, or None when none does."""
    word = tokens[at].lower
    if (year := year_of(tokens[at])) is not None:
        return _year(tokens, at, year)
    if word in _PARTS or word in ("first", "second"):
        return _part(tokens, at, today)
    if word in MONTHS or word in SEASONS or _quarter(tokens, at):
        return _month(tokens, at, today)
    if word in ("next", "this", "last"):
        return _relative(tokens, at, today)
    if word == "year" and _words(tokens, at, 3) == ["year", "after", "next"]:
        return Moment(today.year + 2, None, at + 3)
    return None


def _quarter(tokens: Sequence[Token], at: int) -> int | None:
    if tokens[at].lower != "q" or at + 1 >= len(tokens):
        return None
    return _QUARTERS.get("q" + tokens[at + 1].text)


def _year(tokens: Sequence[Token], at: int, year: int) -> Moment:
    """`2028`, `2028-06`, `2028/06`."""
    if at + 2 < len(tokens) and (tokens[at + 1].is_dash or tokens[at + 1].text == "/"):
        month = tokens[at + 2].text
        glued = (
            tokens[at].end == tokens[at + 1].start and tokens[at + 1].end == tokens[at + 2].start
        )
        if glued and len(month) == 2 and month.isdigit() and 1 <= int(month) <= 12:
            return Moment(year, int(month), at + 3)
    return Moment(year, None, at + 1, bare=True)


def _month(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    quarter = _quarter(tokens, at)
    month = quarter or MONTHS.get(tokens[at].lower) or SEASONS[tokens[at].lower]
    end = at + (2 if quarter else 1)
    if _lower(tokens, end) in (",", "of", "'", "’", "/", "-"):
        end += 1
    if _lower(tokens, end) in ("next", "this") and _lower(tokens, end + 1) == "year":
        return Moment(today.year + (_lower(tokens, end) == "next"), month, end + 2)
    if end < len(tokens) and (year := year_of(tokens[end])) is not None:
        return Moment(year, month, end + 1)
    return _nearest(_lower(tokens, at - 1), month, at + (2 if quarter else 1), today)


def _nearest(before: str, month: int, end: int, today: date) -> Moment | None:
    """`since March` is the last one, `by March` the next one; a month alone may be a name."""
    if before in _SINCE:
        return Moment(today.year - (month > today.month), month, end)
    if before in _TOWARDS:
        return Moment(today.year + (month <= today.month), month, end)
    return None


def _part(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """`end of 2029`, `mid-2030`, `first half of 2030`, `end of next year`, `end of the decade`."""
    word, end = tokens[at].lower, at + 1
    month = _PARTS.get(word, 6)
    if word in ("first", "second"):
        if _lower(tokens, end) not in ("half", "quarter"):
            return None
        month = {"first": 6, "second": 12}[word] if _lower(tokens, end) == "half" else 6
        end += 1
    while _lower(tokens, end) in ("of", "the", "-", "‑", "–"):
        end += 1
    if _lower(tokens, end) == "decade":
        return Moment(today.year // 10 * 10 + 9, None, end + 1)
    if end >= len(tokens):
        return None
    if (year := year_of(tokens[end])) is not None:
        return Moment(year, None if month == 12 else month, end + 1)
    if _lower(tokens, end) in ("next", "this") and _lower(tokens, end + 1) == "year":
        return Moment(today.year + (_lower(tokens, end) == "next"), None, end + 2)
    return None


def _relative(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """`next year`, `next summer`, `last march`."""
    if tokens[at].lower == "last":
        month = SEASONS.get(_lower(tokens, at + 1)) or MONTHS.get(_lower(tokens, at + 1))
        return _nearest("last", month, at + 2, today) if month else None
    step, word = tokens[at].lower == "next", _lower(tokens, at + 1)
    if word == "year":
        return Moment(today.year + step, None, at + 2)
    if word == "month":
        ahead = today.month - 1 + step
        return Moment(today.year + ahead // 12, ahead % 12 + 1, at + 2)
    month = SEASONS.get(word) or MONTHS.get(word)
    if month is None:
        return None
    return Moment(today.year + (step and month <= today.month), month, at + 2)


def later(day: date, years: float) -> Moment:
    """The month that lies a number of years behind a day, at most in the last year there is."""
    months = day.year * 12 + day.month - 1 + round(min(years, 1000.0) * 12)
    return Moment(min(months // 12, date.max.year), months % 12 + 1, 0)


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _words(tokens: Sequence[Token], at: int, count: int) -> list[str]:
    return [token.lower for token in tokens[at : at + count]]
