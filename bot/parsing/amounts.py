"""Amounts of money in prose: read whole, with currency and period, or named as unreadable; never
half.

`bot.parsing.money` reads what people type of their own pay, where much may be left out; a source
has to be exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.parsing.amount import Amount
from bot.parsing.characters import plain_signs
from bot.parsing.currencies import CODES, PREFIXED, SCALED, SIGNS, WORDS, Currency, currency_of
from bot.parsing.pay_periods import period_of
from bot.parsing.scaled_numbers import SCALED_NUMBER, SCALES, bounds_of
from bot.parsing.spelled_amounts import spelled_amounts
from bot.parsing.unclear_amounts import nameless, unclear, unknown_signs, unreadable
from bot.parsing.whole_words import alternatives

_SIGN = alternatives((*PREFIXED, *SIGNS))
_NAME = alternatives((*CODES, *WORDS, *SCALED))
# "R2.5 million" and "R 450,000", but no letter of another meaning
_RAND = r"R(?=\s?\d{1,3}(?:[ ,]\d{3})+(?!\d)|\s?\d+(?:[.,]\d+)?\s?(?:million|thousand|[km]\b))"
_BEFORE = rf"(?:(?<![\w$])(?:{_SIGN}|{_RAND})|(?<!\w)(?:{alternatives((*CODES, *SCALED))}))"
_AFTER = rf"(?:(?:{alternatives(SIGNS)})(?!\w)|(?:{_NAME})(?!\w))"
_JOINT = r"\s?(?:[-~…]|\.{2,3}|\b(?:to|and|or|through|till|until|bis|up\sto|to\sas\smuch\sas)\b)\s?"
_NO_SHARE = r"(?!\s?(?:%|percent\b|per\scent\b))"
_MONEY = re.compile(
    rf"(?P<before>{_BEFORE})\s?(?P<low>{SCALED_NUMBER})(?:(?:\s[A-Z][a-z]+(?=\sto\b))?{_JOINT}"
    rf"(?:{_BEFORE}\s?)?(?P<high>{SCALED_NUMBER}){_NO_SHARE})?(?P<tail>\s?{_AFTER})?"
    rf"|(?<![\w.,])(?P<low2>{SCALED_NUMBER})(?:\s?{_AFTER})?(?:{_JOINT}(?P<high2>{SCALED_NUMBER}))?"
    rf"\s?(?P<after>{_AFTER})"
)
_BARE = re.compile(r"(?<![\w$£€.,])(?P<number>\d{2,3})[kK](?!\w)")
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


def amounts(sentence: str) -> Iterator[Amount]:
    """Every amount of a sentence in its order; `120k` without a
    currency takes that of another one.
    """
    plain = plain_signs(sentence)
    found = list(_marked(plain))
    found += _others(unclear(plain), found)
    found += _others(_spelled(plain), found)
    if currency := next((amount.currency for amount in found if amount.currency), ""):
        found += _others(_bare(plain, currency), found)
    found += _others(nameless(plain), found)
    found += _others(unknown_signs(plain), found)
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
    bounds = bounds_of(low, high, currency.code)
    if bounds and bounds[0] > bounds[1] and _WORDS_OF_SIDES & _joint(match, low, high):
        high, end = "", _end_of_low(match)  # "$20,000 to 4 people"
        bounds = bounds_of(low, high, currency.code)
    before = sentence[: match.start()]
    is_cut = _RAGGED.match(sentence[end:]) or _has_minus(before) or _INSTALLMENTS.search(before)
    if bounds is None or bounds[0] > bounds[1] or is_cut:
        return unreadable(sentence, match.start(), end, currency.code)
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


def _joint(match: re.Match[str], low: str, high: str) -> set[str]:
    """The words between both sides of a range."""
    text = match[0]
    start = text.index(low) + len(low)
    return set(text[start : text.index(high, start)].split()) if high else set()


def _end_of_low(match: re.Match[str]) -> int:
    return match.end("low") if match["low"] else match.end("low2")


def _bare(sentence: str, currency: str) -> Iterator[Amount]:
    for match in _BARE.finditer(sentence):
        value = int(match["number"]) * 1_000
        period = period_of(sentence, match.start(), match.end())
        yield Amount(value, value, currency, period, match.start(), match.end())


def _spelled(sentence: str) -> Iterator[Amount]:
    for found in spelled_amounts(sentence, SCALES):
        low, high = _whole(found.low), _whole(found.high)
        period = period_of(sentence, found.start, found.end)
        yield Amount(low, high, found.currency, period, found.start, found.end)


def _whole(value: float) -> float:
    value = round(value, 2)
    return int(value) if value == int(value) else value
