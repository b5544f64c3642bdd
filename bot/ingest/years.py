"""Spans of years in prose: `7 to 10 years in IT security`, `a decade`, `1 1/2 years`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Span

from bot.parsing.numbers import SMALL, TENS
from bot.parsing.sentences import english

_DECADES = ("decade", "decades")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 0.33, "⅔": 0.67}
_DASHES = "‐‑‒−~"
_NUMBER = re.compile(r"\d+/\d+|\d+[.,]\d+|\d*[½¼¾⅓⅔]|\d{1,4}")
_FIELD = re.compile(r"\s+(?:of|in)\s+(?P<field>[^,.;()]+)")
_NOT_AHEAD = ("every", "each", "past", "last", "next")
_NO_SPAN = ("ago", "old", "of age", "later")
_MOST = 60


@dataclass(frozen=True)
class Years:
    """A span of years; `field` is what follows `of` or `in`, `start` and `end` are offsets."""

    low: float
    high: float
    field: str
    start: int
    end: int


def spans_of_years(sentence: str) -> Iterator[Years]:
    """Every span of a sentence that may be one of work or study, in its order."""
    lower = sentence.lower()
    if not any(unit in lower for unit in ("year", "yrs", "decade")):
        return
    sentence = _with_plain_dashes(sentence)
    for span in _matches(sentence):
        start, end = span.start_char, span.end_char
        numbers = _years(span)
        after = sentence[end:]
        is_point_in_time = sentence[:start].rstrip().lower().endswith(_NOT_AHEAD)
        if not numbers or is_point_in_time or after.startswith("-"):
            continue
        if max(numbers) > _MOST or _starts_with_word(after.lstrip(), _NO_SPAN):
            continue
        field = _FIELD.match(after)
        yield Years(min(numbers), max(numbers), field["field"].strip() if field else "", start, end)


@lru_cache(maxsize=1)
def _matcher() -> Matcher:
    number = {"LIKE_NUM": True}
    joint = {"LOWER": {"IN": ["to", "-", "–", "—", "and", "or"]}}
    years = {"LOWER": {"IN": ["year", "years", "year's", "years'", "yrs"]}}
    matcher = Matcher(english().vocab)
    matcher.add("YEARS", [
        [number, {"LOWER": "and"}, {"LOWER": "a"}, {"LOWER": "half"}, years],
        [number, {"TEXT": {"REGEX": r"^\d/\d$"}}, years],
        [{"TEXT": {"REGEX": r"^\d*[½¼¾⅓⅔]$"}}, years],
        [number, {"TEXT": {"REGEX": r"^[½¼¾⅓⅔]$"}}, years],
        [number, joint, number, {"TEXT": "+", "OP": "?"}, years],
        [number, {"TEXT": "-"}, {"LOWER": "to"}, {"TEXT": "-"}, number, years],
        [number, {"TEXT": "+", "OP": "?"}, years],
        [number, {"TEXT": "-", "OP": "?"}, {"LOWER": "plus"}, years],
        [number, {"LOWER": "or"}, number, years],
        [{"LOWER": {"IN": ["a", "one", "half", "two", "three"]}}, {"LOWER": "a", "OP": "?"},
         {"LOWER": {"IN": list(_DECADES)}}],
        [{"LOWER": "least"}, {"LOWER": "a"}, {"LOWER": "year"}],
        [{"LOWER": "a"}, {"LOWER": "year"}, {"LOWER": "or"}, {"LOWER": "two"}],
        [{"LOWER": "a"}, {"LOWER": "couple"}, {"LOWER": "of"}, years],
        [number, {"LOWER": "or"}, {"LOWER": "more"}, years],
        [number, years, {"LOWER": "or"}, {"LOWER": "more"}],
        [{"TEXT": {"REGEX": r"^\d+\+$"}}, years],
        [{"TEXT": {"REGEX": r"^\d+[-–]\d+$"}}, years],
    ], greedy="LONGEST")  # fmt: skip
    return matcher


def _matches(sentence: str) -> list[Span]:
    doc = english().make_doc(sentence)
    found = [Span(doc, start, end, label=key) for key, start, end in _matcher()(doc)]
    return spacy.util.filter_spans(found)


def _with_plain_dashes(sentence: str) -> str:
    """The sentence with a hyphen for every other dash between two digits."""
    characters = list(sentence)
    for place in range(1, len(characters) - 1):
        between_digits = sentence[place - 1].isdecimal() and sentence[place + 1].isdecimal()
        if characters[place] in _DASHES and between_digits:
            characters[place] = "-"
    return "".join(characters)


def _starts_with_word(text: str, words: tuple[str, ...]) -> bool:
    return any(text.startswith(word) and not text[len(word) :][:1].isalnum() for word in words)


def _years(span: Span) -> list[float]:
    """The numbers of a span, in years."""
    words = [token.text.lower() for token in span]
    numbers = [number for word in words for number in _numbers(word)]
    if words[-1] in _DECADES:
        return [5] if words[0] == "half" else [10 * n for n in numbers] or [10]
    if "couple" in words:
        return [2]
    if "half" in words:
        return [numbers[0] + 0.5]
    is_mixed = len(numbers) == 2 and 0 < numbers[1] < 1
    if is_mixed and not {"to", "or", "and"} & set(words):
        return [numbers[0] + numbers[1]]  # "1 1/2 years"
    return [1, *numbers] if words[0] in ("a", "least") else numbers


def _numbers(word: str) -> Iterator[float]:
    if word in SMALL or word in TENS:
        yield SMALL[word] if word in SMALL else TENS[word]
        return
    for text in _NUMBER.findall(word):
        if "/" in text:
            above, below = text.split("/")
            yield int(above) / max(1, int(below))
        else:
            yield _plain_number(text)


def _plain_number(text: str) -> float:
    """The value of `3`, `3,5`, `½` or `2½`."""
    fraction = _FRACTIONS.get(text[-1], 0.0)
    digits = text.rstrip("".join(_FRACTIONS)).replace(",", ".")
    value = (float(digits) if digits else 0.0) + fraction
    return int(value) if value.is_integer() else round(value, 2)
