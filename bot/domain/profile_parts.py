"""The parts of a profile: years of work, people led, a degree, pay, and what each may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.span import Span

# The currency of most of the figures, which pay is in where no other is named.
HOME = "USD"
# US dollars a year, for any part of pay, and the same in currencies whose unit may be worth a
# ten-thousandth of a dollar; more was misread or mistyped.
MOST_PAY, MOST_PAY_ABROAD = 20_000_000, 200_000_000_000

ExperienceField = Literal["security", "it", "other", "unknown"]
DegreeLevel = Literal["none", "associate", "bachelor", "master", "mba", "doctorate", "law"]
DegreeStatus = Literal["held", "in_progress", "planned", "dropped"]
CertificationStatus = Literal["held", "in_progress", "planned", "lapsed", "failed", "never"]
PayKind = Literal["current", "offer"]

EXPERIENCE_FIELDS: tuple[ExperienceField, ...] = ("security", "it", "other", "unknown")
DEGREE_LEVELS: tuple[DegreeLevel, ...] = (
    "none",
    "associate",
    "bachelor",
    "master",
    "mba",
    "law",
    "doctorate",
)
DEGREE_STATUSES: tuple[DegreeStatus, ...] = ("held", "in_progress", "planned", "dropped")
CERTIFICATION_STATUSES: tuple[CertificationStatus, ...] = (
    "held",
    "in_progress",
    "planned",
    "lapsed",
    "failed",
    "never",
)


@dataclass(frozen=True)
class Experience:
    """Years of work by field. `unknown` is work whose field wasn't said, or the total of all."""

    security: Span | None = None
    it: Span | None = None
    other: Span | None = None
    unknown: Span | None = None

    @property
    def total(self) -> Span | None:
        """All years of work: what was said in total, or the sum of the fields where it is more."""
        named = [span for span in (self.security, self.it, self.other) if span]
        summed = sum(named[1:], named[0]) if named else None
        known = [span for span in (summed, self.unknown) if span]
        return max(known, key=lambda span: span.high) if known else None


@dataclass(frozen=True)
class Management:
    """Leading people: for how long, how many, whether now. `none` says that they never led."""

    years: Span | None = None
    people: int | None = None
    now: bool = False
    none: bool = False


@dataclass(frozen=True)
class Degree:
    level: DegreeLevel
    status: DegreeStatus = "held"


@dataclass(frozen=True)
class Pay:
    """Money a year in `currency`, a code such as `EUR`. `bonus` is an amount or a share of the base
    such as `20%`.
    """

    base: int | None = None
    bonus: int | str | None = None
    equity: int | None = None
    total: int | None = None
    kind: PayKind = "current"
    currency: str = HOME

    @property
    def bonus_amount(self) -> int | None:
        """The bonus as money, a share reckoned from the base where that is known."""
        if isinstance(self.bonus, str):
            share = float(self.bonus.rstrip("%")) / 100
            return None if self.base is None else round(self.base * share)
        return self.bonus
