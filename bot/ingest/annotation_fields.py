"""The fields of a mark, checked by pydantic: what an editor got wrong is said in plain words."""

from __future__ import annotations

import re
from datetime import date

from pydantic import Field, validator

from bot.domain.facts import LEVELS, FactKind, Figure
from bot.ingest.fields import BASES, ScopedFields, is_about, is_count
from bot.ingest.units import meant, unit_problem

KINDS = tuple(kind.value for kind in FactKind)
MEASURES = (
    "average", "median", "midpoint", "maximum", "minimum", "range", "span", "share", "count",
    "difference",
    "growth", "fee", "fine", "sentence", "recommended", "estimate",
)  # fmt: skip
_MEASURE_WITH_NUMBER = re.compile(
    r"percentile \d{1,2}|(?:average|median) of the (?:top|bottom) \d{1,2} percent"
)
_FIGURE = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))? (?P<unit>\S.*)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LABEL_WORDS = 8


class MarkFields(ScopedFields):
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
    limits: str = Field("", alias="scope")
    aspect: str = ""
    measured: str = ""
    asked: str | None = None
    since: str | None = None
    until: str | None = None

    @validator("kind")
    def _is_kind(cls, value: str) -> str:
        if value not in KINDS:
            raise ValueError(f"unknown kind '{value}' in a mark{meant(value, KINDS)}")
        return value

    @validator("about")
    def _is_about(cls, value: str) -> str:
        if value and not is_about(value):
            raise ValueError("'about' must be a kind and a name, such as certification/CISM")
        return value

    @validator("year", "asked")
    def _is_number(cls, value: str | None) -> str | None:
        if value is not None and not is_count(value):
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
                f"unknown measure '{value}'{meant(value, (*MEASURES, 'percentile 90'))}"
            )
        return value

    @validator("basis")
    def _is_basis(cls, value: str) -> str:
        if value and value not in BASES:
            raise ValueError(f"unknown basis '{value}'{meant(value, BASES)}")
        return value

    @validator("figure")
    def _is_figure(cls, value: str | None) -> str | None:
        match = _FIGURE.fullmatch((value or "").strip())
        if not match:
            raise ValueError(
                f"the figure '{value}' must be a number or a span and a unit, such as 5 years or"
                " 200-300 EUR/year"
            )
        if problem := unit_problem(match["unit"].strip()):
            raise ValueError(problem)
        if match["high"] and float(match["high"]) < float(match["low"]):
            raise ValueError(f"the figure '{value}' ends before it begins")
        return value

    def marked_figure(self) -> Figure | None:
        """The figure that the mark gives, its measure `span` where it names none."""
        match = _FIGURE.fullmatch((self.figure or "").strip())
        if match is None:
            return None
        low = _number(match["low"])
        high = _number(match["high"]) if match["high"] else low
        unit = match["unit"].strip()
        return Figure(self.measure or "span", low, high, unit, self.basis, self.limits)

    def marked_label(self, sentence: str) -> str:
        """The label that the mark gives, else one made of its kind, its figure or its sentence."""
        kind, figure = FactKind(self.kind), self.marked_figure()
        if self.label:
            return self.label
        if kind is FactKind.STATEMENT:
            return " ".join(sentence.split()[:_LABEL_WORDS]).rstrip(".,;:")
        if kind is FactKind.PAY and figure:
            noun = {"base": "base salary", "total": "total compensation"}.get(figure.basis, "pay")
            return " ".join(filter(None, (figure.measure, noun, self.value)))
        if kind is FactKind.PREREQUISITE and figure:
            amount = (
                f"{figure.low:g}"
                if figure.low == figure.high
                else f"{figure.low:g} to {figure.high:g}"
            )
            return f"{amount} {figure.unit}" + (f" in {figure.scope}" if figure.scope else "")
        return self.value or self.kind.replace("_", " ")

    def unsupported(self, sentence: str) -> list[str]:
        """What the mark claims and can't be: an unknown level, numbers that its sentence lacks."""
        problems = []
        if self.kind == FactKind.LEVEL.value and self.value not in LEVELS:
            problems.append(f"a level must be one of {', '.join(LEVELS)}")
        if figure := self.marked_figure():
            said = {_number(number) for number in _NUMBER.findall(sentence.replace(",", ""))}
            problems += [
                f"the figure {number:g} doesn't stand in its sentence"
                for number in dict.fromkeys((figure.low, figure.high))
                if number not in said
            ]
        return problems


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value
