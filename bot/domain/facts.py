"""What the knowledge base is made of, as plain values: no database, no spaCy, no Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.domain.anchor import Anchor


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
    PAY_CHANGE = "pay_change"
    PREREQUISITE = "prerequisite"
    """Years that a certification (`about`) asks for: `scope` in what; `value` is what else the path
    takes (`management`, `training` or the id of a certification), measure `recommended` when nobody
    is turned away."""
    WAIVER = "waiver"
    """Years of a prerequisite that something stands in for: `value` is `degree` or `certification`.
    """
    ROUTE = "route"
    """A way to a certification (`about`) before its prerequisite is met."""
    LEVEL = "level"
    """`value` is one of `LEVELS`."""
    UPKEEP = "upkeep"
    """What keeps a certification: unit `credits/3 years` and the like, or money."""
    EXAM = "exam"
    """A version of an exam (`value`), in force from `since` and until `until`; or its pass mark."""
    STATUS = "status"
    """What became of a certification (`about`): `value` is the id
    of its successor, from `since` on.
    """
    REPORTING = "reporting_line"
    """Share of CISOs who report to `value`."""
    TENURE = "tenure"
    TURNOVER = "turnover"
    OVERLAP = "overlap"
    """Share of what the role asks for that another role (`about`) asks for, too."""
    SURVEY = "survey"
    """Any other result of a survey; `value` says on what: `board`, `stress`, `degree` …"""
    FRAMEWORK = "framework"
    CORRECTION = "correction"
    """What another source says better than the article: `value` is
    the id or words of what is corrected.
    """
    STATEMENT = "statement"
    """Any other claim; `about` and `value` say on what."""


LEVELS = ("entry", "intermediate", "advanced", "executive")
# The kind of a source that tells the rules of a certification.
RULES = "rules"
# A: the issuer or who asked; B: press or reference; C: a third party, to be checked where it tells
# rules.
TIERS = ("A", "B", "C")


@dataclass(frozen=True)
class Source:
    """Where facts come from; `year` is the year of its facts, None when the text doesn't tell.

    `surveyor` is who asked or counted when that isn't the publisher, `tier` one of `TIERS`.
    """

    id: str
    title: str
    publisher: str
    year: int | None
    url: str | None = None
    kind: str = "article"
    surveyor: str = ""
    tier: str = "B"
    company: str = ""
    """Whose own word it is: a page of the company that runs the
    advisor, never part of a general answer.
    """

    @property
    def author(self) -> str:
        return self.surveyor or self.publisher

    @property
    def to_be_checked(self) -> bool:
        """Whether a reader should check with the issuer; a definition or opinion has none."""
        return self.tier == "C" and self.kind == RULES


@dataclass(frozen=True)
class Scope:
    """For whom something holds, where that is fewer than all who have the job: `Germany`, `deputy`,
    `finance`.

    `home` tells that the place is the one that figures are from when they name none, so it narrows
    nothing.
    """

    place: str = ""
    rank: str = ""
    industry: str = ""
    size: str = ""
    company: str = ""
    home: bool = False

    @property
    def is_general(self) -> bool:
        """Whether it may answer a question that names no scope."""
        return not self.limits

    @property
    def limits(self) -> dict[str, str]:
        """What narrows it, by name: `{"place": "Germany"}`."""
        names = ("rank", "industry", "size", "company") if self.home else SCOPE_NAMES
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    def within(self, wider: Scope) -> Scope:
        """This scope, with what it leaves open taken from a wider one."""
        merged = {name: getattr(self, name) or getattr(wider, name) for name in SCOPE_NAMES}
        return Scope(**merged, home=self.home if self.place else wider.home)


SCOPE_NAMES = ("place", "rank", "industry", "size", "company")


@dataclass(frozen=True)
class Link:
    """Where words of a passage lead to: a web address or a `mailto:`."""

    words: str
    address: str


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item or whole list of a source, as it may be quoted; `line` counts from 1
    in its file.

    A list that holds no facts of its own is one passage: `text` is all of it, `lead` the sentence
    before it, `items` its members. `anchors` are the questions that the passage answers.
    """

    id: str
    source: Source
    section: str
    text: str
    line: int
    position: int
    anchors: tuple[Anchor, ...] = ()
    scope: Scope = Scope()
    lead: str = ""
    items: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Entity:
    """A thing that facts are about: `certification/cissp`, `skill/collaboration-and-teamwork`."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A number or span: `unit` is `years`, `months`, `percent`, or a currency and period such as
    `USD/year`.

    `measure` says what was taken of it (average, median, maximum, minimum, range, span, share,
    `percentile 90`), `basis` of what (base, total, unspecified), `scope` among whom, in the
    source's words or empty.
    """

    measure: str
    low: float
    high: float
    unit: str
    basis: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Fact:
    """One claim of one passage.

    `label` is the short form for a list, `detail` what the source adds to it, `statement` a whole
    sentence. `about` is the id of the entity that the claim is about, `value` the other thing or
    word in it: the long form of an abbreviation, the id of the issuer, the degree.

    `measured` says what exactly was measured and `asked` how many answered, where the source tells.
    `aspect` is what a figure is broken down by (industry, region, company size …) and `value` then
    which of them. `since` and `until` are the first and last day on which the claim holds.
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
    aspect: str = ""
    measured: str = ""
    asked: int | None = None
    since: date | None = None
    until: date | None = None
    scope: Scope = Scope()
    """For whom it holds; `figure.scope` says the same, and more, in words."""


@dataclass(frozen=True)
class Extraction:
    """All that one source text says: what `ciso-advisor knowledge extract` prints."""

    source: Source
    passages: tuple[Passage, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
