"""What a person has said of themselves, and what one message adds to it: plain values, no spaCy, no Rasa."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

FIELDS = ("role", "years", "leading", "degree", "certifications", "target")
"""All that is ever asked for, in the order of asking. Name, gender, age and origin are no part of it."""
DEGREES = ("none", "student", "diploma", "bachelor", "master", "mba", "doctorate")
"""From nothing to most; `none` was said, empty was not; `student` is on the way to a first degree."""
MOST_YEARS = 60


@dataclass(frozen=True)
class Years:
    """A span of years as far as a person knows it; half years count."""

    low: float
    high: float

    def __str__(self) -> str:
        if self.high <= 0:
            return "no years"
        if self.low == self.high:
            return f"{_number(self.low)} year{'' if self.low == 1 else 's'}"
        if self.low == 0 and self.high == 1:
            return "less than a year"
        return f"{_number(self.low)} to {_number(self.high)} years"


@dataclass(frozen=True)
class Profile:
    """None and empty mean not said. `role` is a job's name as we know it, `degree` one of DEGREES.

    `field` says where the years were: `security`, `it` or empty. `leads` is known before `leading`, the years of it.
    `certifications` are ids of the knowledge base, or names for those that it doesn't hold; `()` is none at all.
    """

    role: str = ""
    years: Years | None = None
    field: str = ""
    leading: Years | None = None
    leads: bool | None = None
    degree: str = ""
    certifications: tuple[str, ...] | None = None
    target: date | None = None

    @property
    def is_empty(self) -> bool:
        return self == Profile()

    def knows(self, name: str) -> bool:
        return getattr(self, name) not in (None, "")

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, Years):
                value = [value.low, value.high]
            elif isinstance(value, date):
                value = value.isoformat()
            elif isinstance(value, tuple):
                value = list(value)
            if value not in (None, ""):
                out[part.name] = value
        return out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Profile:
        """What `to_dict` wrote; what people write is read by `bot.plan.export.read_profile`."""
        data = data or {}
        spans = {
            key: Years(*data[key]) for key in ("years", "leading") if data.get(key) is not None
        }
        return cls(
            role=data.get("role", ""),
            field=data.get("field", ""),
            leads=data.get("leads"),
            degree=data.get("degree", ""),
            certifications=None
            if data.get("certifications") is None
            else tuple(data["certifications"]),
            target=date.fromisoformat(data["target"]) if data.get("target") else None,
            **spans,
        )


@dataclass(frozen=True)
class Supposition:
    """A "what if": `has` is what would be so, `drops` what would be left out, `more` years on top.

    `drops` holds kinds (`degree`, `certification`, `management`, `experience`) and ids such as `degree/master`.
    """

    has: Profile = field(default_factory=Profile)
    drops: tuple[str, ...] = ()
    more: Years | None = None

    @property
    def is_empty(self) -> bool:
        return self == Supposition()


@dataclass(frozen=True)
class Told:
    """What one message tells, before anybody knows whether it was asked for.

    `said` is what the person says of themselves, `named` all that the message names: an answer, when it was asked for.
    `number` is a number without a field, `lost` the certifications that the person says they don't hold. `signals` are
    `skip`, `stop`, `none`, `yes`, `undated`, `corrects`, `asks`, `why`, `reset`, `long`; `odd` is what can't be: `negative`,
    `many`, `past`, `far`, `age`.
    """

    said: Profile = field(default_factory=Profile)
    named: Profile = field(default_factory=Profile)
    number: Years | None = None
    lost: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    supposed: Supposition = field(default_factory=Supposition)

    @property
    def is_empty(self) -> bool:
        return self == Told()

    def to_dict(self) -> dict[str, Any]:
        supposed = self.supposed
        return {
            "said": self.said.to_dict(),
            "named": self.named.to_dict(),
            "number": _pair(self.number),
            "lost": list(self.lost),
            "signals": list(self.signals),
            "odd": list(self.odd),
            "supposed": [supposed.has.to_dict(), list(supposed.drops), _pair(supposed.more)],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Told:
        if not data:
            return cls()
        has, drops, more = data["supposed"]
        return cls(
            said=Profile.from_dict(data["said"]),
            named=Profile.from_dict(data["named"]),
            number=Years(*data["number"]) if data["number"] else None,
            lost=tuple(data["lost"]),
            signals=tuple(data["signals"]),
            odd=tuple(data["odd"]),
            supposed=Supposition(
                Profile.from_dict(has), tuple(drops), Years(*more) if more else None
            ),
        )


def merged(profile: Profile, new: Profile, lost: tuple[str, ...] = ()) -> Profile:
    """What was known with what is said now: the later word counts, certifications come on top of those known."""
    changes = {
        part.name: getattr(new, part.name)
        for part in fields(new)
        if getattr(new, part.name) not in (None, "")
    }
    if new.certifications:
        changes["certifications"] = tuple(
            dict.fromkeys([*(profile.certifications or ()), *new.certifications])
        )
    if new.leading:
        changes["leads"] = new.leading.high > 0
    elif new.leads is False:
        changes["leading"] = Years(0, 0)
    out = replace(profile, **changes)
    if lost and out.certifications:
        out = replace(
            out, certifications=tuple(name for name in out.certifications if name not in lost)
        )
    return out


def suppose(profile: Profile, supposition: Supposition) -> Profile:
    """The profile as it would be."""
    out = merged(profile, supposition.has)
    for dropped in supposition.drops:
        kind, _, name = dropped.partition("/")
        if kind == "degree":
            below = {"master": "bachelor", "mba": "bachelor", "doctorate": "master"}.get(name)
            if below is None:
                out = replace(out, degree="none")
            elif out.degree == name:
                out = replace(out, degree=below)
        elif kind == "certification":
            held = [held for held in out.certifications or () if name and held != dropped]
            out = replace(
                out, certifications=tuple(held) if held or not name else out.certifications and ()
            )
        elif kind == "management":
            out = replace(out, leading=Years(0, 0), leads=False)
        elif kind == "experience":
            out = replace(out, years=Years(0, 0))
    if supposition.more:
        now = out.years or Years(0, 0)
        out = replace(
            out, years=Years(now.low + supposition.more.low, now.high + supposition.more.high)
        )
    return out


def later(day: date, years: float) -> date:
    """The day that many years later, to the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + round(years * 12), 12)
    year = min(year, date.max.year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _pair(years: Years | None) -> list[float] | None:
    return [years.low, years.high] if years else None


def _number(value: float) -> str:
    return f"{value:g}" if value != int(value) else str(int(value))
