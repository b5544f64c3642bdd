"""Lengths of time: `8 yrs`, `5 to 7 years`, `a year and a half`, `since I was 22`, `2010-2016`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.parsing.dates import Moment, parse_moment
from bot.parsing.numbers import Number, parse_number
from bot.parsing.tokens import Token

YEARS_PER_UNIT = {
    **dict.fromkeys(("year", "years", "yr", "yrs", "y", "yoe", "yoes", "yer", "yers"), 1.0),
    **dict.fromkeys(("yeras", "yaers", "yesrs", "yrar", "annum", "jahre", "year's", "years'"), 1.0),
    **dict.fromkeys(("month", "months", "mo", "mos", "mth", "mths", "monts"), 1 / 12),
    **dict.fromkeys(("decade", "decades"), 10.0),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), 1 / 52),
    **dict.fromkeys(("day", "days"), 1 / 365),
    **dict.fromkeys(("semester", "semesters"), 0.5),
}
_BEFORE_UNIT = frozenset(
    [
        "good",
        "long",
        "full",
        "solid",
        "whole",
        "odd",
        "ish",
        "some",
        "straight",
        "great",
        "glorious",
        "wonderful",
        "calendar",
        "fun",
        "more",
        "plus",
        "additional",
        "extra",
        "further",
        "proud",
        "hard",
        "tough",
        "consecutive",
    ]
)
_NOW = frozenset(["now", "today", "present", "date", "currently"])
_UNTIL = frozenset(["to", "till", "until", "through", "thru", "and"])


@dataclass(frozen=True)
class Duration:
    """Years with their bounds; `end` is the index of the token behind it.

    `start` holds the point in time that it was reckoned from, `since_age` the age.
    """

    low: float
    high: float
    end: int
    start: Moment | None = None
    until: Moment | None = None
    since_age: float | None = None


def unit_at(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """The unit of time at a token, in years, and the index behind it."""
    start = at
    while at < len(tokens) and (tokens[at].lower in _BEFORE_UNIT or tokens[at].text in "+-‑–"):
        at += 1
        if at - start > 3:
            return None
    if at >= len(tokens) or tokens[at].lower not in YEARS_PER_UNIT:
        return None
    return YEARS_PER_UNIT[tokens[at].lower], at + 1


def parse_duration(tokens: Sequence[Token], at: int, today: date) -> Duration | None:
    """Read the length of time that begins at token `at`, or None when none does."""
    return (
        _since_age(tokens, at)
        or _period(tokens, at, today)
        or _one_unit(tokens, at)
        or _counted(tokens, at)
    )


def _counted(tokens: Sequence[Token], at: int) -> Duration | None:
    number = parse_number(tokens, at)
    if number is None or number.ordinal or not number.readable:
        return None
    if (found := unit_at(tokens, number.end)) is None:
        return None
    unit, end = found
    low, high = number.low * unit, number.high * unit
    joint = end + 1 if _lower(tokens, end) in ("and", ",", "&") else end
    if unit == 1.0 and joint < len(tokens):
        more = _months(tokens, joint)
        if more:
            return Duration(round(low + more[0], 2), round(high + more[0], 2), more[1])
        if _lower(tokens, joint) in ("a", "half") and joint > end:
            halves = joint + (1 if _lower(tokens, joint) == "half" else 2)
            if _lower(tokens, halves - 1) == "half":
                return Duration(low + 0.5, high + 0.5, halves)
    return Duration(round(low, 2), round(high, 2), end)


def _months(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    number = parse_number(tokens, at)
    if number is None or number.ordinal or number.high >= 12:
        return None
    found = unit_at(tokens, number.end)
    if found is None or found[0] > 1 / 12 + 0.01:
        return None
    return number.high * found[0], found[1]


def _one_unit(tokens: Sequence[Token], at: int) -> Duration | None:
    """`a year`, `a decade`, `half a year`, `a year and a half`."""
    half = 0
    if _lower(tokens, at) == "half" and _lower(tokens, at + 1) in ("a", "an"):
        half = 1
    if _lower(tokens, at + half) not in ("a", "an"):
        return None
    found = unit_at(tokens, at + half + 1)
    if found is None or _lower(tokens, at + half + 1) in ("y", "mo"):
        return None
    unit, end = found
    if half:
        return Duration(unit / 2, unit / 2, end)
    words = [_lower(tokens, end + index) for index in range(3)]
    if words[:1] == ["and"] and "half" in words[1:]:
        return Duration(unit * 1.5, unit * 1.5, end + words.index("half") + 1)
    return Duration(round(unit, 2), round(unit, 2), end)


def _period(tokens: Sequence[Token], at: int, today: date) -> Duration | None:
    """`2010-2016`, `March 2019 to now`."""
    first = parse_moment(tokens, at, today)
    if first is None or first.end >= len(tokens):
        return None
    joint = first.end
    if not (tokens[joint].is_dash or tokens[joint].lower in _UNTIL):
        return None
    joint += 1
    if _lower(tokens, joint) in ("to", "until", "the"):
        joint += 1
    if _lower(tokens, joint) in _NOW and tokens[joint - 1].lower != "and":
        years = max(0.0, first.years_until(today))
        return Duration(years, years, joint + 1, start=first)
    second = parse_moment(tokens, joint, today) if joint < len(tokens) else None
    if second is None or second.year < first.year:
        return None
    years = first.years_until(second)
    return Duration(years, years, second.end, start=first, until=second)


def _since_age(tokens: Sequence[Token], at: int) -> Duration | None:
    """`since I was 22` with `I'm 40` or `40M` elsewhere in the message."""
    words = [_lower(tokens, at + index) for index in range(4)]
    if words[0] not in ("since", "from", "at") or words[1:3] not in (["i", "was"], ["age", "of"]):
        begin = 2 if words[:2] in (["since", "age"], ["since", "turning"]) else 0
    else:
        begin = 4 if words[3] in ("about", "around", "age", "like") else 3
    if not begin or at + begin >= len(tokens):
        return None
    number = parse_number(tokens, at + begin)
    age = _own_age(tokens)
    if number is None or number.ordinal or age is None or not 10 <= number.low < age:
        return None
    years = age - number.low
    return Duration(years, years, number.end, since_age=number.low)


def _own_age(tokens: Sequence[Token]) -> float | None:
    """The age that a person gives: `I'm 40 now`, `40 yo`, `turned 40`, `aged 40`."""
    for at, token in enumerate(tokens):
        if token.lower in ("i'm", "im", "am", "turned", "turning", "aged", "age", "now"):
            number = parse_number(tokens, at + 1) if at + 1 < len(tokens) else None
            if number and _is_age(tokens, number):
                return number.low
    return None


def _is_age(tokens: Sequence[Token], number: Number) -> bool:
    if number.ordinal or not 16 <= number.low <= 80 or number.low != number.high:
        return False
    unit = unit_at(tokens, number.end)
    return unit is None or _lower(tokens, unit[1]) == "old"


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
