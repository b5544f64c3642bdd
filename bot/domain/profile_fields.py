"""The fields of a profile, and what one operation makes of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from bot.domain.profile import Profile
from bot.domain.profile_parts import (
    DEGREE_STATUSES,
    EXPERIENCE_FIELDS,
    HOME,
    Degree,
    Experience,
    Management,
    Pay,
)
from bot.domain.span import Span

OperationKind = Literal["set", "refine", "replace", "retract"]
Value = Span | Degree | str | int | bool | None

# The first part of a field's name; the rest follows a dot: `experience.security`, `pay.base`.
FIELDS = (
    "job",
    "experience",
    "management",
    "degree",
    "certifications",
    "target",
    "pay",
    "skills",
)


def changed(profile: Profile, kind: OperationKind, field: str, value: Value) -> Profile:
    """The profile after one operation on a field such as `management.people`, or on a group."""
    group, _, name = field.partition(".")
    return _CHANGES[group](profile, kind, name, value)


def _job(profile: Profile, kind: OperationKind, name: str, value: Value) -> Profile:
    return replace(profile, job="" if kind == "retract" else str(value))


def _experience(profile: Profile, kind: OperationKind, name: str, value: Value) -> Profile:
    if kind == "retract":
        names = [name] if name else list(EXPERIENCE_FIELDS)
        cleared = replace(profile.experience, **{name: None for name in names})
        return replace(profile, experience=cleared)
    replaces = kind == "replace"
    place = _only_field(profile.experience) if replaces and name == "unknown" else name
    changes: dict[str, Any] = {place: value}
    if replaces and name != "unknown":
        changes["unknown"] = _unknown_after(profile.experience, value)
    return replace(profile, experience=replace(profile.experience, **changes))


def _only_field(experience: Experience) -> str:
    """The field that "actually 3.5 years" corrects: the only one whose years are known."""
    known = [name for name in EXPERIENCE_FIELDS if getattr(experience, name) is not None]
    return known[0] if len(known) == 1 else "unknown"


def _unknown_after(experience: Experience, value: Value) -> Span | None:
    """Years of an unnamed field stay when they can still be the total of the named ones."""
    unknown = experience.unknown
    if unknown is None or not isinstance(value, Span):
        return unknown
    return unknown if unknown.high >= value.low else None


def _management(profile: Profile, kind: OperationKind, name: str, value: Value) -> Profile:
    known = profile.management
    if kind == "retract":
        if not name:
            return replace(profile, management=Management())
        empty = getattr(Management(), name)
        return replace(profile, management=replace(known, **{name: empty}))
    if name == "none" and value:
        return replace(profile, management=Management(none=True))
    changes: dict[str, Any] = {name: value, "none": False}
    if name == "now" and value is False:
        changes = {"now": False}
    return replace(profile, management=replace(known, **changes))


def _degree(profile: Profile, kind: OperationKind, name: str, value: Value) -> Profile:
    if kind == "retract":
        return replace(profile, degree=None)
    if isinstance(value, Degree):
        return replace(profile, degree=value)
    if profile.degree is None or value not in DEGREE_STATUSES:
        return profile
    return replace(profile, degree=replace(profile.degree, status=value))


def _certifications(profile: Profile, kind: OperationKind, name: str, value: Value) -> Profile:
    names: dict[str, Any] = dict(profile.certifications)
    if not name:  # all of them: none held, or forgotten
        none = kind != "retract"
        kept = {n: s for n, s in names.items() if none and s != "held"}
        return replace(profile, certifications=tuple(kept.items()), certifications_none=none)
    if kind == "retract":
        names.pop(name, None)
    else:
        names[name] = value
    return replace(profile, certifications=tuple(names.items()), certifications_none=False)


def _target(profile: Profile, kind: OperationKind, name: str, value: Value) -> Profile:
    return replace(profile, target="" if kind == "retract" else str(value))


def _pay(profile: Profile, kind: OperationKind, name: str, value: Value) -> Profile:
    known = profile.pay
    if kind == "retract":
        if known is None or not name:
            return replace(profile, pay=None)
        nothing: dict[str, Any] = {name: None}
        left = replace(known, **nothing)
        empty = (left.base, left.bonus, left.equity, left.total) == (None, None, None, None)
        return replace(profile, pay=None if empty else left)
    if name == "kind":
        package: Any = value
        # another package is another set of figures, never mixed with the first
        if known is None or known.kind != package:
            return replace(profile, pay=Pay(kind=package))
        return profile
    currency = known.currency if known else HOME
    if name == "currency":
        # nor are amounts of two currencies mixed
        if value != currency:
            pay = Pay(kind=known.kind if known else "current", currency=str(value))
            return replace(profile, pay=pay)
        return profile
    changes: dict[str, Any] = {name: value}
    return replace(profile, pay=replace(known or Pay(), **changes))


_CHANGES = {
    "job": _job,
    "experience": _experience,
    "management": _management,
    "degree": _degree,
    "certifications": _certifications,
    "target": _target,
    "pay": _pay,
}
