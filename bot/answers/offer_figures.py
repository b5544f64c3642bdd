"""An offer beside the pay that surveys measured: what can be compared, and on which side of it the offer lies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from bot.domain.facts import Fact

_LEAST, _MOST = 20_000, 100_000_000
_AMOUNT = re.compile(
    r"(?<![\w.,-])(?P<before>us\$|[$£€]|usd|gbp|eur)?\s*(?P<number>\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,3})?)\s*"
    r"(?P<times>k|thousand|grand|m|mn|mio|million)?\b\s*(?P<after>usd|gbp|eur|dollars?|euros?|pounds?|[£€$])?",
    re.IGNORECASE,
)
_TIMES = {
    "k": 1_000,
    "thousand": 1_000,
    "grand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mio": 1_000_000,
    "million": 1_000_000,
}
_CURRENCIES = {"$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "£": "GBP", "gbp": "GBP", "pound": "GBP",
               "€": "EUR", "eur": "EUR", "euro": "EUR"}  # fmt: skip
_OTHER_PERIOD = re.compile(r"\b(?:an?|per|each|every)\s+(?:hour|day|week|month)\b|/\s*(?:h|hr|hour|day|week|month|mo)\b"
                           r"|\b(?:hourly|daily|weekly|monthly)\b", re.IGNORECASE)  # fmt: skip
_TOTAL = re.compile(
    r"\btotal\b|\btc\b|\ball[ -]in\b|\bpackage\b|\bote\b|\bon[ -]target\b|\b(?:including|incl\.?|with|plus) (?:the )?(?:bonus|equity|stock)",
    re.IGNORECASE,
)
_BASE = re.compile(r"\bbase\b|\bbasic (?:pay|salary)\b|\bfixed\b", re.IGNORECASE)


@dataclass(frozen=True)
class Offer:
    """`unit` as in a `Figure`; `basis` is base, total or empty when nothing was said; `groups` are ids of the industry,
    place or kind of company."""

    amount: int
    unit: str
    basis: str = ""
    groups: tuple[str, ...] = ()


class Side(str, Enum):
    BELOW = "below"
    WITHIN = "within"
    AT = "the same as"
    ABOVE = "above"


def read_offer(text: str, groups: Iterable[str] = ()) -> Offer | None:
    """The first amount that can be a year's pay, None when there is none; base wins where bonus comes on top."""
    for match in _AMOUNT.finditer(text):
        number = float(match["number"].replace(",", "")) * _TIMES.get(
            (match["times"] or "").lower(), 1
        )
        if _LEAST <= number <= _MOST and number == int(number):
            sign = (match["before"] or match["after"] or "$").lower().removesuffix("s")
            period = "other" if _OTHER_PERIOD.search(text) else "year"
            basis = "base" if _BASE.search(text) else "total" if _TOTAL.search(text) else ""
            return Offer(
                int(number), f"{_CURRENCIES.get(sign or '$', 'USD')}/{period}", basis, tuple(groups)
            )
    return None


def comparable(offer: Offer, fact: Fact) -> bool:
    """Whether a survey measured what the offer is: the same currency and period, the same basis, the same group or all."""
    figure = fact.figure
    return (
        figure is not None
        and figure.unit == offer.unit
        and figure.basis == offer.basis
        and bool(offer.basis)
        and (not fact.aspect or fact.value in offer.groups)
    )


def side(offer: Offer, fact: Fact) -> Side:
    """On which side of a survey's figure or span the offer lies, as numbers alone."""
    assert fact.figure is not None
    low, high = fact.figure.low, fact.figure.high
    if offer.amount < low:
        return Side.BELOW
    if offer.amount > high:
        return Side.ABOVE
    return Side.AT if low == high else Side.WITHIN
