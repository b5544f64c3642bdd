"""The numbers of a question that point at something: an ordinal, and years of work."""

from __future__ import annotations

import re

from bot.ingest.years import spans_of_years
from bot.parsing.whole_words import contains_phrase

_ORDINAL_WORDS = {
    word: number
    for number, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th",
        "seventh 7th", "eighth 8th",
         "ninth 9th", "tenth 10th", "eleventh 11th", "twelfth 12th"), 1
    )
    for word in words.split()
} | {"last": -1, "final": -1}  # fmt: skip
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINAL_WORDS)})\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:\b(?:number|no\.?|nr\.?|item|option|point|step|#)\s*|#)(\d{1,2})\b", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"^\W*(\d{1,2})\W*$")
_YEARS_BRIEF = re.compile(r"\b(\d{1,2})\s*\+?\s*(?:yrs?|yoe|years?)\b", re.IGNORECASE)
_AGE = ("year old", "years old", "yr old", "yrs old", "y/o", "yo")


def ordinal_in(text: str) -> int | None:
    """Which of several things a text points at; -1 for the last."""
    if match := _NUMBERED.search(text) or _BARE_NUMBER.match(text):
        return int(match[1]) or None
    match = _ORDINAL.search(text)
    return _ORDINAL_WORDS[match[0].lower()] if match else None


def years_in(text: str) -> int | None:
    """The largest number of years that is not an age."""
    if contains_phrase(text, *_AGE):
        text = re.sub(r"\d+\s*(?:years?|yrs?)?[ -]*(?:old|y/?o)", "", text)
    numbers = [int(span.low) for span in spans_of_years(text)] + [
        int(number) for number in _YEARS_BRIEF.findall(text)
    ]
    return max((number for number in numbers if number <= 60), default=None)
