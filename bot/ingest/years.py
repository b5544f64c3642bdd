"""Spans of years in prose: `7 to 10 years in IT security`, `a decade`, `1 1/2 years`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.parsing.characters import plain_signs
from bot.parsing.numbers import parse_number
from bot.parsing.tokens import Token, tokenize

_YEARS = frozenset(("year", "years", "year's", "years'", "yrs", "yr"))
_UNITS = {**dict.fromkeys(_YEARS, 1), "decade": 10, "decades": 10}
_JOINTS = frozenset(("to", "-", "~", "or"))
_RANGE_BEGINS = frozenset(("between", "either", "from"))
# Between a number and its unit: "10 full years", "6-plus years", "10 or more years".
_FILLERS = frozenset(("full", "good", "solid", "long", "more", "additional", "further", "straight"))
_FIELD = re.compile(r"\.?\s+(?:of|in)\s+(?P<field>[^,.;()]+)")
_NOT_AHEAD = ("every", "each", "past", "last", "next")
_NO_SPAN = ("ago", "old", "of age", "later")
_MOST = 60
# Groups of thousands, which no span of years has.
_GROUPED = re.compile(r"\d+[.,' ]\d{3}")


@dataclass(frozen=True)
class Years:
    """A span of years; `field` is what follows `of` or `in`, `start` and `end` are offsets."""

    low: float
    high: float
    field: str
    start: int
    end: int


@dataclass(frozen=True)
class _Span:
    """Bounds in years, and the index behind the unit."""

    low: float
    high: float
    end: int


def spans_of_years(sentence: str) -> Iterator[Years]:
    """Every span of a sentence that may be one of work or study, in its order."""
    lower = sentence.lower()
    if not any(unit in lower for unit in ("year", "yr", "decade")):
        return
    plain = plain_signs(sentence)
    tokens = tokenize(plain)
    at = 0
    while at < len(tokens):
        span = _span_at(tokens, at)
        if span is None:
            at = _behind_unreadable(tokens, at)
            continue
        start, end = tokens[at].start, tokens[span.end - 1].end
        if _is_span(plain, start, end) and span.high <= _MOST:
            field = _FIELD.match(plain, end)
            named = sentence[field.start("field") : field.end()].strip() if field else ""
            yield Years(_whole(span.low), _whole(span.high), named, start, end)
        at = span.end


def _is_span(sentence: str, start: int, end: int) -> bool:
    """Whether years between two offsets are no point in time, no age and no part of a word."""
    before, after = sentence[:start].rstrip().lower(), sentence[end:]
    is_number_before = before.endswith(("/", "^")) or before[-2:-1].isdecimal()
    return not (
        before.endswith(_NOT_AHEAD)
        or _is_joined_by_sign(before)
        or (is_number_before and before[-1:] in "/^-")
        or after.startswith("-")
        or _starts_with_word(after.lstrip(), _NO_SPAN)
    )


def _is_joined_by_sign(before: str) -> bool:
    """Whether a sign that nobody reads as `to` ties the number to one in front: `7 ➝ 10 years`."""
    is_sign = unicodedata.category(before[-1:] or " ") in ("Sm", "So", "Sk", "Cf")
    return is_sign and before[:-1].rstrip()[-1:].isdecimal()


def _behind_unreadable(tokens: Sequence[Token], at: int) -> int:
    """The next index, or the one behind a number that nobody means, such as `1e1`."""
    number = parse_number(tokens, at)
    return number.end if number and not number.readable else at + 1


def _span_at(tokens: Sequence[Token], at: int) -> _Span | None:
    return _worded(tokens, at) or _counted(tokens, at)


def _worded(tokens: Sequence[Token], at: int) -> _Span | None:
    """`a decade`, `half a year`, `a year and a half`, `a year or two`, `at least a year`."""
    half = _lower(tokens, at) == "half"
    if _lower(tokens, at + half) not in ("a", "an", "one"):
        return None
    unit = _UNITS.get(_lower(tokens, at + half + 1), 0)
    end = at + half + 2
    if not unit:
        return None
    if half:
        return _Span(unit / 2, unit / 2, end)
    following = [_lower(tokens, end + place) for place in range(3)]
    if following == ["and", "a", "half"]:
        return _Span(unit * 1.5, unit * 1.5, end + 3)
    if following[:2] == ["or", "two"]:
        return _Span(unit, unit * 2, end + 2)
    is_counted = unit > 1 or _lower(tokens, at) == "one" or _lower(tokens, at - 1) == "least"
    return _Span(unit, unit, end) if is_counted else None


def _counted(tokens: Sequence[Token], at: int) -> _Span | None:
    """`7 years`, `7 to 10 years`, `7 years to 10 years`, `five (5) years`, `a couple of years`."""
    number = _number_at(tokens, at)
    if number is None:
        return None
    low, high, end = number.low, number.high, number.end
    end = _behind_repeated(tokens, end, low)
    end += _lower(tokens, end) == "+" and _lower(tokens, end + 1) in _JOINTS  # "5+ to 10+"
    if own := _unit_at(tokens, end):
        upper = _upper_at(tokens, own.end, at)
        other = _unit_at(tokens, upper.end) if upper else None
        if upper and other and upper.high > high:
            return _Span(low * own.low, upper.high * other.low, other.end)
        return _Span(low * own.low, high * own.low, own.end)
    upper = _upper_at(tokens, end, at)
    if upper is None or upper.high <= low:
        return None
    again = _upper_at(tokens, upper.end, at)
    unit = _unit_at(tokens, again.end if again else upper.end)
    if unit is None:
        return None
    # "5 to 7 to 9 years": nobody knows which two are meant
    return _Span(low * unit.low, (upper.high if not again else _MOST + 1) * unit.low, unit.end)


def _number_at(tokens: Sequence[Token], at: int) -> _Span | None:
    if at >= len(tokens):
        return None
    number = parse_number(tokens, at)
    is_couple = _lower(tokens, at) in ("a", "couple") and number is not None and number.high == 2
    if number is None or number.ordinal or not number.readable:
        return None
    if (number.vague and not is_couple) or _GROUPED.search(tokens[at].text):
        return None
    return _Span(number.low, number.high, number.end)


def _behind_repeated(tokens: Sequence[Token], at: int, value: float) -> int:
    """The index behind `(5)` in `five (5) years`."""
    if [_lower(tokens, at), _lower(tokens, at + 2)] == ["(", ")"]:
        again = _number_at(tokens, at + 1)
        if again and again.low == value:
            return at + 3
    return at


def _upper_at(tokens: Sequence[Token], at: int, first: int) -> _Span | None:
    """The number behind `to`, `-`, `or`, or `and` where `between` stands in front."""
    joint = _lower(tokens, at)
    is_between = joint == "and" and _lower(tokens, first - 1) in _RANGE_BEGINS
    if joint not in _JOINTS and not is_between:
        return None
    at += 1
    if [_lower(tokens, at), _lower(tokens, at + 1)] == ["to", "-"]:  # "five-to-ten years"
        at += 2
    return _number_at(tokens, at)


def _unit_at(tokens: Sequence[Token], at: int) -> _Span | None:
    """The unit at a token in years, as both bounds, behind words such as `or more` and a plus."""
    words = [_lower(tokens, at + place) for place in range(2)]
    if words[0] == "+":
        at += 1
    elif words in (["-", "plus"], ["or", "more"]):
        at += 2
    elif words[0] in ("plus", "odd"):
        at += 1
    while _lower(tokens, at) in _FILLERS:
        at += 1
    unit = _UNITS.get(_lower(tokens, at))
    if unit is None:
        return None
    or_more = [_lower(tokens, at + 1), _lower(tokens, at + 2)] == ["or", "more"]
    return _Span(unit, unit, at + (3 if or_more else 1))


def _starts_with_word(text: str, words: tuple[str, ...]) -> bool:
    return any(text.startswith(word) and not text[len(word) :][:1].isalnum() for word in words)


def _whole(value: float) -> float:
    value = round(value, 2)
    return int(value) if value == int(value) else value


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
