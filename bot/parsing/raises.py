"""Raises as people write them: `from 300 to 330`, `210k, now 240k`, `8%`, `20k more`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.parsing.quantities import Quantity, find_quantities

# Amounts below are said in thousands: `from 300 to 330`.
_THOUSANDS = 1_000
_LEAST_PAY = 20_000
_MOST_PERCENT = 200


@dataclass(frozen=True)
class Raise:
    """A change of pay: its share in percent, and in dollars a year where both amounts were told."""

    percent: float
    before: int | None = None
    after: int | None = None

    @property
    def gained(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


def find_raise(text: str, today: date, pay: int | None = None) -> Raise | None:
    """The raise that a text tells: a share, two amounts, or an amount on top of a known `pay`."""
    quantities = find_quantities(text, today)
    amounts = [amount for quantity in quantities for amount in _amounts(quantity)]
    if len(amounts) >= 2 and min(amounts[:2]) >= _LEAST_PAY:
        before, after = amounts[:2]
        return Raise(round((after - before) / before * 100, 1), before, after)
    for quantity in quantities:
        if quantity.kind == "percent" and 0 < quantity.high <= _MOST_PERCENT:
            return Raise((quantity.low + quantity.high) / 2)
    if pay and len(amounts) == 1 and amounts[0] < pay:
        return Raise(round(amounts[0] / pay * 100, 1), pay, pay + amounts[0])
    return None


def _amounts(quantity: Quantity) -> list[int]:
    """The dollars of a quantity; both ends where it was told as a span."""
    if quantity.kind not in ("money", "count"):
        return []
    ends = dict.fromkeys((quantity.low, quantity.high))
    return [int(end * _THOUSANDS if 0 < end < _THOUSANDS else end) for end in ends if end > 0]
