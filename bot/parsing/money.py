"""Amounts of money and shares: `$172,500`, `340k`, `$3,200 a week`, `20%`, `€166 585`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.parsing.currencies import CODES, SIGNS, WORDS
from bot.parsing.numbers import Number, parse_number
from bot.parsing.tokens import Token
from bot.parsing.vesting import spread_at

# Codes and names that are everyday words, too: "3 won", "ALL 4".
_EVERYDAY = frozenset(["ALL", "TRY", "MAD", "COP", "won", "real", "lei", "dong", "TL", "Ft", "zl"])
_CODES = frozenset(CODES) - _EVERYDAY
_NAMES = {
    **{name: code for name, code in WORDS.items() if name.islower() and name not in _EVERYDAY},
    **dict.fromkeys(("usd", "dollar", "dollars", "bucks"), "USD"),
    **dict.fromkeys(("gbp", "pound", "pounds", "quid", "sterling"), "GBP"),
    **dict.fromkeys(("eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("cad",), "CAD"),
    **dict.fromkeys(("aud",), "AUD"),
    **dict.fromkeys(("chf", "francs"), "CHF"),
    **dict.fromkeys(("inr", "rs", "rupees", "lpa"), "INR"),
    **dict.fromkeys(("sgd",), "SGD"),
}
_PREFIXES = {"us": "USD", "c": "CAD", "ca": "CAD", "a": "AUD", "au": "AUD", "s": "SGD"}
# Multiples that only India counts in, so that they name its currency.
_INDIAN = {
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs", "lpa"), 1e5),
    **dict.fromkeys(("crore", "crores", "cr"), 1e7),
}
_TIMES = {
    **dict.fromkeys(("k", "thousand", "grand", "ks"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "mil", "million", "millions", "mm"), 1e6),
    **dict.fromkeys(("b", "bn", "billion"), 1e9),
    **_INDIAN,
}
PER_YEAR = {
    **dict.fromkeys(("year", "yr", "annum", "y", "annually", "yearly", "annual", "pa"), 1.0),
    **dict.fromkeys(("month", "mo", "monthly", "mth"), 12.0),
    **dict.fromkeys(("week", "wk", "weekly"), 52.0),
    **dict.fromkeys(("day", "daily"), 260.0),
    **dict.fromkeys(("hour", "hr", "h", "hourly"), 2080.0),
}
# Thousands that are set apart by a point.
_POINTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")


@dataclass(frozen=True)
class Money:
    """An amount as it was said. `per_year` is how often it is paid a year, 0 when not said.

    `marked` tells that a currency or a multiplier stands with it, so that it can't be a plain
    count; `named` that the currency was said rather than taken to be dollars.
    """

    low: float
    high: float
    currency: str
    per_year: float
    end: int
    marked: bool
    named: bool = False

    @property
    def yearly(self) -> int:
        """The amount in a year, its middle where a range was said, rounded to a whole."""
        return round((self.low + self.high) / 2 * (self.per_year or 1.0))


@dataclass(frozen=True)
class Percent:
    low: float
    high: float
    end: int

    def __str__(self) -> str:
        middle = (self.low + self.high) / 2
        return f"{middle:g}%"


def parse_percent(tokens: Sequence[Token], at: int) -> Percent | None:
    """Read the share that begins at token `at`, or None when none does."""
    number = parse_number(tokens, at)
    if number is None or number.ordinal:
        return None
    end, high = number.end, number.high
    if (_lower(tokens, end) == "%" and (second := _second(tokens, end + 1))) or (
        second := _second(tokens, end)
    ):
        high, end = second
    if _lower(tokens, end) in ("%", "percent", "pct"):
        return Percent(number.low, high, end + 1)
    if _lower(tokens, end) == "per" and _lower(tokens, end + 1) == "cent":
        return Percent(number.low, high, end + 2)
    return Percent(number.low, number.high, end) if _lower(tokens, end - 1) == "%" else None


def parse_money(tokens: Sequence[Token], at: int) -> Money | None:
    """Read the amount that begins at token `at`: a number with a currency or a multiplier."""
    currency, start = _currency_before(tokens, at)
    if start >= len(tokens):
        return None
    number = parse_number(tokens, start)
    if number is None or number.ordinal or not number.readable:
        return None
    low, high, times, end = _range(tokens, _grouped(tokens[start], number))
    if not currency:
        currency, end = _currency_after(tokens, end)
    if not currency and times == 1:
        return None
    if not currency and _lower(tokens, end - 1) in _INDIAN:
        currency = "INR"
    per_year, end = period_at(tokens, end)
    per_year = per_year or spread_at(tokens, end)
    return Money(low, max(low, high), currency or "USD", per_year, end, True, bool(currency))


def _grouped(token: Token, number: Number) -> Number:
    """A number whose thousands are set apart by a point: nobody tells three decimals of money."""
    if not _POINTED.fullmatch(token.text):
        return number
    return replace(number, low=number.low * 1e3, high=number.high * 1e3)


def _range(tokens: Sequence[Token], number: Number) -> tuple[float, float, float, int]:
    """The lowest and the highest amount, what they were multiplied by, and the index behind."""
    low = number.low
    times, end = _times(tokens, number.end)
    second = _second(tokens, end, currency_allowed=True)
    if not second:
        return low * times, number.high * times, times, end
    second_times, second_end = _times(tokens, second[1])
    if second[0] * second_times <= low * times and (second_times <= 1 or times != 1):
        return low * times, low * times, times, end
    # "90 to 110k": the multiplier of the second counts for the first
    low *= times if times > 1 or low >= 1000 else second_times
    return low, second[0] * second_times, max(times, second_times), second_end


def currency_at(tokens: Sequence[Token], at: int) -> str:
    """The currency of the amount that begins at token `at`, sign included; empty where none was
    said.
    """
    money = parse_money(tokens, at)
    return money.currency if money and money.named else ""


def period_at(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """How often an amount is paid a year (0 when not said), and the index behind the words."""
    word, following = _lower(tokens, at), _lower(tokens, at + 1)
    if word in ("a", "an", "per", "each", "every", "/", "p") and following in PER_YEAR:
        return PER_YEAR[following], at + 2
    if word == "p" and following == "." and _lower(tokens, at + 2) == "a":
        return 1.0, at + 3
    if word in ("annually", "yearly", "monthly", "weekly", "daily", "hourly", "pa"):
        return PER_YEAR[word], at + 1
    return 0.0, at


def _currency_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    word = tokens[at].lower
    if word in SIGNS:
        return SIGNS[word], at + 1
    if word in _PREFIXES and _lower(tokens, at + 1) == "$":
        return _PREFIXES[word], at + 2
    if word in ("usd", "gbp", "eur", "cad", "aud", "chf", "inr", "sgd", "rs"):
        return _NAMES[word], at + 1
    return (tokens[at].text, at + 1) if tokens[at].text in _CODES else ("", at)


def _currency_after(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    word = _lower(tokens, at)
    if word == "us" and _lower(tokens, at + 1) in ("dollars", "$"):
        return "USD", at + 2
    if word in SIGNS:
        return SIGNS[word], at + 1
    if word not in _NAMES and at < len(tokens) and tokens[at].text in _CODES:
        return tokens[at].text, at + 1
    return (_NAMES[word], at + 1) if word in _NAMES else ("", at)


def _times(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    word = _lower(tokens, at)
    if word not in _TIMES:
        return 1.0, at
    glued = at > 0 and tokens[at - 1].end == tokens[at].start
    if len(word) == 1 and not glued and word != "k":
        return 1.0, at
    return _TIMES[word], at + (0 if word == "lpa" else 1)


def _second(
    tokens: Sequence[Token], at: int, currency_allowed: bool = False
) -> tuple[float, int] | None:
    """The upper end of a range: `to 200`, `-220`."""
    if at + 1 >= len(tokens):
        return None
    if not (tokens[at].is_dash or tokens[at].lower in ("to", "or")):
        return None
    at += 1
    if currency_allowed:
        _, at = _currency_before(tokens, at)
    number = parse_number(tokens, at) if at < len(tokens) else None
    return (number.high, number.end) if number and not number.ordinal else None


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
