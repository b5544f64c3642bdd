"""Calendar quarters: what a plan's next nine months are divided into."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

# A quarter with fewer days left is too short to plan in; the next one is the first then.
_LEAST_DAYS = 45


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def middle(self) -> date:
        """The 15th of the second month, moved on to a working day."""
        return working_day(date(self.year, 3 * self.number - 1, 15))

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def label(self) -> str:
        """`January to March 2027`."""
        first, last = calendar.month_name[self.first.month], calendar.month_name[self.last.month]
        return f"{first} to {last} {self.year}"


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def coming_quarters(today: date, count: int = 3) -> tuple[Quarter, ...]:
    """The present quarter while enough of it is left, and those after it."""
    quarter = quarter_of(today)
    if (quarter.last - today).days < _LEAST_DAYS:
        quarter = quarter.next
    found = [quarter]
    while len(found) < count:
        found.append(found[-1].next)
    return tuple(found)


def working_day(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
