"""Abbreviations that a text explains: `CISSP (Certified …)`, `chief security officer (CSO)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# "Accredited Conservator, or AC"
_NAMED_AFTER = re.compile(
    r",\s(?:or|in short|for short|abbreviated)\s(?P<short>[A-Z]{2,8})(?![\w-])"
)
_IN_BRACKETS = re.compile(r"\((?P<inside>[^()]{2,90})\)(?P<digit>\d?)")
_SHORT = re.compile(r"[A-Za-z&/.+\d-]{2,10}")
_WORDS = re.compile(r"[A-Za-z]+")
# Characters in front of a bracket in which its long form may begin.
_REACH = 200
_SMALL_WORDS = ("of", "for", "and", "in", "the")


@dataclass(frozen=True)
class Abbreviation:
    short: str
    long: str


def abbreviations(sentence: str) -> Iterator[Abbreviation]:
    """`CISSP (Certified …)`, `chief security officer (CSO)` and `…
    Consortium (ISC)2`, where the letters agree.
    """
    sentence = sentence.replace("®", "").replace("™", "")
    for match in _IN_BRACKETS.finditer(sentence):
        inside = match["inside"].strip()
        before = sentence[max(0, match.start() - _REACH) : match.start()]
        words = before.replace(")", "(").rpartition("(")[2].split()
        if _is_short(inside) and words:
            long = _long_form_before(inside, words)
            if long:
                yield Abbreviation(inside + match["digit"], long)
        elif words:
            short = words[-1].strip(",;:\"'“”")
            if _is_short(short) and (
                _letters_agree(short, inside) or _letters_agree_with_name(short, inside)
            ):
                yield Abbreviation(short, inside)
    yield from _after_comma(sentence)


def _after_comma(sentence: str) -> Iterator[Abbreviation]:
    for match in _NAMED_AFTER.finditer(sentence):
        words = sentence[max(0, match.start() - _REACH) : match.start()].replace("-", " ").split()
        if long := _long_form_before(match["short"], words):
            place = sentence.replace("-", " ").rfind(long, 0, match.start())
            yield Abbreviation(match["short"], sentence[place : place + len(long)])


def _is_short(text: str) -> bool:
    return _SHORT.fullmatch(text) is not None and sum(c.isupper() for c in text) >= 2


def _long_form_before(short: str, words: list[str]) -> str:
    """The shortest tail of the words whose initials are the letters of the abbreviation."""
    letters = [c.lower() for c in short if c.isalpha()]
    for size in range(max(2, len(letters) - 2), min(len(words), len(letters) + 5) + 1):
        tail = words[-size:]
        if tail[0][0].lower() == letters[0] and _letters_agree(short, " ".join(tail)):
            initial = tail[0][:1].upper()
            while size < len(words) and words[-size - 1].startswith(initial):
                size += 1  # "International Information …"
            return " ".join(words[-size:]).strip(",;:")
    return ""


def _letters_agree(short: str, long: str) -> bool:
    """Every letter of the short form begins a word of the long one, in
    order, or at least stands in it in order.
    """
    letters = [c.lower() for c in short if c.isalpha()]
    words = [word.lower() for word in _WORDS.findall(long)]
    if len(words) < 2 or not letters or words[0][0] != letters[0]:
        return False
    initials = iter(word[0] for word in words)
    if all(letter in initials for letter in letters):
        return True
    characters = iter("".join(words))
    return any(c.islower() for c in short) and all(letter in characters for letter in letters)


def _letters_agree_with_name(short: str, long: str) -> bool:
    """Whether the letters stand in a name such as `GIAC Penetration
    Tester` (GPEN) in order, half of them as initials.
    """
    words = _WORDS.findall(long)
    letters = [c.lower() for c in short if c.isalpha()]
    if len(words) < 2 or not letters or not all(w[0].isupper() or w in _SMALL_WORDS for w in words):
        return False
    starts = "".join(word[0] + "." * (len(word) - 1) for word in words).lower()
    return _most_initials(letters, "".join(words).lower(), starts) * 2 >= len(letters)


def _most_initials(letters: list[str], text: str, starts: str) -> int:
    """How many letters can be initials when all are found in the text in
    order and the first is one; -1 if they can't.
    """
    if not starts.startswith(letters[0]):
        return -1
    # where the last letter was found, and how many initials there were up to there
    reached = {0: 1}
    for letter in letters[1:]:
        found: dict[int, int] = {}
        for end, initials in reached.items():
            for place, gain in ((text.find(letter, end + 1), 0), (starts.find(letter, end + 1), 1)):
                if place >= 0:
                    found[place] = max(found.get(place, 0), initials + gain)
        reached = found
    return max(reached.values(), default=-1)
