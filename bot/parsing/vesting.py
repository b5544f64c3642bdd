"""The years that equity is paid over: `400k over 4 years`, `400k over 4`, `4 yr vest`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parsing.numbers import parse_number
from bot.parsing.tokens import Token

# How many tokens behind an amount the years may follow that it is spread over.
_NEAR = 7
_YEARS = frozenset(["year", "years", "yr", "yrs", "y"])
_VESTING = frozenset(["vest", "vests", "vesting", "vested"])
_OVER = frozenset(["over", "across"])
_LONGEST = 10


def spread_at(tokens: Sequence[Token], at: int) -> float:
    """The yearly share of an amount that is paid `over 4 years`, `over 4` or with a `4 yr vest`,
    0 when that isn't said.
    """
    for place in range(at, min(at + _NEAR, len(tokens))):
        if tokens[place].text in ".;!?":
            return 0.0
        if (years := _spread_over(tokens, place)) or (years := _vesting_at(tokens, place)):
            return 1.0 / years
        if tokens[place].is_number:
            return 0.0
    return 0.0


def vesting_years(tokens: Sequence[Token]) -> float:
    """The years over which equity is said to vest: `4 yr vest`, `vesting over 4`; 0 for none."""
    found = (_vesting_at(tokens, place) for place in range(len(tokens)))
    return next(filter(None, found), 0.0)


def _spread_over(tokens: Sequence[Token], at: int) -> float:
    """The years behind `over` or `across`, whose word may be left out at the end of a clause."""
    if _lower(tokens, at) not in _OVER or at + 1 >= len(tokens):
        return 0.0
    number = parse_number(tokens, at + 1)
    if number is None or number.ordinal or not 1 < number.high <= _LONGEST:
        return 0.0
    behind = _lower(tokens, number.end)
    ends = number.end >= len(tokens) or not (tokens[number.end].is_word or behind in "%$€£")
    return number.high if behind in _YEARS or behind in _VESTING or ends else 0.0


def _vesting_at(tokens: Sequence[Token], at: int) -> float:
    """The years of a vesting that begins here: `4 yr vest`, `4-year vesting`, `vests over 4`."""
    if _lower(tokens, at) in _VESTING:
        return _spread_over(tokens, at + 1) or _years_at(tokens, at + 1)[0]
    years, end = _years_at(tokens, at)
    return years if years and _lower(tokens, end) in _VESTING else 0.0


def _years_at(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """A number of years and the index behind it; 0 where none stands."""
    number = parse_number(tokens, at) if at < len(tokens) else None
    if number is None or number.ordinal or not 1 < number.high <= _LONGEST:
        return 0.0, at
    end = number.end + (number.end < len(tokens) and tokens[number.end].is_dash)
    return (number.high, end + 1) if _lower(tokens, end) in _YEARS else (0.0, at)


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
