"""Amounts that can't be read: of no currency, an unknown one, or one of several countries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from bot.parsing.amount import Amount
from bot.parsing.currencies import AMBIGUOUS
from bot.parsing.scaled_numbers import DIGITS, SCALED_NUMBER
from bot.parsing.whole_words import alternatives

_UNCLEAR = re.compile(
    rf"(?<![\w.,])(?:(?P<sign>{alternatives(AMBIGUOUS)})\s?{SCALED_NUMBER}"
    rf"|{SCALED_NUMBER}\s?(?P<word>{alternatives(AMBIGUOUS)}))(?!\w)"
)
# "60 lacs a year", "300 grand p.a.": money of some country
_NAMELESS = re.compile(
    rf"(?<![\w$£€.,]){DIGITS}(?:\s?-\s?{DIGITS})?\s?(?:lakhs?|lacs?|crores?|grand)"
    r"(?=\s(?:a|per)\s(?:year|annum|month)\b|\sp\.?\s?a\b)",
    re.IGNORECASE,
)
# "12万元": a scale or a currency in letters that aren't Latin
_OTHER_SCRIPT = re.compile(
    r"(?<![\w.,])\d[\d.,]*\s?[\u0400-\u04ff\u0600-\u06ff\u0900-\u0dff\u3040-\u9fff\uac00-\ud7af]+"
)


def unreadable(sentence: str, start: int, end: int, currency: str) -> Amount:
    words = sentence[start:end] + _rest_of(sentence[end:])
    return Amount(0, 0, currency, "", start, end, f"the amount '{words}' can't be read")


def _rest_of(text: str) -> str:
    """What belongs to an amount that was cut short, up to the next word."""
    ragged = "".join(takewhile(lambda c: c.isalnum() or c in " .,'·_^", text))
    words = ragged.split(" ")
    taken = list(takewhile(lambda word: any(map(str.isdecimal, word)), words[1:]))
    return " ".join([words[0], *taken]).rstrip(" ,.")


def unclear(sentence: str) -> Iterator[Amount]:
    """Amounts in a currency whose name several countries share."""
    for match in _UNCLEAR.finditer(sentence):
        meant = AMBIGUOUS[match["sign"] or match["word"]]
        problem = f"the amount '{match[0]}' names no country's currency ({meant})"
        yield Amount(0, 0, "", "", match.start(), match.end(), problem)


def nameless(sentence: str) -> Iterator[Amount]:
    """Amounts whose currency isn't said, or is in letters that aren't read here."""
    for match in _NAMELESS.finditer(sentence):
        problem = f"the amount '{match[0]}' names no currency"
        yield Amount(0, 0, "", "", match.start(), match.end(), problem)
    for match in _OTHER_SCRIPT.finditer(sentence):
        yield unreadable(sentence, match.start(), match.end(), "")


def unknown_signs(sentence: str) -> Iterator[Amount]:
    """Signs of currencies that stand with a number and aren't known."""
    for place, character in enumerate(sentence):
        if unicodedata.category(character) != "Sc":
            continue
        rest = sentence[place + 1 :].removeprefix(" ")
        if digits := "".join(takewhile(lambda c: c.isdecimal() or c in ".,", rest)).rstrip():
            end = len(sentence) - len(rest) + len(digits)
            yield unreadable(sentence, place, end, "")
