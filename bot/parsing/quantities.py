"""Every number of a text with what its notation says of it: duration, date, money, share, count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.parsing.dates import Moment, parse_moment
from bot.parsing.durations import Duration, parse_duration, unit_at
from bot.parsing.money import Money, Percent, parse_money, parse_percent
from bot.parsing.numbers import Number, parse_number
from bot.parsing.tokens import Token, tokenize
from bot.parsing.turn_memory import once_a_turn

Kind = Literal["duration", "moment", "money", "percent", "count", "ordinal", "age", "unreadable"]
_BELOW = (
    *(("almost",), ("nearly",), ("under",), ("less", "than"), ("close", "to"), ("not", "even")),
    *(("going", "on"), ("pushing",), ("approaching",), ("closing", "in", "on")),
    *(("coming", "up", "on"), ("about", "to", "hit"), ("just", "shy", "of"), ("shy", "of")),
    *(("up", "to"), ("at", "most"), ("below",), ("getting", "on", "for"), ("barely",)),
)
_ABOVE = (
    *(("bit", "over"), ("bit", "more", "than"), ("little", "over"), ("just", "over")),
    *(("little", "more", "than"), ("slightly", "over"), ("slightly", "more", "than")),
    *(("shade", "over"), ("touch", "over"), ("tad", "over")),
)
_RANGE_WORDS = frozenset(("to", "or", "till"))
_GLUED_SUFFIXES = frozenset(("m", "f"))
_NONE_WORDS = frozenset(("no", "zero", "nil", "none"))


@dataclass(frozen=True)
class Quantity:
    """A number of a text. `first` and `last` are its tokens, `low` and `high` its bounds.

    Durations are in years, money in its currency; `moment` is set for dates and for periods that
    are reckoned from a date, `since_age` for periods that are reckoned from an age.
    """

    kind: Kind
    start: int
    end: int
    first: int
    last: int
    low: float
    high: float
    moment: Moment | None = None
    until: Moment | None = None
    money: Money | None = None
    percent: Percent | None = None
    vague: bool = False
    since_age: float | None = None


@once_a_turn
def find_quantities(text: str, today: date) -> tuple[Quantity, ...]:
    """The quantities of a text in their order, none overlapping another."""
    tokens = tokenize(text)
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _quantity_at(tokens, at, today)
        if quantity is None:
            at += 1
            continue
        found.append(_approximate(tokens, quantity))
        at = quantity.last + 1
    return tuple(found)


def _quantity_at(tokens: Sequence[Token], at: int, today: date) -> Quantity | None:
    if tokens[at].lower in _NONE_WORDS:
        return _make(tokens, "count", at, at + 1, 0, 0)
    if percent := parse_percent(tokens, at):
        made = _make(tokens, "percent", at, percent.end, percent.low, percent.high)
        return replace(made, percent=percent)
    if money := parse_money(tokens, at):
        made = _make(tokens, "money", at, money.end, money.low, money.high)
        return replace(made, money=money)
    if duration := parse_duration(tokens, at, today):
        return _from_duration(tokens, at, duration)
    if moment := parse_moment(tokens, at, today):
        made = _make(tokens, "moment", at, moment.end, moment.year, moment.year)
        return replace(made, moment=moment)
    return _number(tokens, at)


def _from_duration(tokens: Sequence[Token], at: int, duration: Duration) -> Quantity:
    if not duration.start and _is_age(tokens, duration.end):
        return _make(tokens, "age", at, duration.end + 1, duration.low, duration.high)
    made = _make(tokens, "duration", at, duration.end, duration.low, duration.high)
    return replace(made, moment=duration.start, until=duration.until, since_age=duration.since_age)


def _is_age(tokens: Sequence[Token], at: int) -> bool:
    if at + 1 < len(tokens) and (tokens[at].is_dash or tokens[at].text == "/"):
        at += 1
    return at < len(tokens) and tokens[at].lower in ("old", "o", "olds")


def _number(tokens: Sequence[Token], at: int) -> Quantity | None:
    between = tokens[at].lower == "between" and at + 1 < len(tokens)
    start = at + 1 if between else at
    number = parse_number(tokens, start)
    if number is None:
        return None
    if not number.readable:
        return _make(tokens, "unreadable", at, number.end, number.low, number.high)
    if number.ordinal:
        return _make(tokens, "ordinal", at, number.end, number.low, number.high)
    upper = _upper_end(tokens, number.end, number.low, between)
    if between and upper is None:
        return None
    counted = _counted(tokens, start, number, upper)
    return replace(counted, vague=number.vague) if counted.kind == "count" or upper else counted


def _counted(
    tokens: Sequence[Token], start: int, number: Number, upper: tuple[float, int] | None
) -> Quantity:
    """What a number counts, with the upper end of its range where it has one."""
    low = number.low
    high, end = upper or (number.high, number.end)
    if upper and (unit := unit_at(tokens, end)):
        low, high = round(low * unit[0], 2), round(high * unit[0], 2)
        return _make(tokens, "duration", start, unit[1], low, high)
    end = _behind_suffix(tokens, end)
    if unit := unit_at(tokens, end):
        return _make(tokens, "duration", start, unit[1], low * unit[0], high * unit[0])
    if _lower(tokens, end) == "yo" or _is_age(tokens, end) or _is_age_and_sex(tokens, end, number):
        return _make(tokens, "age", start, end + 1, low, high)
    return _make(tokens, "count", start, end, low, high)


def _behind_suffix(tokens: Sequence[Token], at: int) -> int:
    """The index behind `+`, `plus`, `ish`, `-odd` and the like."""
    if _lower(tokens, at) in ("+", "plus", "ish", "odd"):
        return at + 1
    if _lower(tokens, at) == "-" and _lower(tokens, at + 1) in ("ish", "odd", "something"):
        return at + 2
    return at


def _is_age_and_sex(tokens: Sequence[Token], at: int, number: Number) -> bool:
    """Whether `40M` stands here; `at` is the index behind the number."""
    is_one = at == number.end and number.low == number.high and 16 <= number.low <= 80
    return is_one and _glued(tokens, at) and _lower(tokens, at) in _GLUED_SUFFIXES


def _upper_end(
    tokens: Sequence[Token], at: int, low: float, between: bool
) -> tuple[float, int] | None:
    """The upper end of `5-7`, `5~7`, `5 to 7`, `between 5 and 7`."""
    if at + 1 >= len(tokens):
        return None
    joint = tokens[at]
    if between and joint.lower != "and":
        return None
    if not between and not (joint.is_dash or joint.lower in _RANGE_WORDS):
        return None
    number = parse_number(tokens, at + 1)
    if number is None or number.ordinal or number.low <= low or number.vague:
        return None
    return number.high, number.end


def _approximate(tokens: Sequence[Token], quantity: Quantity) -> Quantity:
    """`almost 10 years` is 9 to 10, `a bit over 5` is 5 to 6; exact bounds stay as they are."""
    if quantity.kind not in ("duration", "count") or quantity.low != quantity.high:
        return quantity
    if quantity.moment or quantity.low == 0:
        return quantity
    before = [token.lower for token in tokens[max(0, quantity.first - 3) : quantity.first]]
    step = 1.0 if quantity.low >= 1 else quantity.low
    if any(before[-len(words) :] == list(words) for words in _BELOW):
        return replace(quantity, low=round(quantity.low - step, 2))
    if any(before[-len(words) :] == list(words) for words in _ABOVE):
        return replace(quantity, high=round(quantity.high + step, 2))
    return quantity


def _make(
    tokens: Sequence[Token], kind: Kind, first: int, end: int, low: float, high: float
) -> Quantity:
    last = end - 1
    return Quantity(kind, tokens[first].start, tokens[last].end, first, last, low, high)


def _glued(tokens: Sequence[Token], at: int) -> bool:
    return 0 < at < len(tokens) and tokens[at - 1].end == tokens[at].start


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
