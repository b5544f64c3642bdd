"""What is known of a person, in the shape that every surface shows and every file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from bot.domain import profile_reading as reading
from bot.domain.errors import ProfileError
from bot.domain.profile_parts import (
    CERTIFICATION_STATUSES,
    EXPERIENCE_FIELDS,
    HOME,
    CertificationStatus,
    Degree,
    Experience,
    Management,
    Pay,
)


@dataclass(frozen=True)
class Profile:
    """None and empty mean not known. `certifications` maps a name to its status, in order of
    telling.

    `certifications_none` says that the person holds none at all. `target` is `YYYY` or `YYYY-MM`.
    `skills` maps a skill of the role to how the person rates it, from 1 to 5. `done` holds the keys
    of the actions of their plan that they have done.
    """

    job: str = ""
    experience: Experience = field(default_factory=Experience)
    management: Management = field(default_factory=Management)
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
        certifications = reading.mapping(data.get("certifications"), "certifications")
        for name, status in certifications.items():
            reading.one_of(status, CERTIFICATION_STATUSES, f"certifications.{name}")
        return cls(
            job=str(data.get("job", "")),
            experience=reading.read_experience(data.get("experience")),
            management=reading.read_management(data.get("management")),
            degree=reading.read_degree(data.get("degree")),
            certifications=tuple(certifications.items()),
            certifications_none="certifications" in data and not certifications,
            target=str(data.get("target", "")),
            pay=reading.read_pay(data.get("pay")),
            skills=reading.read_skills(data.get("skills")),
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
