"""Amounts of money in prose: read whole, with currency and period, or named as unreadable; never
half.

`bot.parsing.money` reads what people type of their own pay, where much may be left out; a source
has to be exact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

_SIGNS = {
    "$": "USD", "£": "GBP", "€": "EUR", "₹": "INR", "¥": "JPY", "₩": "KRW", "₪": "ILS", "₺": "TRY",
    "zł": "PLN", "Kč": "CZK",
    "₴": "UAH", "₦": "NGN", "₱": "PHP", "฿": "THB", "₫": "VND",
}  # fmt: skip
_PREFIXED = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "CAN$": "CAD", "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD", "SG$": "SGD", "R$": "BRL", "MX$": "MXN", "NT$": "TWD", "Rs.": "INR", "Rs": "INR",
    "CN¥": "CNY", "RM": "MYR",
}  # fmt: skip
_CODES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "INR", "JPY", "CNY", "SGD", "HKD", "SEK",
    "NOK", "DKK", "PLN",
    "CZK", "HUF", "RON", "BRL", "MXN", "ZAR", "AED", "SAR", "ILS", "KRW", "TRY", "TWD", "MYR",
    "THB", "PHP", "NGN", "KES",
)  # fmt: skip
_WORDS = {
    "dollars": "USD", "US dollars": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP",
    "pounds sterling": "GBP",
    "francs": "CHF", "Swiss francs": "CHF", "rupees": "INR", "yen": "JPY", "yuan": "CNY",
    "rand": "ZAR", "kronor": "SEK",
    "Canadian dollars": "CAD", "Australian dollars": "AUD", "Singapore dollars": "SGD",
    "dirhams": "AED", "reais": "BRL",
}  # fmt: skip
_SCALES = {
    "k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "mio.": 1e6,
    "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "trillion": 1e12, "tn": 1e12, "lakh": 1e5, "lakhs": 1e5,
    "crore": 1e7,
    "crores": 1e7, "hundred": 1e2,
}  # fmt: skip
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
PERIODS = {
    **dict.fromkeys(("year", "yr", "annum", "annually", "yearly", "annual", "p.a", "pa"), "year"),
    **dict.fromkeys(("month", "monthly", "mo", "pcm"), "month"),
    **dict.fromkeys(("week", "weekly", "wk"), "week"),
    **dict.fromkeys(("day", "daily"), "day"),
    **dict.fromkeys(("hour", "hourly", "hr"), "hour"),
    **dict.fromkeys(("quarter", "quarterly"), "quarter"),
    **dict.fromkeys(("fortnight", "fortnightly"), "fortnight"),
}
_SPACE = "\u00a0\u202f\u2009 "
_GROUPED = rf"\d{{1,3}}(?:[{_SPACE},.'’]\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)"
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
_DIGITS = rf"(?:{_INDIAN}|{_GROUPED}|\d+(?:[.,]\d+)?)(?:\s?[½¼¾⅓⅔])?"
_NUMBER = rf"(?:{_DIGITS}|[½¼¾⅓⅔])"


def _any_of(words: Iterable[str]) -> str:
    """A pattern of alternatives, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_SIGN = _any_of((*_PREFIXED, *_SIGNS))
_CODE = "|".join(_CODES)
_WORD = _any_of(_WORDS)
_SCALE = _any_of(_SCALES)
_BEFORE = rf"(?:(?<![\w$])(?:{_SIGN})|(?<!\w)(?:{_CODE}))"
_AFTER = rf"(?:(?:{_SIGN})(?!\w)|(?:{_CODE}|{_WORD})(?!\w))"
_ONE = rf"{_NUMBER}(?:[{_SPACE}-]?(?i:{_SCALE})(?![^\W\d_]))?\+?"
_JOINT = rf"[{_SPACE}]?(?:[-‐‑‒–—−~]|\bto\b|\band\b|\bor\b)[{_SPACE}]?"
_MONEY = re.compile(
    rf"(?P<before>{_BEFORE})[{_SPACE}]?(?P<low>{_ONE})(?:(?:[ ][A-Z][a-z]+(?=["
    rf" ]to\b))?{_JOINT}(?:{_BEFORE}[{_SPACE}]?)?(?P<high>{_ONE})(?!\s?%))?"
    rf"(?P<tail>[{_SPACE}]?{_AFTER})?"
    rf"|(?<![\w.,])(?P<low2>{_ONE})(?:[{_SPACE}]?{_AFTER})?(?:{_JOINT}(?P<high2>{_ONE}))?[{_SPACE}]?(?P<after>{_AFTER})"
)
_BARE = re.compile(r"(?<![\w$£€.,])(?P<number>\d{2,3})[kK](?!\w)")
_CONJUNCTIONS = {"and", "or"}
_RANGE_BEGINS = ("between", "from", "either")
_PERIOD_AFTER = re.compile(
    r"\s*(?:(?:/|\bper\b|\ba\b|\ban\b|\beach\b|\bevery\b|\bin\s+a\b)\s*(?P<word>p\.a|[A-Za-z]+)"
    r"|(?P<adverb>annually|yearly|monthly|weekly|daily|hourly|quarterly|fortnightly|pcm|p\.\s?a\.?|pa)\b)",
    re.IGNORECASE,
)
_PERIOD_BEFORE = re.compile(
    r"\b(?P<word>hourly|daily|weekly|monthly|quarterly|fortnightly|annual|yearly)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_RAGGED = re.compile(rf"[\d½¼¾]|[.,'’][\d]|[{_SPACE}]\d{{3}}(?!\d)(?!\s?%)")
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


def amounts(sentence: str) -> Iterator[Amount]:
    """Every amount of a sentence in its order; `120k` without a
    currency takes that of another one.
    """
    found = [_read(match, sentence) for match in _MONEY.finditer(sentence)]
    currency = next((amount.currency for amount in found if amount.currency), "")
    taken = [(amount.start, amount.end) for amount in found]
    if currency:
        for match in _BARE.finditer(sentence):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                value = int(match["number"]) * 1_000
                period = _period(sentence, match.start(), match.end())
                found.append(Amount(value, value, currency, period, match.start(), match.end()))
    found += _unknown_signs(sentence, taken)
    yield from sorted(found, key=lambda amount: amount.start)


def to_number(text: str) -> float | None:
    """The value of digits with signs of grouping: `166,585`, `166 585`,
    `166.585`, `1.250,50`, `70,00,000`, `1½`.
    """
    fraction = sum(_FRACTIONS.get(character, 0.0) for character in text)
    digits = "".join(character for character in text if character.isdecimal() or character in ".,")
    if not digits:
        return fraction
    parts = digits.replace(",", ".").split(".")
    signs = [character for character in digits if character in ".,"]
    if not signs:
        return int(digits) + fraction
    tail = parts[-1]
    if len(set(signs)) == 1 and (len(signs) > 1 or len(tail) == 3):
        whole, decimals = parts, ""
    else:
        whole, decimals = parts[:-1], tail
    if len(set(signs[: len(whole) - 1])) > 1 or not _grouped(whole) or len(decimals) > 2:
        return None
    number = "".join(whole)
    return float(f"{number}.{decimals}") + fraction if decimals else int(number) + fraction


def _grouped(parts: list[str]) -> bool:
    """`166`, `585` or, in India, `70`, `00`, `000`."""
    middle = {len(part) for part in parts[1:-1]}
    last = not parts[1:] or len(parts[-1]) == 3
    return last and len(parts[0]) <= (9 if len(parts) == 1 else 3) and middle <= {2, 3}


def _read(match: re.Match[str], sentence: str) -> Amount:
    low_text = match["low"] or match["low2"]
    high_text = match["high"] if match["low"] else match["high2"]
    currency = _currency((match["before"] or match["after"]).strip())
    end = match.end()
    if (
        high_text
        and _CONJUNCTIONS & set(_between(match, low_text, high_text).split())
        and not sentence[: match.start()].rstrip().lower().endswith(_RANGE_BEGINS)
    ):
        high_text, end = None, _end_of_low(match)  # "$5 and 12 people": two things
    rest = sentence[end:]
    low, low_scale = _value(low_text)
    high, high_scale = _value(high_text) if high_text else (low, low_scale)
    if low is None or high is None or _RAGGED.match(rest):
        words = sentence[match.start() : end] + _digits_at_start(rest, f"{_SPACE}.,'’")
        return Amount(0, 0, currency, "", match.start(), end, f"the amount '{words}' can't be read")
    if high_scale > 1 and low_scale == 1 and low < 1_000:
        low *= high_scale
    low, high = low * low_scale, high * high_scale
    return Amount(
        _whole(min(low, high)),
        _whole(max(low, high)),
        currency,
        _period(sentence, match.start(), end),
        match.start(),
        end,
    )


def _between(match: re.Match[str], low: str, high: str) -> str:
    text = match[0]
    start = text.index(low) + len(low)
    return text[start : text.index(high, start)]


def _end_of_low(match: re.Match[str]) -> int:
    return match.end("low") if match["low"] else match.end("low2")


def _value(text: str) -> tuple[float | None, float]:
    """The number and its scale: `1.2 million` -> 1.2, 1000000."""
    number = re.match(_NUMBER, text)
    assert number is not None
    scale = text[number.end() :].strip(f"{_SPACE}-+").lower()
    factor = _SCALES.get(scale, 1.0)
    digits = number[0]
    whole, _, decimals = digits.replace(",", ".").partition(".")
    if factor > 1 and whole.isdecimal() and decimals.isdecimal() and len(decimals) == 3:
        return float(f"{whole}.{decimals}"), factor  # 1.585 million
    return to_number(digits), factor


def _currency(name: str) -> str:
    known = {**_SIGNS, **_PREFIXED, **_WORDS}
    return known.get(name, name)


def _period(sentence: str, start: int, end: int) -> str:
    after = _PERIOD_AFTER.match(sentence, end)
    if after:
        word = (after["word"] or after["adverb"]).lower().rstrip(".").replace(" ", "")
        return PERIODS.get(word, "?")
    before = _PERIOD_BEFORE.search(sentence[max(0, start - 60) : start])
    return PERIODS[before["word"].lower()] if before else ""


def _unknown_signs(sentence: str, taken: list[tuple[int, int]]) -> list[Amount]:
    """Signs of currencies that stand with a number and aren't known."""
    found = []
    for place, character in enumerate(sentence):
        if unicodedata.category(character) != "Sc" or any(s <= place < e for s, e in taken):
            continue
        rest = sentence[place + 1 :].removeprefix(" ")
        if digits := _digits_at_start(rest, ".,"):
            end = len(sentence) - len(rest) + len(digits)
            problem = f"the amount '{sentence[place:end]}' can't be read"
            found.append(Amount(0, 0, "", "", place, end, problem))
    return found


def _digits_at_start(text: str, signs: str) -> str:
    """The digits that a text begins with, and the signs between and behind them."""
    return "".join(takewhile(lambda c: c.isdecimal() or c in signs, text)).rstrip()


def _whole(value: float) -> float:
    value = round(value, 2)
    return int(value) if value == int(value) else value
