"""Years as far as they are known, and how people say them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.errors import ProfileError

# No one has worked longer; a larger number was misread or mistyped.
MOST_YEARS = 60.0
# Months that are said as half a year behind whole years.
_HALF = 6


@dataclass(frozen=True, order=True)
class Span:
    """Years as far as they are known, `low` at least and `high` at most; part years count."""

    low: float
    high: float

    def __str__(self) -> str:
        if self.high <= 0:
            return "no years"
        if self.low == self.high:
            return _spelled(self.low)
        if self.low == 0 and self.high == 1:
            return "less than a year"
        return f"{_plain(self.low)} to {_plain(self.high)} years"

    def __add__(self, other: Span) -> Span:
        return Span(_rounded(self.low + other.low), _rounded(self.high + other.high))

    @property
    def is_possible(self) -> bool:
        """Tell whether a working life can hold these years (not a number counts as no)."""
        return 0 <= self.low <= self.high <= MOST_YEARS

    def to_list(self) -> list[float]:
        return [_whole(self.low), _whole(self.high)]

    @classmethod
    def from_value(cls, value: Any, key: str) -> Span:
        """Read `[low, high]` or one number; raise ProfileError naming `key` for anything else."""
        pair = value if isinstance(value, (list, tuple)) else [value, value]
        if len(pair) != 2 or not all(is_number(part) for part in pair):
            raise ProfileError(f"{key}: {value!r} is not a number of years or [low, high]")
        span = cls(float(pair[0]), float(pair[1]))
        if not span.is_possible:
            raise ProfileError(f"{key}: {value!r} is not between 0 and {MOST_YEARS:.0f} years")
        return span


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _rounded(value: float) -> float:
    return round(value, 2)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else round(value, 2)


def _plain(value: float) -> str:
    return f"{_whole(value):g}"


def _spelled(years: float) -> str:
    """`3 years`, `2.5 years`, `2 years and 2 months`, `8 months`."""
    whole, months = divmod(round(years * 12), 12)
    in_years = f"{whole} year{'' if whole == 1 else 's'}"
    in_months = f"{months} month{'' if months == 1 else 's'}"
    if not months:
        return in_years if whole else "less than a month"
    if months == _HALF and whole:
        return f"{whole}.5 years"
    return f"{in_years} and {in_months}" if whole else in_months
