"""What an editor spells out behind a sentence: `{kind: pay, measure: average, figure: 565000 USD/year, basis: total}`.

A mark is written like front matter, on one line or several, and may name only what its sentence says: a figure that
doesn't stand in the sentence is refused, so that no answer can say a number that its passage doesn't hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from bot.domain.facts import LEVELS, SCOPE_NAMES, FactKind, Figure, SourceError

ABOUT = r"[a-z_]+/\S.*"
_MARKS = re.compile(r"(?:\s*\{[^{}]*\})+\s*$")
_MARK = re.compile(r"\{[^{}]*\}")
_FIGURE = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))? (?P<unit>[A-Za-z][A-Za-z0-9/ ]{0,38})"
)
_FIELDS = {
    "kind", "about", "label", "detail", "value", "year", "measure", "figure", "basis", "scope", "aspect", "measured",
    "asked", "since", "until", "place", "rank", "industry", "size", "company",
}  # fmt: skip
_LABEL_WORDS = 8
_WORDS = _FIELDS - {"year", "asked", "since", "until", "figure"}


@dataclass(frozen=True)
class Mark:
    """One claim as an editor wrote it; the fields are those of `Fact`, `about` is a kind and a name (`role/CISO`)."""

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


def marks(text: str, path: str, line: int) -> tuple[str, tuple[Mark, ...]]:
    """A block without the marks behind it, and these; raises SourceError for a mark that can't be true or understood."""
    found = _MARKS.search(text)
    if not found or not re.search(r"[{,]\s*kind\s*:", found[0]):
        return text, ()
    sentence = text[: found.start()].strip()
    try:
        return sentence, tuple(_mark(mark, sentence) for mark in _MARK.findall(found[0]))
    except _Wrong as error:
        raise SourceError(path, line, str(error)) from error


class _Wrong(Exception):
    pass


def _mark(text: str, sentence: str) -> Mark:
    try:
        fields = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _Wrong(
            f"the mark {text} can't be read as 'name: value' pairs between braces"
        ) from error
    if unknown := set(fields) - _FIELDS:
        raise _Wrong(
            f"unknown '{sorted(map(str, unknown))[0]}' in a mark; known are {', '.join(sorted(_FIELDS))}"
        )
    words = {key: str(fields[key]).strip() for key in _WORDS & set(fields)}
    try:
        kind = FactKind(words["kind"])
    except ValueError:
        raise _Wrong(f"unknown kind '{words['kind']}' in a mark") from None
    if kind is FactKind.LEVEL and words.get("value") not in LEVELS:
        raise _Wrong(f"a level must be one of {', '.join(LEVELS)}")
    if "about" in words and not re.fullmatch(ABOUT, words["about"]):
        raise _Wrong("'about' must be a kind and a name, such as certification/CISM")
    figure = _figure(str(fields["figure"]), words, sentence) if "figure" in fields else None
    year = _whole(fields, "year")
    asked = _whole(fields, "asked")
    since, until = _day(fields, "since"), _day(fields, "until")
    label = words.get("label") or _label(kind, words, figure, sentence)
    scope = {name: words[name] for name in SCOPE_NAMES if words.get(name)}
    return Mark(
        kind, label, words.get("about", ""), words.get("detail", ""), words.get("value", ""), year, figure,
        words.get("aspect", ""), words.get("measured", ""), asked, since, until, scope,
    )  # fmt: skip


def _figure(text: str, words: dict[str, str], sentence: str) -> Figure:
    match = _FIGURE.fullmatch(text.strip())
    if not match:
        raise _Wrong(
            f"the figure '{text}' must be a number or a span and a unit, such as 5 years or 200-300 EUR/year"
        )
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else low
    said = {_number(number) for number in re.findall(r"\d+(?:\.\d+)?", sentence.replace(",", ""))}
    for number in (low, high):
        if number not in said:
            raise _Wrong(f"the figure {number:g} doesn't stand in its sentence")
    return Figure(
        words.get("measure", "span"),
        low,
        high,
        match["unit"].strip(),
        words.get("basis", ""),
        words.get("scope", ""),
    )


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _whole(fields: dict[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is not None and (
        not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10_000_000
    ):
        raise _Wrong(f"'{name}' in a mark must be a number")
    return value


def _day(fields: dict[str, Any], name: str) -> date | None:
    value = fields.get(name)
    if value is not None and type(value) is not date:
        raise _Wrong(f"'{name}' in a mark must be a day such as 2023-12-05")
    return value


def _label(kind: FactKind, words: dict[str, str], figure: Figure | None, sentence: str) -> str:
    if kind is FactKind.STATEMENT:
        return " ".join(sentence.split()[:_LABEL_WORDS]).rstrip(".,;:")
    if kind is FactKind.PAY and figure:
        noun = {"base": "base salary", "total": "total compensation"}.get(figure.basis, "pay")
        return " ".join(filter(None, (figure.measure, noun, words.get("value", ""))))
    return words.get("value") or kind.value.replace("_", " ")
