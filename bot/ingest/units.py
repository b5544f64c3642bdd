"""The units that a marked figure may have: currencies by the period, and what can be counted."""

from __future__ import annotations

import re
from difflib import get_close_matches

CURRENCIES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "INR", "JPY", "CNY", "SGD", "HKD", "SEK",
    "NOK", "DKK", "PLN",
    "CZK", "HUF", "RON", "BRL", "MXN", "ZAR", "AED", "SAR", "ILS", "KRW", "TRY",
)  # fmt: skip
COUNTED = (
    "percent", "years", "months", "weeks", "days", "hours", "minutes", "points", "credits",
    "questions", "people",
    "employees", "domains", "elements", "postings", "listings", "openings", "jobs", "times",
    "companies", "teams",
)  # fmt: skip
_PERIODS = r"(?:\d+ )?(?:years?|months?|weeks?|days?|hours?)"
_UNIT = re.compile(rf"(?P<what>[A-Za-z][A-Za-z -]{{0,30}}?)(?:/{_PERIODS})?")
_NO_UNITS = {
    "dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP",
    "francs": "CHF",
    "rupees": "INR", "yen": "JPY", "percentage": "percent", "pct": "percent", "yr": "years",
    "yrs": "years",
    "year": "years", "month": "months", "week": "weeks", "hour": "hours", "day": "days", "k": "USD",
}  # fmt: skip


def unit_problem(unit: str) -> str | None:
    """What is wrong with a unit, None for a good one."""
    match = _UNIT.fullmatch(unit)
    what = match["what"] if match else unit
    if what in CURRENCIES or what in COUNTED:
        return None
    first, _, period = what.partition(" ")
    if first in CURRENCIES:
        return f"unknown unit '{unit}'; write {first}/{period.split(' ')[-1]}"
    if match is None or what.lower() in _NO_UNITS or what.upper() in CURRENCIES:
        better = _NO_UNITS.get(what.lower(), what.upper())
        hint = f"; write {better}" if better in (*CURRENCIES, *COUNTED) else ""
        return f"unknown unit '{unit}'{hint}"
    plural = what.islower() or " " in what
    if get_close_matches(what, COUNTED, 1, 0.8) or not plural:
        return f"unknown unit '{unit}'{meant(what, (*COUNTED, *CURRENCIES))}"
    return None


def meant(word: str, known: tuple[str, ...]) -> str:
    """A hint at the known word that is closest to a wrong one, else at all of them."""
    close = get_close_matches(word, known, 1)
    return f", did you mean {close[0]}?" if close else f"; known are {', '.join(known)}"
