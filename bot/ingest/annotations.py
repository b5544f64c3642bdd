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

from pydantic import ValidationError

from bot.domain.facts import FactKind, Figure
from bot.ingest.annotation_fields import MarkFields
from bot.ingest.strict_yaml import YamlError, read_fields

_MARKS = re.compile(r"(?:\s*\{[^{}]*\})+\s*$")
_MARK = re.compile(r"\{[^{}]*\}")
_KINDS = "|".join(kind.value for kind in FactKind)
_FIELDS = "|".join(sorted(field.alias for field in MarkFields.__fields__.values()))
_IS_MARK = re.compile(rf"[{{,\n]\s*(?:{_FIELDS})\s*[:=]|\{{\s*\}}", re.IGNORECASE)
# At the end of a block "{pay, 300000 USD/year}" is meant as one, too.
_MEANT = re.compile(rf"{_IS_MARK.pattern}|\{{\s*(?:{_KINDS})\s*,", re.IGNORECASE)


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
    if found is None or not _MEANT.search(found[0]):
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
    for place, brace in ((place, sign) for place, sign in enumerate(text) if sign in "{}"):
        line = text[:place].count("\n")
        if brace == "{" and "}" not in text[place:]:
            return [MarkProblem(line, "a mark '{' is never closed by '}'")]
        if brace == "{" and _IS_MARK.match(text, place):
            problem = "a mark must stand at the end of its paragraph or list item"
            return [MarkProblem(line, problem)]
        if brace == "}" and "{" not in text[:place]:
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


def _read(text: str, sentence: str, line: int) -> Mark | list[MarkProblem]:
    if not text.strip("{} \t\n"):
        return [MarkProblem(line, "an empty mark; leave it out or name its kind")]
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
        fields = MarkFields.parse_obj({name: value.content for name, value in given.items()})
    except ValidationError as error:
        lines = {name: value.line for name, value in given.items()}
        found = [_problem(each, lines, line) for each in error.errors()]
        return sorted(found, key=lambda problem: problem.line)
    if problems := fields.unsupported(sentence):
        return [MarkProblem(line, problem) for problem in problems]
    return _mark(fields, sentence, line)


def _problem(error: Mapping[str, object], lines: Mapping[str, int], line: int) -> MarkProblem:
    location, message = error["loc"], str(error["msg"])
    name = str(location[0]) if isinstance(location, tuple) else ""
    if "extra fields" in message and name[:1].isdecimal():
        message = "numbers in a mark are written without commas, such as 310000"
    elif "extra fields" in message:
        known = ", ".join(sorted(field.alias for field in MarkFields.__fields__.values()))
        message = f"unknown '{name}' in a mark; known are {known}"
    elif "field required" in message:
        message = f"a mark needs '{name}'"
    elif message.startswith("must be"):
        message = f"'{name}' in a mark {message}"
    elif message.startswith("str type"):
        message = f"'{name}' in a mark must be words"
    return MarkProblem(line + lines.get(name, 0), message)


def _mark(fields: MarkFields, sentence: str, line: int) -> Mark:
    return Mark(
        FactKind(fields.kind),
        fields.marked_label(sentence),
        fields.about,
        fields.detail,
        fields.value,
        int(fields.year) if fields.year else None,
        fields.marked_figure(),
        fields.aspect,
        fields.measured,
        int(fields.asked) if fields.asked else None,
        date.fromisoformat(fields.since) if fields.since else None,
        date.fromisoformat(fields.until) if fields.until else None,
        fields.scope(),
        line,
    )
