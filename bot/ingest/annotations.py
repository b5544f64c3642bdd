"""What an editor spells out behind a sentence: `{kind: pay, measure: average, figure: 565000
USD/year, basis: total}`.

A mark is written like front matter, on one line or several, its keys in any order. It may name only
what its sentence says: a figure that doesn't stand in the sentence is refused, so that no answer
can say a number that its passage doesn't hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from pydantic import BaseModel, Extra, ValidationError, validator

from bot.domain.facts import LEVELS, SCOPE_NAMES, FactKind, Figure
from bot.ingest.front_matter import ABOUT, BASES
from bot.ingest.strict_yaml import YamlError, read_fields

KINDS = tuple(kind.value for kind in FactKind)
MEASURES = (
    "average", "median", "midpoint", "maximum", "minimum", "range", "span", "share", "count",
    "difference",
    "growth", "fee", "fine", "sentence", "recommended", "estimate",
)  # fmt: skip
_MEASURE_WITH_NUMBER = re.compile(
    r"percentile \d{1,2}|(?:average|median) of the (?:top|bottom) \d{1,2} percent"
)
CURRENCIES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "INR", "JPY", "CNY", "SGD", "HKD", "SEK",
    "NOK", "DKK", "PLN",
    "CZK", "HUF", "RON", "BRL", "MXN", "ZAR", "AED", "SAR", "ILS", "KRW", "TRY",
)  # fmt: skip
COUNTED = (
    "percent", "years", "months", "weeks", "days", "hours", "minutes", "points", "credits",
    "questions", "people",
    "employees", "domains", "elements", "postings", "listings", "openings", "jobs", "times",
    "companies", "teams",
)  # fmt: skip
_PERIODS = r"(?:\d+ )?(?:years?|months?|weeks?|days?|hours?)"
_UNIT = re.compile(rf"(?P<what>[A-Za-z][A-Za-z -]{{0,30}}?)(?:/{_PERIODS})?")
_NO_UNITS = {
    "dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP",
    "francs": "CHF",
    "rupees": "INR", "yen": "JPY", "percentage": "percent", "pct": "percent", "yr": "years",
    "yrs": "years",
    "year": "years", "month": "months", "week": "weeks", "hour": "hours", "day": "days", "k": "USD",
}  # fmt: skip
_MARKS = re.compile(r"(?:\s*\{[^{}]*\})+\s*$")
_MARK = re.compile(r"\{[^{}]*\}")
_IS_MARK = re.compile(r"[{,\n]\s*(?:kind|figure|measure|about)\s*:")
_FIGURE = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))? (?P<unit>\S.*)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LABEL_WORDS = 8
_MOST = 10_000_000


@dataclass(frozen=True)
class Mark:
    """One claim as an editor wrote it; the fields are those of `Fact`,
    `about` is a kind and a name (`role/CISO`).
    """

    kind: FactKind
    label: str
    about: str = ""
    detail: str = ""
    value: str = ""
    year: int | None = None
    figure: Figure | None = None
    aspect: str = ""
    measured: str = ""
    asked: int | None = None
    since: date | None = None
    until: date | None = None
    scope: Mapping[str, str] = field(default_factory=dict)
    """The names of what limits the claim, by `SCOPE_NAMES`, as they are written."""
    line: int = 0
    """How many lines below the beginning of its block it begins."""


@dataclass(frozen=True)
class MarkProblem:
    """What is wrong in a mark, and how many lines below the beginning of its block."""

    line: int
    problem: str


@dataclass(frozen=True)
class MarkedText:
    """A block without its marks, these, and what is wrong with them."""

    text: str
    marks: tuple[Mark, ...] = ()
    problems: tuple[MarkProblem, ...] = ()


def read_marks(block: str) -> MarkedText:
    """Take the marks off the end of a block of one or several lines."""
    found = _MARKS.search(block)
    if found is None or not _IS_MARK.search(found[0]):
        return MarkedText(block, (), tuple(_leaks(block)))
    sentence = block[: found.start()].strip()
    marks, problems = list[Mark](), list(_leaks(sentence))
    if not sentence:
        problems.append(
            MarkProblem(0, "a mark must stand behind a sentence, without a blank line between")
        )
    for match in _MARK.finditer(found[0]):
        line = block[: found.start() + match.start()].count("\n")
        read = _read(match[0], sentence, line)
        if isinstance(read, Mark):
            marks.append(read)
        else:
            problems += read
    problems += _contradictions(marks)
    return MarkedText(sentence, tuple(marks), tuple(problems))


def _leaks(text: str) -> list[MarkProblem]:
    """Marks that aren't where marks may be, or aren't closed:
    they would be read out in an answer.
    """
    for brace in re.finditer(r"[{}]", text):
        if brace[0] == "{" and _IS_MARK.match(text, brace.start()):
            closed = "}" in text[brace.start() :]
            problem = (
                "a mark must stand at the end of its paragraph or list item"
                if closed
                else "a mark '{' is never closed by '}'"
            )
            return [MarkProblem(text[: brace.start()].count("\n"), problem)]
        if brace[0] == "}" and "{" not in text[: brace.start()]:
            line = text[: brace.start()].count("\n")
            return [MarkProblem(line, "a brace '}' closes nothing: does a mark lack its '{'?")]
    return []


def claim_of(mark: Mark) -> tuple[object, ...]:
    """What a mark claims, its figure left out: two of the same
    claim repeat or contradict each other.
    """
    figure = mark.figure
    measured = (figure.measure, figure.basis, figure.unit, figure.scope) if figure else ()
    return (
        mark.kind, mark.about, mark.label, mark.value, mark.year, tuple(sorted(mark.scope.items())),
        mark.aspect,
        mark.measured, mark.since, mark.until, *measured,
    )  # fmt: skip


def _contradictions(marks: list[Mark]) -> list[MarkProblem]:
    """The same claim marked twice behind one sentence, or with two figures."""
    problems, seen = [], dict[object, Mark]()
    for mark in marks:
        earlier = seen.setdefault(claim_of(mark), mark)
        if earlier is not mark:
            words = "twice" if earlier.figure == mark.figure else "with two different figures"
            problems.append(MarkProblem(mark.line, f"the same {mark.kind.value} is marked {words}"))
    return problems


class _Fields(BaseModel):
    """The fields of a mark; each validator's message is what an editor reads."""

    kind: str
    about: str = ""
    label: str = ""
    detail: str = ""
    value: str = ""
    year: str | None = None
    figure: str | None = None
    measure: str = ""
    basis: str = ""
    scope: str = ""
    aspect: str = ""
    measured: str = ""
    asked: str | None = None
    since: str | None = None
    until: str | None = None
    place: str = ""
    rank: str = ""
    industry: str = ""
    size: str = ""
    company: str = ""

    class Config:
        extra = Extra.forbid

    @validator("kind")
    def _is_kind(cls, value: str) -> str:
        if value not in KINDS:
            raise ValueError(f"unknown kind '{value}' in a mark{_meant(value, KINDS)}")
        return value

    @validator("about")
    def _is_about(cls, value: str) -> str:
        if value and not re.fullmatch(ABOUT, value):
            raise ValueError("'about' must be a kind and a name, such as certification/CISM")
        return value

    @validator("year", "asked")
    def _is_number(cls, value: str | None) -> str | None:
        if value is not None and not (value.isdecimal() and 0 < int(value) < _MOST):
            raise ValueError("must be a number")
        return value

    @validator("since", "until")
    def _is_day(cls, value: str | None) -> str | None:
        try:
            date.fromisoformat(value or "2000-01-01")
        except ValueError:
            raise ValueError("must be a day such as 2023-12-05") from None
        return value

    @validator("measure")
    def _is_measure(cls, value: str) -> str:
        if value and value not in MEASURES and not _MEASURE_WITH_NUMBER.fullmatch(value):
            raise ValueError(
                f"unknown measure '{value}'{_meant(value, (*MEASURES, 'percentile 90'))}"
            )
        return value

    @validator("basis")
    def _is_basis(cls, value: str) -> str:
        if value and value not in BASES:
            raise ValueError(f"unknown basis '{value}'{_meant(value, BASES)}")
        return value

    @validator("figure")
    def _is_figure(cls, value: str | None) -> str | None:
        match = _FIGURE.fullmatch((value or "").strip())
        if not match:
            raise ValueError(
                f"the figure '{value}' must be a number or a span and a unit, such as 5 years or"
                " 200-300 EUR/year"
            )
        if problem := _unit_problem(match["unit"].strip()):
            raise ValueError(problem)
        if match["high"] and float(match["high"]) < float(match["low"]):
            raise ValueError(f"the figure '{value}' ends before it begins")
        return value


def _read(text: str, sentence: str, line: int) -> Mark | list[MarkProblem]:
    try:
        given = read_fields(text)
    except YamlError as error:
        if "twice" in error.problem:
            return [MarkProblem(line + error.line, f"a mark {error.problem}")]
        return [
            MarkProblem(
                line + error.line,
                f"the mark {text} can't be read as 'name: value' pairs between braces",
            )
        ]
    try:
        fields = _Fields.parse_obj({name: value.content for name, value in given.items()})
    except ValidationError as error:
        lines = {name: value.line for name, value in given.items()}
        found = [_problem(each, lines, line) for each in error.errors()]
        return sorted(found, key=lambda problem: problem.line)
    problems = []
    if fields.kind == FactKind.LEVEL.value and fields.value not in LEVELS:
        problems.append(f"a level must be one of {', '.join(LEVELS)}")
    figure = None
    if fields.figure is not None:
        figure = _figure(fields)
        problems += _numbers_missing(figure, sentence)
    if problems:
        return [MarkProblem(line, problem) for problem in problems]
    return _mark(fields, figure, sentence, line)


def _problem(error: Mapping[str, object], lines: Mapping[str, int], line: int) -> MarkProblem:
    location, message = error["loc"], str(error["msg"])
    name = str(location[0]) if isinstance(location, tuple) else ""
    if "extra fields" in message:
        known = ", ".join(sorted(_Fields.__fields__))
        message = f"unknown '{name}' in a mark; known are {known}"
    elif "field required" in message:
        message = f"a mark needs '{name}'"
    elif message.startswith("must be"):
        message = f"'{name}' in a mark {message}"
    elif message.startswith("str type"):
        message = f"'{name}' in a mark must be words"
    return MarkProblem(line + lines.get(name, 0), message)


def _mark(fields: _Fields, figure: Figure | None, sentence: str, line: int) -> Mark:
    kind = FactKind(fields.kind)
    return Mark(
        kind,
        fields.label or _label(kind, fields, figure, sentence),
        fields.about,
        fields.detail,
        fields.value,
        int(fields.year) if fields.year else None,
        figure,
        fields.aspect,
        fields.measured,
        int(fields.asked) if fields.asked else None,
        date.fromisoformat(fields.since) if fields.since else None,
        date.fromisoformat(fields.until) if fields.until else None,
        {name: getattr(fields, name) for name in SCOPE_NAMES if getattr(fields, name)},
        line,
    )


def _figure(fields: _Fields) -> Figure:
    match = _FIGURE.fullmatch((fields.figure or "").strip())
    assert match is not None
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else low
    measure = fields.measure or "span"
    return Figure(measure, low, high, match["unit"].strip(), fields.basis, fields.scope)


def _numbers_missing(figure: Figure, sentence: str) -> list[str]:
    said = {_number(number) for number in _NUMBER.findall(sentence.replace(",", ""))}
    return [
        f"the figure {number:g} doesn't stand in its sentence"
        for number in dict.fromkeys((figure.low, figure.high))
        if number not in said
    ]


def _unit_problem(unit: str) -> str | None:
    match = _UNIT.fullmatch(unit)
    what = match["what"] if match else unit
    if what in CURRENCIES or what in COUNTED:
        return None
    if match is None or what.lower() in _NO_UNITS or what.upper() in CURRENCIES:
        better = _NO_UNITS.get(what.lower(), what.upper())
        hint = f"; write {better}" if better in (*CURRENCIES, *COUNTED) else ""
        return f"unknown unit '{unit}'{hint}"
    plural = what.islower() or " " in what
    if get_close_matches(what, COUNTED, 1, 0.8) or not plural:
        return f"unknown unit '{unit}'{_meant(what, (*COUNTED, *CURRENCIES))}"
    return None


def _meant(word: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(word, known, 1)
    meant = f", did you mean {close[0]}?" if close else ""
    return f"{meant}; known are {', '.join(known)}" if not close else meant


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _label(kind: FactKind, fields: _Fields, figure: Figure | None, sentence: str) -> str:
    if kind is FactKind.STATEMENT:
        return " ".join(sentence.split()[:_LABEL_WORDS]).rstrip(".,;:")
    if kind is FactKind.PAY and figure:
        noun = {"base": "base salary", "total": "total compensation"}.get(figure.basis, "pay")
        return " ".join(filter(None, (figure.measure, noun, fields.value)))
    return fields.value or kind.value.replace("_", " ")
