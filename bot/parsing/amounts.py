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

from bot.parsing.characters import plain_signs
from bot.parsing.currencies import (
    AMBIGUOUS,
    CODES,
    PREFIXED,
    SCALED,
    SIGNS,
    WORDS,
    Currency,
    currency_of,
)
from bot.parsing.digits import to_number
from bot.parsing.pay_periods import period_of
from bot.parsing.spelled_amounts import spelled_amounts

_SCALES = {
    "k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mio": 1e6,
    "mio.": 1e6, "million": 1e6, "millions": 1e6, "mil": 1e3, "b": 1e9, "bn": 1e9, "billion": 1e9,
    "trillion": 1e12, "tn": 1e12, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5,
    "crore": 1e7, "crores": 1e7, "cr": 1e7, "hundred": 1e2,
    "hundred thousand": 1e5, "hundred million": 1e8,
}  # fmt: skip
# "mil" is a million to an American and a thousand in Brazil.
_MIL = {"BRL": 1e3}
_GROUPED = r"\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d{1,2})?(?!\d)"
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
_DIGITS = rf"(?:{_INDIAN}|{_GROUPED}|\d+(?:[.,]\d+)?)(?:\s?[½¼¾⅓⅔]|\s\d/\d(?!\d))?"
_NUMBER = rf"(?:{_DIGITS}|[½¼¾⅓⅔])"


def _any_of(words: Iterable[str]) -> str:
    """A pattern of alternatives, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_SIGN = _any_of((*PREFIXED, *SIGNS))
_NAME = _any_of((*CODES, *WORDS, *SCALED))
_SCALE = _any_of(_SCALES)
# "R2.5 million" and "R 450,000", but no letter of another meaning
_RAND = r"R(?=\s?\d{1,3}(?:[ ,]\d{3})+(?!\d)|\s?\d+(?:[.,]\d+)?\s?(?:million|thousand|[km]\b))"
_BEFORE = rf"(?:(?<![\w$])(?:{_SIGN}|{_RAND})|(?<!\w)(?:{_any_of((*CODES, *SCALED))}))"
_AFTER = rf"(?:(?:{_any_of(SIGNS)})(?!\w)|(?:{_NAME})(?!\w))"
_ONE = rf"{_NUMBER}(?:[ -]?(?i:{_SCALE})(?![^\W\d_]))?\+?"
_JOINT = r"\s?(?:[-~…]|\.{2,3}|\b(?:to|and|or|through|till|until|bis|up\sto|to\sas\smuch\sas)\b)\s?"
_NO_SHARE = r"(?!\s?(?:%|percent\b|per\scent\b))"
_MONEY = re.compile(
    rf"(?P<before>{_BEFORE})\s?(?P<low>{_ONE})(?:(?:\s[A-Z][a-z]+(?=\sto\b))?{_JOINT}"
    rf"(?:{_BEFORE}\s?)?(?P<high>{_ONE}){_NO_SHARE})?(?P<tail>\s?{_AFTER})?"
    rf"|(?<![\w.,])(?P<low2>{_ONE})(?:\s?{_AFTER})?(?:{_JOINT}(?P<high2>{_ONE}))?"
    rf"\s?(?P<after>{_AFTER})"
)
_BARE = re.compile(r"(?<![\w$£€.,])(?P<number>\d{2,3})[kK](?!\w)")
_UNCLEAR = re.compile(
    rf"(?<![\w.,])(?:(?P<sign>{_any_of(AMBIGUOUS)})\s?{_ONE}"
    rf"|{_ONE}\s?(?P<word>{_any_of(AMBIGUOUS)}))(?!\w)"
)
_WORDS_OF_SIDES = {"to", "and", "or"}
_RANGE_BEGINS = ("between", "from", "either")
# What makes an amount that ends before it one that was cut short.
_RAGGED = re.compile(
    r"[\d½¼¾]|[.,'·_^][\d]|\s\d{3}(?!\d)(?!\s?%)|,\s000(?!\d)|/\d|/[$£€¥₹]|\s?(?:±|\+/-|\+-)"
    # a third bound, a number of times, zeros typed as letters, "120-ish thousand"
    r"|\s?[-~]\s?(?:[$£€¥₹]\s?)?\d|\s?[×*]\s?\d|\sx\s?\d|,[oO]{3}|-(?:ish|odd)\b"
    r"|(?!p\.?a\b|pcm\b)[^\W\d_]|\s?[\u0370-\u06ff\u0900-\u0dff\u3040-\u9fff\uac00-\ud7af]"
)
# "14 monthly payments of €12,000": neither a month's pay nor a year's
_INSTALLMENTS = re.compile(
    r"(?:\d|\bteen|\b(?:twelve|thirteen|fourteen))\s+(?:\w+\s+){0,2}"
    r"(?:payments?|salaries|instal?lments?|pay\s?checks?)\s+of\s*$",
    re.IGNORECASE,
)
# "60 lacs a year", "300 grand p.a.": money of some country
_NAMELESS = re.compile(
    rf"(?<![\w$£€.,]){_DIGITS}(?:\s?-\s?{_DIGITS})?\s?(?:lakhs?|lacs?|crores?|grand)"
    r"(?=\s(?:a|per)\s(?:year|annum|month)\b|\sp\.?\s?a\b)",
    re.IGNORECASE,
)
# "12万元": a scale or a currency in letters that aren't Latin
_OTHER_SCRIPT = re.compile(
    r"(?<![\w.,])\d[\d.,]*\s?[\u0400-\u04ff\u0600-\u06ff\u0900-\u0dff\u3040-\u9fff\uac00-\ud7af]+"
)
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
    plain = plain_signs(sentence)
    found = list(_marked(plain))
    found += _others(_unclear(plain), found)
    found += _others(_spelled(plain), found)
    if currency := next((amount.currency for amount in found if amount.currency), ""):
        found += _others(_bare(plain, currency), found)
    found += _others(_nameless(plain), found)
    found += _others(_unknown_signs(plain), found)
    yield from sorted(found, key=lambda amount: amount.start)


def _marked(sentence: str) -> Iterator[Amount]:
    """Amounts with the sign, code or name of a currency."""
    at = 0
    while match := _MONEY.search(sentence, at):
        amount = _read(match, sentence)
        at = max(amount.end, match.start() + 1)
        yield amount


def _others(more: Iterable[Amount], found: list[Amount]) -> list[Amount]:
    """The amounts that overlap none of those found."""
    return [
        amount for amount in more
        if all(amount.end <= other.start or amount.start >= other.end for other in found)
    ]  # fmt: skip


def _read(match: re.Match[str], sentence: str) -> Amount:
    low, high, end = _sides(match, sentence[: match.start()])
    currency = _currency(match)
    bounds = _bounds(low, high, currency.code)
    if bounds and bounds[0] > bounds[1] and _WORDS_OF_SIDES & _joint(match, low, high):
        high, end = "", _end_of_low(match)  # "$20,000 to 4 people"
        bounds = _bounds(low, high, currency.code)
    before = sentence[: match.start()]
    is_cut = _RAGGED.match(sentence[end:]) or _has_minus(before) or _INSTALLMENTS.search(before)
    if bounds is None or bounds[0] > bounds[1] or is_cut:
        return _unreadable(sentence, match.start(), end, currency.code)
    period = currency.period or period_of(sentence, match.start(), end)
    least, most = (_whole(bound * currency.times) for bound in bounds)
    return Amount(least, most, currency.code, period, match.start(), end)


def _sides(match: re.Match[str], before: str) -> tuple[str, str, int]:
    """Both sides of a range as they are written, the second empty where there is one number, and
    where they end.
    """
    low = match["low"] or match["low2"]
    high = (match["high"] if match["low"] else match["high2"]) or ""
    if {"and", "or"} & _joint(match, low, high) and not _begins_range(before):
        return low, "", _end_of_low(match)  # "$5 and 12 people": two things
    return low, high, match.end()


def _currency(match: re.Match[str]) -> Currency:
    currency = currency_of((match["before"] or match["after"]).strip())
    tail = (match["tail"] or "").strip()
    if tail and (currency.code == "USD" or tail in SCALED):  # "$90,000 CAD", "₹45 LPA"
        return currency_of(tail)
    return currency


def _has_minus(before: str) -> bool:
    """Whether a minus stands in front, not the dash of a range."""
    return before.endswith("-") and not before[-2:-1].strip(" (")


def _begins_range(before: str) -> bool:
    return before.rstrip().lower().endswith(_RANGE_BEGINS)


def _bounds(low_text: str, high_text: str, currency: str) -> tuple[float, float] | None:
    """Both ends of an amount, None where one can't be read; `$90-140k` is 90,000 to 140,000."""
    low, low_scale = _value(low_text, currency)
    high, high_scale = _value(high_text, currency) if high_text else (low, low_scale)
    if low is None or high is None:
        return None
    if low < 1_000 and low_scale == 1:
        if high_scale > 1:
            low *= high_scale
        elif high >= 10_000:  # "£90-140,000"
            low *= 1_000
    return low * low_scale, high * high_scale


def _unreadable(sentence: str, start: int, end: int, currency: str) -> Amount:
    words = sentence[start:end] + _rest_of(sentence[end:])
    return Amount(0, 0, currency, "", start, end, f"the amount '{words}' can't be read")


def _rest_of(text: str) -> str:
    """What belongs to an amount that was cut short, up to the next word."""
    ragged = "".join(takewhile(lambda c: c.isalnum() or c in " .,'·_^", text))
    words = ragged.split(" ")
    taken = list(takewhile(lambda word: any(map(str.isdecimal, word)), words[1:]))
    return " ".join([words[0], *taken]).rstrip(" ,.")


def _joint(match: re.Match[str], low: str, high: str) -> set[str]:
    """The words between both sides of a range."""
    text = match[0]
    start = text.index(low) + len(low)
    return set(text[start : text.index(high, start)].split()) if high else set()


def _end_of_low(match: re.Match[str]) -> int:
    return match.end("low") if match["low"] else match.end("low2")


def _value(text: str, currency: str) -> tuple[float | None, float]:
    """The number and its scale: `1.2 million` -> 1.2, 1000000."""
    number = re.match(_NUMBER, text)
    assert number is not None
    scale = text[number.end() :].strip(" -+").lower()
    factor = _SCALES.get(scale, 1.0)
    if scale == "mil":
        factor = _MIL.get(currency, 1e6)
    digits = number[0]
    whole, _, decimals = digits.replace(",", ".").partition(".")
    if factor > 1 and whole.isdecimal() and decimals.isdecimal() and len(decimals) == 3:
        return float(f"{whole}.{decimals}"), factor  # 1.585 million
    return to_number(digits), factor


def _bare(sentence: str, currency: str) -> Iterator[Amount]:
    for match in _BARE.finditer(sentence):
        value = int(match["number"]) * 1_000
        period = period_of(sentence, match.start(), match.end())
        yield Amount(value, value, currency, period, match.start(), match.end())


def _unclear(sentence: str) -> Iterator[Amount]:
    """Amounts in a currency whose name several countries share."""
    for match in _UNCLEAR.finditer(sentence):
        meant = AMBIGUOUS[match["sign"] or match["word"]]
        problem = f"the amount '{match[0]}' names no country's currency ({meant})"
        yield Amount(0, 0, "", "", match.start(), match.end(), problem)


def _nameless(sentence: str) -> Iterator[Amount]:
    """Amounts whose currency isn't said, or is in letters that aren't read here."""
    for match in _NAMELESS.finditer(sentence):
        problem = f"the amount '{match[0]}' names no currency"
        yield Amount(0, 0, "", "", match.start(), match.end(), problem)
    for match in _OTHER_SCRIPT.finditer(sentence):
        yield _unreadable(sentence, match.start(), match.end(), "")


def _spelled(sentence: str) -> Iterator[Amount]:
    for found in spelled_amounts(sentence, _SCALES):
        low, high = _whole(found.low), _whole(found.high)
        period = period_of(sentence, found.start, found.end)
        yield Amount(low, high, found.currency, period, found.start, found.end)


def _unknown_signs(sentence: str) -> Iterator[Amount]:
    """Signs of currencies that stand with a number and aren't known."""
    for place, character in enumerate(sentence):
        if unicodedata.category(character) != "Sc":
            continue
        rest = sentence[place + 1 :].removeprefix(" ")
        if digits := "".join(takewhile(lambda c: c.isdecimal() or c in ".,", rest)).rstrip():
            end = len(sentence) - len(rest) + len(digits)
            yield _unreadable(sentence, place, end, "")


def _whole(value: float) -> float:
    value = round(value, 2)
    return int(value) if value == int(value) else value
