"""What the knowledge base is made of, as plain values: no database, no spaCy, no Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.problem import Problem


class FactKind(str, Enum):
    """What sort of claim a fact makes; the value is what the database and the JSON output hold."""

    DEFINITION = "definition"
    PURPOSE = "purpose"
    TITLE = "title"
    ABBREVIATION = "abbreviation"
    DUTY = "duty"
    REQUIREMENT = "requirement"
    SKILL = "skill"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    MANAGEMENT = "management_experience"
    STEPPING_STONE = "stepping_stone"
    CERTIFICATION = "certification"
    CERTIFICATION_RULE = "certification_rule"
    ISSUER = "issuer"
    PAY = "pay"
    PAY_FACTOR = "pay_factor"
    STEP = "step"
    RESOURCE = "resource"


@dataclass(frozen=True)
class Source:
    """Where facts come from; `year` is the year of its facts, None when the text doesn't tell."""

    id: str
    title: str
    publisher: str
    year: int | None
    url: str | None = None
    kind: str = "article"


@dataclass(frozen=True)
class Passage:
    """A paragraph or list item of a source, as it may be quoted; `line` counts from 1 in its file."""

    id: str
    source: Source
    section: str
    text: str
    line: int
    position: int


@dataclass(frozen=True)
class Entity:
    """A thing that facts are about: `certification/cissp`, `skill/collaboration-and-teamwork`."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A number or span: `unit` is `years` or a currency and period such as `USD/year`.

    `measure` says what was taken of it (average, median, maximum, minimum, range, span), `basis` of what
    (base, total, unspecified), `scope` among whom, in the source's words or empty.
    """

    measure: str
    low: int
    high: int
    unit: str
    basis: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Fact:
    """One claim of one passage.

    `label` is the short form for a list, `detail` what the source adds to it, `statement` a whole sentence.
    `about` is the id of the entity that the claim is about, `value` the other thing or word in it: the long
    form of an abbreviation, the id of the issuer, the degree.
    """

    id: str
    kind: FactKind
    about: str
    statement: str
    label: str
    passage: Passage
    position: int
    detail: str = ""
    value: str = ""
    year: int | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Extraction:
    """All that one source text says: what `ciso-advisor knowledge extract` prints."""

    source: Source
    passages: tuple[Passage, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]


class KnowledgeError(Problem):
    """The knowledge base can't be read or built; the message is meant for the person who runs it."""


class SourceError(KnowledgeError):
    """A source text that can't be read; the message names file and line."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path, self.line, self.problem = path, line, problem
