"""Spans of years and dates as people write them, found by spaCy's rules and turned into numbers."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.domain.person import Years, later

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60}
_WORDS = (
    {word: number for number, word in enumerate(_UNITS)}
    | _TENS
    | {"dozen": 12, "hundred": 100, "couple": 2}
)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {
    "sept": 9
}
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 12}

_NUMBER = {"LOWER": {"REGEX": rf"^(?:\d+(?:[.,]\d+)?|{'|'.join(_WORDS)})(?:ish)?$"}}
_YEAR = {"TEXT": {"REGEX": r"^(?:19[5-9]\d|20\d\d)$"}}
_UNIT = {
    "LOWER": {
        "IN": [
            "year",
            "years",
            "yr",
            "yrs",
            "y",
            "yoe",
            "yer",
            "yeras",
            "month",
            "months",
            "mo",
            "mos",
            "decade",
            "decades",
        ]
    }
}
_ABOUT = {
    "LOWER": {"IN": ["about", "around", "roughly", "approximately", "approx", "circa", "~", "some", "like", "nearly", "almost",
                     "over", "under", "at", "least", "most", "than", "more", "less", "only", "just", "not", "even", "close", "up",
                     "to"]},
    "OP": "*",
}  # fmt: skip
_TO = {"LOWER": {"IN": ["to", "-", "–", "—", "or", "till", "until"]}}
_ISH = [{"LOWER": "-", "OP": "?"}, {"LOWER": {"IN": ["ish", "odd", "something"]}, "OP": "?"}]
_PLUS = {"LOWER": {"IN": ["+", "plus"]}, "OP": "?"}
_MORE_OF = {
    "LOWER": {"IN": ["more", "additional", "extra", "further", "full", "good", "solid", "long"]},
    "OP": "?",
}
_HALF = [{"LOWER": "and"}, {"LOWER": {"IN": ["a", "one"]}, "OP": "?"}, {"LOWER": "half"}]
_NOW = {"LOWER": {"IN": ["now", "today", "present", "date", "currently"]}}
_OF = {"LOWER": "of", "OP": "?"}
_TENS_UP = [{"LOWER": {"IN": list(_TENS)}}, {"LOWER": "-", "OP": "?"}, _NUMBER]
_PART = {"LOWER": {"IN": ["end", "start", "beginning", "middle", "mid", "early", "late"]}}
_WHICH = {"LOWER": {"IN": ["next", "this"]}}
_BY = {
    "LOWER": {"IN": ["by", "in", "until", "till", "before", "around", "about", "for"]},
    "OP": "?",
}
_TOWARDS = {"LOWER": {"IN": ["in", "within", "over", "after"]}}
_NAMED_TIME = {"LOWER": {"IN": ["year", "month", *_SEASONS]}}
_MONTH = {"LOWER": {"IN": [name for name in _MONTHS if name]}}

_PATTERNS = [
    *({"label": "SPAN", "pattern": pattern} for pattern in (
        [_ABOUT, _NUMBER, *_ISH, _PLUS, _MORE_OF, _UNIT],
        [_ABOUT, _NUMBER, *_ISH, _PLUS, _UNIT, *_HALF],
        [_ABOUT, _NUMBER, _UNIT, {"LOWER": "and", "OP": "?"}, _NUMBER, _UNIT],
        [_ABOUT, *_TENS_UP, _PLUS, _UNIT],
        [_ABOUT, _NUMBER, *_HALF, _UNIT],
        [_ABOUT, _NUMBER, _UNIT, {"LOWER": "-", "OP": "?"}, _TO, _NUMBER, _PLUS, _UNIT],
        [_ABOUT, _NUMBER, _TO, _NUMBER, _PLUS, _UNIT],
        [{"LOWER": "between"}, _NUMBER, {"LOWER": "and"}, _NUMBER, _UNIT],
        [_ABOUT, {"LOWER": {"IN": ["a", "an", "one"]}}, {"LOWER": {"IN": ["good", "whole", "full", "bit", "little", "solid"]}, "OP": "*"}, _UNIT],
        [_ABOUT, {"LOWER": {"IN": ["a", "an", "one"]}}, _UNIT, *_HALF],
        [_ABOUT, {"LOWER": "a", "OP": "?"}, {"LOWER": {"IN": ["couple", "few", "handful", "dozen"]}}, _OF, _UNIT],
        [{"LOWER": {"IN": ["several", "many", "some"]}}, _UNIT],
        [_ABOUT, {"LOWER": "half"}, {"LOWER": {"IN": ["a", "an"]}}, _UNIT],
        [{"LOWER": {"IN": ["since", "from"]}}, {"LOWER": {"IN": ["about", "around", "early", "late", "mid"]}, "OP": "?"}, {**_MONTH, "OP": "?"}, _YEAR],
        [{"LOWER": {"IN": ["from", "between"]}, "OP": "?"}, _YEAR, {"LOWER": {"IN": ["to", "-", "–", "—", "till", "until", "through", "and", "up"]}}, {"LOWER": {"IN": ["to", "until"]}, "OP": "?"}, _YEAR],
        [{"LOWER": {"IN": ["from", "since"]}, "OP": "?"}, {**_MONTH, "OP": "?"}, _YEAR, {"LOWER": {"IN": ["to", "-", "–", "—", "till", "until", "through", "up"]}}, {"LOWER": {"IN": ["to", "until"]}, "OP": "?"}, _NOW],
    )),
    *({"label": "DATE", "pattern": pattern} for pattern in (
        [_TOWARDS, {"LOWER": {"IN": ["the", "next", "about", "around", "like", "roughly"]}, "OP": "*"}, _NUMBER, *_ISH, _UNIT],
        [_TOWARDS, {"LOWER": {"IN": ["the", "next", "about", "around"]}, "OP": "*"}, _NUMBER, _TO, _NUMBER, _UNIT],
        [_TOWARDS, {"LOWER": {"IN": ["the", "next", "about"]}, "OP": "*"}, {"LOWER": {"IN": ["a", "one", "half"]}, "OP": "*"}, {"LOWER": {"IN": ["couple", "few"]}, "OP": "?"}, _OF, _UNIT],
        [_NUMBER, _UNIT, {"LOWER": "from"}, {"LOWER": {"IN": ["now", "today"]}}],
        [_BY, {"LOWER": "the", "OP": "?"}, _PART, _OF, {"LOWER": "the", "OP": "?"}, {**_WHICH, "OP": "?"}, {"LOWER": {"IN": ["year", "decade"]}}],
        [_BY, {"LOWER": "the", "OP": "?"}, _PART, {"LOWER": "-", "OP": "?"}, _OF, _YEAR],
        [_BY, _WHICH, _NAMED_TIME],
        [_BY, {"LOWER": "the", "OP": "?"}, {"LOWER": {"IN": list(_SEASONS)}}, _OF, {**_WHICH, "OP": "?"}, {**_YEAR, "OP": "?"}, {"LOWER": "year", "OP": "?"}],
        [_BY, {**_WHICH, "OP": "?"}, _MONTH, {"LOWER": ",", "OP": "?"}, _YEAR],
        [{"LOWER": {"IN": ["by", "in", "until", "before", "next"]}}, _MONTH],
        [{"LOWER": {"IN": ["by", "in", "until", "till", "before", "around", "for"]}}, {"LOWER": {"IN": ["about", "around"]}, "OP": "?"}, _YEAR],
        [{"LOWER": {"IN": ["year", "season"]}}, {"LOWER": "after"}, {"LOWER": "next"}],
        [{"LOWER": {"IN": ["one", "two", "three"]}}, {"LOWER": "years"}, {"LOWER": "time"}],
    )),
    {"label": "AGE", "pattern": [_NUMBER, {"LOWER": "-", "OP": "?"}, {**_UNIT, "OP": "?"}, {"LOWER": "-", "OP": "?"}, {"LOWER": {"IN": ["old", "yo"]}}]},
    {"label": "AGE", "pattern": [_NUMBER, {"LOWER": "y"}, {"LOWER": "/"}, {"LOWER": "o"}]},
    {"label": "AGE", "pattern": [{"LOWER": {"IN": ["i", "im", "i'm", "aged", "turning", "age", "turn", "turned", "when", "since"]}}, {"LOWER": {"IN": ["am", "was", "i", "i'm"]}, "OP": "*"}, {"TEXT": {"REGEX": r"^(?:1[0-9]|[2-9]\d)$"}}]},
    {"label": "NUMBER", "pattern": [_ABOUT, _NUMBER, *_ISH, _PLUS]},
    {"label": "NUMBER", "pattern": [_ABOUT, *_TENS_UP]},
    {"label": "NUMBER", "pattern": [_ABOUT, _NUMBER, _TO, _NUMBER]},
    {"label": "NUMBER", "pattern": [_ABOUT, _NUMBER, *_HALF]},
    {"label": "NUMBER", "pattern": [{"LOWER": "between"}, _NUMBER, {"LOWER": "and"}, _NUMBER]},
]  # fmt: skip


@dataclass(frozen=True)
class Span:
    """`label` is SPAN (of years), DATE, AGE or NUMBER; offsets are those of the text."""

    label: str
    text: str
    start: int
    end: int

    @property
    def refers_to_dates(self) -> bool:
        return (
            bool(re.match(r"(?:since|from|between)?\s*\w*\s*(?:19|20)\d\d", self.text.lower()))
            and self.label == "SPAN"
        )


def rules() -> Language:
    """A pipeline whose entities are the spans of a text."""
    nlp = spacy.blank("en")
    nlp.tokenizer = _Words(nlp.vocab)
    ruler = nlp.add_pipe("entity_ruler", config={"validate": False})
    ruler.add_patterns(_PATTERNS)  # type: ignore[attr-defined]
    return nlp


_TIMES = sorted(
    {*_WORDS, *_MONTHS, *_SEASONS, *_UNIT["LOWER"]["IN"], "season", "decade"},
    key=lambda word: (-len(word), word),
)
_MAY_HOLD_TIME = re.compile(rf"\d|\b(?:{'|'.join(_TIMES)})", re.IGNORECASE)


def read(nlp: Language, text: str) -> Doc:
    """The text with its spans as entities; a text without a number, a unit or the name of a time is only split."""
    return nlp(text) if _MAY_HOLD_TIME.search(text) else nlp.make_doc(text)


class _Words:
    """Words, numbers and signs by themselves: `10+yrs` is three tokens, `don't` is one."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        found = list(re.finditer(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)?(?!\d)|\S", text))
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for index, match in enumerate(found):
            if match.start() > at and not words:  # a text may begin with white space
                words.append(text[at : match.start()])
                spaces.append(False)
            following = found[index + 1].start() if index + 1 < len(found) else len(text)
            words.append(match[0])
            spaces.append(text[match.end() : match.end() + 1] == " ")
            extra = (
                text[match.end() + 1 : following] if spaces[-1] else text[match.end() : following]
            )
            if extra:
                words.append(extra)
                spaces.append(False)
            at = following
        return Doc(self._vocab, words=words, spaces=spaces)


def years_of(text: str, today: date) -> Years | None:
    """`five-ish`, `5 to 7 years`, `2015 until now`, `half a decade`, `a year and a half`."""
    text = " ".join(text.lower().replace("–", "-").split())
    if years := re.findall(r"\b(?:19[5-9]\d|20\d\d)\b", text):
        if re.match(r"^\d{4}$", text):
            return Years(int(text), int(text))
        start = int(years[0])
        end = int(years[1]) if len(years) > 1 else today.year
        if not start <= end <= today.year:
            return None
        return Years(end - start, end - start) if end > start else Years(0, 1)
    unit = (
        10.0
        if "decade" in text
        else 1 / 12
        if re.search(r"\bmo(?:nth)?s?\b", text) and "year" not in text
        else 1.0
    )
    if re.search(r"\bhalf an?\b", text):
        return Years(unit / 2, unit / 2)
    if "couple" in text:
        return Years(2 * unit, 2 * unit)
    if re.search(r"\b(?:few|handful)\b", text):
        return Years(3 * unit, 5 * unit)
    if re.search(r"\b(?:several|many|some) (?:year|yr|month|decade)", text):
        return Years(3 * unit, 7 * unit) if "several" in text else None
    numbers = [number * unit for number in _numbers(text)]
    if not numbers and re.search(r"\b(?:an?|one)\b", text):
        numbers = [unit]
    if not numbers:
        return None
    if re.search(r"\bhalf\b", text):
        numbers[-1] += 0.5 * unit
    if len(numbers) == 2 and re.search(r"year.*month", text):
        numbers = [numbers[0] + numbers[1] / 12]
    low, high = min(numbers), max(numbers)
    if (
        re.search(r"\b(?:nearly|almost|close to|not even|under|less than|up to|at most)\b", text)
        and low == high
    ):
        if "up to" in text or "at most" in text:
            return Years(round(max(0.0, high - unit), 2), round(high, 2))
        return Years(round(max(0.0, high - unit), 2), round(high, 2))
    return Years(round(low, 2), round(high, 2))


def _numbers(text: str) -> list[float]:
    found: list[float] = []
    tens = False
    for word in re.findall(r"\d+(?:[.,]\d+)?|[a-z]+", text):
        word = word[:-3] if word.endswith("ish") and word[:-3] in _WORDS else word
        if word[0].isdigit():
            found.append(float(word.replace(",", ".")))
            tens = False
        elif (
            word in _WORDS
            and word not in ("couple", "hundred")
            and not (word == "one" and "one of" in text)
        ):
            if tens and _WORDS[word] < 10:
                found[-1] += _WORDS[word]
            else:
                found.append(float(_WORDS[word]))
            tens = word in _TENS
        elif word == "hundred":
            found[-1:] = [(found[-1] if found else 1) * 100]
    return found


def date_of(text: str, today: date) -> date | None:
    """`in 3 years`, `by 2030`, `end of next year`, `next spring`; the last day of what is named."""
    text = " ".join(text.lower().replace("–", "-").split())
    year = re.search(r"\b(?:19|20)\d\d\b", text)
    wanted = (
        int(year[0])
        if year
        else today.year + 1
        if "next year" in text
        else today.year
        if "this year" in text
        else None
    )
    month = next(
        (
            number
            for name, number in _MONTHS.items()
            if re.search(rf"\b{name}\b", text) and not (name == "may" and "may be" in text)
        ),
        None,
    )
    season = next(
        (number for name, number in _SEASONS.items() if re.search(rf"\b{name}\b", text)), None
    )
    if "after next" in text:
        return date(today.year + 2, 12, 31)
    if "decade" in text and re.search(r"\b(?:end|middle|mid|start)\b", text):
        return date(today.year // 10 * 10 + 9, 12, 31)
    if month or season:
        number = month or season or 12
        if wanted is None:
            wanted = (
                today.year
                if number > today.month or (number == today.month and month)
                else today.year + 1
            )
        return _end_of(wanted, number)
    if wanted is not None:
        if re.search(r"\b(?:start|beginning|early)\b", text):
            return _end_of(wanted, 3)
        return (
            _end_of(wanted, 6) if re.search(r"\b(?:middle|mid)\b", text) else date(wanted, 12, 31)
        )
    if "month" in text and "next" in text and not re.search(r"\d|months", text):
        return later(today, 1 / 12)
    if re.search(r"\b(?:end|middle|start|beginning|late|early)\b", text) and "year" in text:
        return date(today.year, 12, 31)
    span = years_of(
        re.sub(r"\b(?:in|within|over|after|the|next|from now|from today|time)\b", " ", text), today
    )
    return later(today, span.high) if span and span.high > 0 and span.high <= 1000 else None


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
