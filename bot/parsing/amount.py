"""An amount of money as it stands in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

# Below this an amount without a period is no year's pay.
_NO_SALARY = 10_000


@dataclass(frozen=True)
class Amount:
    """Whole units of a currency; `period` is one of PERIODS' values, empty when none is named, `?`
    when unknown.

    `start` and `end` are offsets; `problem` says why it can't be read, and its bounds then mean
    nothing.
    """

    low: float
    high: float
    currency: str
    period: str
    start: int
    end: int
    problem: str = ""

    @property
    def unit(self) -> str:
        """`USD/year`; an amount that is no year's pay and names no
        period has the currency alone.
        """
        period = self.period or ("year" if self.low >= _NO_SALARY else "")
        return f"{self.currency}/{period}" if period else self.currency
