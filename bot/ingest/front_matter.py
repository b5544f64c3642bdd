"""Front matter: what a source says of itself above its text, checked by pydantic."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from pydantic import Field, ValidationError, validator

from bot.domain.anchor import Anchor, AnchorError
from bot.domain.errors import SourceError
from bot.domain.facts import SCOPE_NAMES, TIERS, Source
from bot.ingest.fields import BASES, ScopedFields, is_about, is_count
from bot.ingest.strict_yaml import Value, YamlError, read_fields

# The kind of a source that is its company's own word.
COMPANY = "company"
_FIRST_YEAR, _LAST_YEAR = 1950, 2100


class _Matter(ScopedFields):
    """The fields of front matter; each validator's message is what an editor reads."""

    title: str = ""
    publisher: str = ""
    year: str = ""
    url: str | None = None
    kind: str = "article"
    by: str = ""
    tier: str = "B"
    about: str = ""
    measured: str = ""
    asked: str | None = None
    basis: str = ""
    questions: list[str] = Field(default_factory=list)

    class Config:
        validate_all = True

    @validator(
        "title", "publisher", "kind", "by", "about", "measured", "basis", *SCOPE_NAMES, pre=True
    )
    def _is_text(cls, value: object) -> object:
        if not isinstance(value, str):
            raise ValueError("must be words")
        return value.strip()

    @validator("title", "publisher")
    def _is_given(cls, value: str) -> str:
        if not value:
            raise ValueError("is needed")
        return value

    @validator("year")
    def _is_year(cls, value: str) -> str:
        is_number = value.isascii() and value.isdecimal() and len(value) == 4
        if value != "unknown" and not (is_number and _FIRST_YEAR <= int(value) <= _LAST_YEAR):
            raise ValueError("is needed, the year of the facts, as four digits or 'unknown'")
        return value

    @validator("url")
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^\s<>\"']+", value):
            raise ValueError("must be an http or https address")
        return value

    @validator("kind")
    def _is_kind(cls, value: str) -> str:
        if not value:
            raise ValueError("must be a word, such as article or survey")
        if value != COMPANY and get_close_matches(value.lower(), [COMPANY], 1, 0.8):
            raise ValueError(f"is '{value}', did you mean {COMPANY}?")
        return value

    @validator("tier")
    def _is_tier(cls, value: str) -> str:
        if value not in TIERS:
            raise ValueError(f"must be one of {', '.join(TIERS)}")
        return value

    @validator("about")
    def _is_about(cls, value: str) -> str:
        if value and not is_about(value):
            raise ValueError("must be a kind and a name, such as role/CISO or certification/CISM")
        return value

    @validator("asked")
    def _is_number(cls, value: str | None) -> str | None:
        if value is not None and not is_count(value):
            raise ValueError("must be how many answered, as a number")
        return value

    @validator("basis")
    def _is_basis(cls, value: str) -> str:
        if value and value not in BASES:
            raise ValueError(f"must be one of {', '.join(BASES)}")
        return value

    @validator("questions", pre=True)
    def _are_questions(cls, value: object) -> object:
        if not isinstance(value, list):
            raise ValueError("must be a list of questions, one a line")
        return value


@dataclass(frozen=True)
class FrontMatter:
    """What the front matter says, and the index of the first line after it."""

    source: Source
    end: int
    about: str = ""
    measured: str = ""
    asked: int | None = None
    basis: str = ""
    scope: dict[str, str] = field(default_factory=dict)
    questions: tuple[Anchor, ...] = ()


def read_front_matter(
    name: str, stem: str, lines: list[str], problems: list[SourceError]
) -> FrontMatter | None:
    """Read it, None where the text begins without; raises SourceError when it can't be told apart
    from the text.

    What is wrong between its lines is added to `problems`, so that the text below is read, too.
    """
    if lines[0].strip() != "---":
        return None
    end = next((i for i in range(1, len(lines)) if lines[i].strip() == "---"), None)
    if end is None:
        raise SourceError(name, 1, "front matter is never closed by a line '---'")
    try:
        fields = read_fields("\n".join(lines[1:end]))
    except YamlError as error:
        problems.append(SourceError(name, error.line + 2, f"front matter {error.problem}"))
        return FrontMatter(Source(stem, stem, "", None), end + 1)
    try:
        matter = _Matter.parse_obj({key: value.content for key, value in fields.items()})
    except ValidationError as error:
        found = [_problem(name, fields, str(e["loc"][0]), str(e["msg"])) for e in error.errors()]
        problems += sorted(found, key=lambda problem: problem.line)
        return FrontMatter(Source(stem, stem, "", None), end + 1)
    return FrontMatter(
        _source(stem, matter),
        end + 1,
        matter.about,
        matter.measured,
        None if matter.asked is None else int(matter.asked),
        matter.basis,
        matter.scope(),
        _questions(name, fields.get("questions"), problems),
    )


def _problem(name: str, fields: dict[str, Value], key: str, message: str) -> SourceError:
    line = fields[key].line + 2 if key in fields else 2
    if "extra fields" in message:
        known = ", ".join(sorted(_Matter.__fields__))
        return SourceError(name, line, f"unknown front matter '{key}'; known are {known}")
    return SourceError(name, line, f"'{key}' in the front matter {message}")


def _source(stem: str, matter: _Matter) -> Source:
    return Source(
        stem,
        matter.title,
        matter.publisher,
        None if matter.year == "unknown" else int(matter.year),
        matter.url,
        matter.kind,
        matter.by,
        matter.tier,
        matter.company if matter.kind == COMPANY else "",
    )


def _questions(name: str, given: Value | None, problems: list[SourceError]) -> tuple[Anchor, ...]:
    found = []
    for question in given.content if given else ():
        try:
            found.append(Anchor.parse(question))
        except AnchorError as error:
            problems.append(SourceError(name, (given.line if given else 0) + 2, str(error)))
    return tuple(found)
