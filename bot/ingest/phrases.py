"""The English that the extractor understands: sentences, numbers, money, spans, abbreviations,
lists in prose.

spaCy's blank English pipeline splits words and sentences, its Matcher finds the spans; no
statistical model is needed, so the same text always gives the same facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from bot.parsing.amounts import amounts

_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_DECADES = ("decade", "decades")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 0.33, "⅔": 0.67}
_DASH_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[‐‑‒−~](?=\d)")
_MOST_MONEY = 1_000_000_000
"""Beyond this an amount isn't anybody's pay, nor a number that every database holds."""


@dataclass(frozen=True)
class Money:
    low: float
    high: float
    unit: str
    start: int
    """Character offsets in the sentence."""
    end: int


@dataclass(frozen=True)
class Years:
    low: float
    high: float
    field: str
    start: int
    end: int


@dataclass(frozen=True)
class Abbreviation:
    short: str
    long: str


@lru_cache(maxsize=1)
def _pipeline() -> tuple[Language, Matcher]:
    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    nlp.add_pipe("sentencizer")
    infixes = (*(nlp.Defaults.infixes or ()), r"(?<=[0-9kKmM])[–—-](?=[£$€]?\d)")
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    suffixes = (*(nlp.Defaults.suffixes or ()), r"(?<=\d[kKmM])\.")  # "$150K." ends a sentence
    nlp.tokenizer.suffix_search = spacy.util.compile_suffix_regex(suffixes).search  # type: ignore[union-attr]
    number = {"LIKE_NUM": True}
    joint = {"LOWER": {"IN": ["to", "-", "–", "—", "and", "or"]}}
    years = {"LOWER": {"IN": ["year", "years", "year's", "years'", "yrs"]}}
    matcher = Matcher(nlp.vocab)
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
    return nlp, matcher


def sentences(text: str) -> list[str]:
    """The sentences of a text; a full stop inside `Inc.` or `e.g.` doesn't end one."""
    nlp, _ = _pipeline()
    found: list[str] = []
    for span in nlp(text).sents:
        part = span.text.strip()
        if found and re.search(
            r"\b(?:Inc|Ltd|Corp|e\.g|i\.e|U\.S|U\.K|vs|approx|Dr|St)\.$", found[-1]
        ):
            found[-1] += " " + part
        elif part:
            found.append(part)
    return found


def money(sentence: str) -> Iterator[Money]:
    """Amounts of money that may be somebody's pay: read whole, with a period that is known."""
    if not any(character.isdigit() for character in sentence):
        return
    for amount in amounts(sentence):
        currency, _, period = amount.unit.partition("/")
        if amount.problem or not currency or period in ("", "?") or amount.high >= _MOST_MONEY:
            continue
        yield Money(amount.low, amount.high, amount.unit, amount.start, amount.end)


def spans_of_years(sentence: str) -> Iterator[Years]:
    """Spans such as `7 to 10 years in IT security`; `field` is what
    follows `of` or `in`, empty when nothing does.
    """
    if not re.search(r"year|yrs|decade", sentence, re.IGNORECASE):
        return
    sentence = _DASH_BETWEEN_NUMBERS.sub("-", sentence)
    for span in _matches(sentence, "YEARS"):
        start, end = _offsets(span)
        numbers = _years(span)
        before, after = sentence[:start].rstrip().lower(), sentence[end:]
        if (
            not numbers
            or before.endswith(("every", "each", "past", "last", "next"))
            or after.startswith("-")
        ):
            continue
        if max(numbers) > 60 or re.match(r"\s*(?:ago|old|of age|later)\b", after):
            continue
        field = re.match(r"\s+(?:of|in)\s+(?P<field>[^,.;()]+)", after)
        yield Years(min(numbers), max(numbers), field["field"].strip() if field else "", start, end)


def abbreviations(sentence: str) -> Iterator[Abbreviation]:
    """`CISSP (Certified …)`, `chief security officer (CSO)` and `…
    Consortium (ISC)2`, where the letters agree.
    """
    for match in re.finditer(r"\((?P<inside>[^()]{2,90})\)(?P<digit>\d?)", sentence):
        inside = match["inside"].strip()
        words = re.split(r"[()]", sentence[max(0, match.start() - 200) : match.start()])[-1].split()
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


def enumeration(text: str) -> list[str]:
    """The members of `a, b (x, y), or c`: split at commas and
    the last and/or outside of brackets.
    """
    parts: list[str] = []
    depth, current = 0, ""
    for token in re.split(r"(\(|\)|,|;|\s(?:and|or|as well as|&)\s)", text):
        depth += (token == "(") - (token == ")")
        if depth == 0 and re.fullmatch(r",|;|\s(?:and|or|as well as|&)\s", token):
            parts.append(current)
            current = ""
        else:
            current += token
    parts.append(current)
    cleaned = (re.sub(r"^(?:and|or|as well as|both|either)\s+", "", part.strip()) for part in parts)
    return [part.strip(" .") for part in cleaned if part.strip(" .")]


def without_article(text: str) -> str:
    return re.sub(r"^(?:the|an?|your|their|its)\s+", "", text.strip(), flags=re.IGNORECASE)


def _matches(sentence: str, label: str) -> Iterator[Span]:
    nlp, matcher = _pipeline()
    doc: Doc = nlp.make_doc(sentence)
    found = [Span(doc, start, end, label=key) for key, start, end in matcher(doc)]
    yield from (span for span in spacy.util.filter_spans(found) if span.label_ == label)


def _offsets(span: Span) -> tuple[int, int]:
    return span.start_char, span.end_char


def _numbers(word: str) -> Iterator[float]:
    if word.lower() in _NUMBER_WORDS:
        yield _NUMBER_WORDS[word.lower()]
        return
    for text in re.findall(r"\d+/\d+|\d+[.,]\d+|\d*[½¼¾⅓⅔]|\d{1,4}", word):
        if "/" in text:
            above, below = text.split("/")
            yield int(above) / max(1, int(below))
        else:
            yield _plain_number(text)


def _plain_number(text: str) -> float:
    fraction = sum(_FRACTIONS.get(character, 0.0) for character in text)
    digits = re.sub(r"[½¼¾⅓⅔]", "", text).replace(",", ".")
    value = (float(digits) if digits else 0.0) + fraction
    return int(value) if value.is_integer() else round(value, 2)


def _years(span: Span) -> list[float]:
    words = [token.text.lower() for token in span]
    numbers = [n for word in words for n in _numbers(word)]
    if words[-1] in _DECADES:
        return [5] if words[0] == "half" else [10 * n for n in numbers] or [10]
    if "couple" in words:
        return [2]
    if "half" in words:
        return [numbers[0] + 0.5]
    if (
        len(numbers) == 2
        and 0 < numbers[1] < 1
        and not any(w in ("to", "or", "and") for w in words)
    ):
        return [numbers[0] + numbers[1]]  # "1 1/2 years"
    return [1, *numbers] if words[0] in ("a", "least") else numbers


def _is_short(text: str) -> bool:
    return (
        bool(re.fullmatch(r"[A-Za-z&/.+\d-]{2,10}", text)) and sum(c.isupper() for c in text) >= 2
    )


def _long_form_before(short: str, words: list[str]) -> str:
    """The shortest tail of the words whose initials are the letters of the abbreviation."""
    letters = [c.lower() for c in short if c.isalpha()]
    for size in range(max(2, len(letters) - 2), min(len(words), len(letters) + 5) + 1):
        tail = words[-size:]
        if tail[0][0].lower() == letters[0] and _letters_agree(short, " ".join(tail)):
            while (
                size < len(words) and words[-size - 1][:1] == tail[0][:1].upper()
            ):  # "International Information …"
                size += 1
            return " ".join(words[-size:]).strip(",;:")
    return ""


def _letters_agree(short: str, long: str) -> bool:
    """Every letter of the short form begins a word of the long one, in
    order, or at least stands in it in order.
    """
    letters = [c.lower() for c in short if c.isalpha()]
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", long)]
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
    words = re.findall(r"[A-Za-z]+", long)
    letters = [c.lower() for c in short if c.isalpha()]
    if (
        len(words) < 2
        or not letters
        or not all(w[0].isupper() or w in ("of", "for", "and", "in", "the") for w in words)
    ):
        return False
    starts = "".join(word[0] + "." * (len(word) - 1) for word in words).lower()
    return _most_initials(letters, "".join(words).lower(), starts) * 2 >= len(letters)


def _most_initials(letters: list[str], text: str, starts: str) -> int:
    """How many letters can be initials when all are found in the text in
    order and the first is one; -1 if they can't.
    """
    if not starts.startswith(letters[0]):
        return -1
    reached = {
        0: 1
    }  # where the last letter was found, and how many initials there were up to there
    for letter in letters[1:]:
        found: dict[int, int] = {}
        for end, initials in reached.items():
            for place, gain in ((text.find(letter, end + 1), 0), (starts.find(letter, end + 1), 1)):
                if place >= 0:
                    found[place] = max(found.get(place, 0), initials + gain)
        reached = found
    return max(reached.values(), default=-1)
