"""What is known of a person, in the shape that every surface shows and every file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from bot.domain.errors import ProfileError
from bot.domain.span import Span, is_number

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


@dataclass(frozen=True)
class Profile:
    """None and empty mean not known. `certifications` maps a name to its status, in order of
    telling.

    `certifications_none` says that the person holds none at all. `target` is `YYYY` or `YYYY-MM`.
    `skills` maps a skill of the role to how the person rates it, from 1 to 5. `done` holds the keys
    of the actions of their plan that they have done.
    """

    job: str = ""
    experience: Experience = Experience()
    management: Management = Management()
    degree: Degree | None = None
    certifications: tuple[tuple[str, CertificationStatus], ...] = ()
    certifications_none: bool = False
    target: str = ""
    pay: Pay | None = None
    skills: tuple[tuple[str, int], ...] = ()
    done: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Profile()

    @property
    def home_pay(self) -> Pay | None:
        """The pay where it is in the currency that it can be compared in."""
        return self.pay if self.pay is not None and self.pay.currency == HOME else None

    def certification(self, name: str) -> CertificationStatus | None:
        return dict(self.certifications).get(name)

    def held(self) -> tuple[str, ...]:
        """The certifications that the person holds today."""
        return tuple(name for name, status in self.certifications if status == "held")

    def to_dict(self) -> dict[str, Any]:
        """The JSON of the profile; what isn't known is left out."""
        degree, pay = self.degree, self.pay
        out: dict[str, Any] = {
            "job": self.job,
            "experience": {
                name: span.to_list()
                for name in EXPERIENCE_FIELDS
                if (span := getattr(self.experience, name)) is not None
            },
            "management": _management_dict(self.management),
            "degree": {},
            "certifications": dict(self.certifications),
            "target": self.target,
            "pay": {},
            "skills": dict(self.skills),
            "done": list(self.done),
        }
        if degree:
            out["degree"] = {"level": degree.level}
            if degree.level != "none":
                out["degree"]["status"] = degree.status
        if pay:
            out["pay"] = {key: value for key, value in vars(pay).items() if value is not None}
            if pay.currency == HOME:  # as it was kept before there were others
                del out["pay"]["currency"]
        out = {key: value for key, value in out.items() if value}
        if self.certifications_none and not self.certifications:
            out["certifications"] = {}
        return out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Profile:
        """Read what `to_dict` wrote; raise ProfileError naming the key that is wrong."""
        data = data or {}
        known = {field.name for field in fields(cls)} - {"certifications_none"}
        if unknown := sorted(set(data) - known):
            raise ProfileError(f"{unknown[0]}: no such key; known are {', '.join(sorted(known))}")
        certifications = _mapping(data.get("certifications"), "certifications")
        for name, status in certifications.items():
            _one_of(status, CERTIFICATION_STATUSES, f"certifications.{name}")
        return cls(
            job=str(data.get("job", "")),
            experience=_read_experience(_mapping(data.get("experience"), "experience")),
            management=_read_management(_mapping(data.get("management"), "management")),
            degree=_read_degree(_mapping(data.get("degree"), "degree")),
            certifications=tuple(certifications.items()),
            certifications_none="certifications" in data and not certifications,
            target=str(data.get("target", "")),
            pay=_read_pay(_mapping(data.get("pay"), "pay")),
            skills=_read_skills(_mapping(data.get("skills"), "skills")),
            done=tuple(map(str, data.get("done") or ())),
        )

    def merged_over(self, older: Profile) -> Profile:
        """This profile's values where it has any, else those of `older`."""
        experience = Experience(
            **{
                name: getattr(self.experience, name) or getattr(older.experience, name)
                for name in EXPERIENCE_FIELDS
            }
        )
        names = {**dict(older.certifications), **dict(self.certifications)}
        management = self.management if self.management != Management() else older.management
        return Profile(
            job=self.job or older.job,
            experience=experience,
            management=management,
            degree=self.degree or older.degree,
            certifications=tuple(names.items()),
            certifications_none=self.certifications_none or older.certifications_none,
            target=self.target or older.target,
            pay=self.pay or older.pay,
            skills=tuple({**dict(older.skills), **dict(self.skills)}.items()),
            done=tuple(dict.fromkeys((*older.done, *self.done))),
        )


def _management_dict(management: Management) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if management.years is not None:
        out["years"] = management.years.to_list()
    if management.people is not None:
        out["people"] = management.people
    if management.now:
        out["now"] = True
    if management.none:
        out["none"] = True
    return out


def _read_experience(data: Mapping[str, Any]) -> Experience:
    for name in data:
        _one_of(name, EXPERIENCE_FIELDS, "experience")
    spans = {name: Span.from_value(value, f"experience.{name}") for name, value in data.items()}
    return replace(Experience(), **spans)


def _read_management(data: Mapping[str, Any]) -> Management:
    for name in data:
        _one_of(name, tuple(part.name for part in fields(Management)), "management")
    years = data.get("years")
    people = data.get("people")
    if people is not None and not (isinstance(people, int) and 0 <= people <= 1_000_000):
        raise ProfileError(f"management.people: {people!r} is not a number of people")
    return Management(
        years=None if years is None else Span.from_value(years, "management.years"),
        people=people,
        now=bool(data.get("now", False)),
        none=bool(data.get("none", False)),
    )


def _read_degree(data: Mapping[str, Any]) -> Degree | None:
    if not data:
        return None
    level = _one_of(data.get("level"), DEGREE_LEVELS, "degree.level")
    status = _one_of(data.get("status", "held"), DEGREE_STATUSES, "degree.status")
    return Degree(level, status)


def _read_pay(data: Mapping[str, Any]) -> Pay | None:
    if not data:
        return None
    for name in data:
        _one_of(name, tuple(part.name for part in fields(Pay)), "pay")
    for name in ("base", "equity", "total"):
        if data.get(name) is not None and not is_number(data[name]):
            raise ProfileError(f"pay.{name}: {data[name]!r} is not an amount of money")
    kind = _one_of(data.get("kind", "current"), ("current", "offer"), "pay.kind")
    currency = data.get("currency", HOME)
    if not _is_currency(currency):
        raise ProfileError(f"pay.currency: {currency!r} is not a code such as EUR")
    return Pay(
        data.get("base"), data.get("bonus"), data.get("equity"), data.get("total"), kind, currency
    )


def _read_skills(data: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), _one_of(rating, (1, 2, 3, 4, 5), f"skills.{name}"))
                 for name, rating in data.items())  # fmt: skip


def _mapping(value: Any, key: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ProfileError(f"{key}: {value!r} is not a mapping")
    return value


def _one_of(value: Any, known: tuple[Any, ...], key: str) -> Any:
    if value not in known:
        raise ProfileError(f"{key}: {value!r} is not one of {', '.join(map(str, known))}")
    return value


def _is_currency(value: Any) -> bool:
    """Whether it has the form of a code such as `EUR`."""
    is_code = isinstance(value, str) and len(value) == 3 and value.isascii()
    return is_code and value.isalpha() and value.isupper()
