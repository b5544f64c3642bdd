"""The parts of a profile out of what was kept or written; each raises ProfileError naming the key
that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from bot.domain.errors import ProfileError
from bot.domain.profile_parts import (
    DEGREE_LEVELS,
    DEGREE_STATUSES,
    EXPERIENCE_FIELDS,
    HOME,
    Degree,
    Experience,
    Management,
    Pay,
)
from bot.domain.span import Span, is_number


def read_experience(value: Any) -> Experience:
    """Years of work by field."""
    data = mapping(value, "experience")
    for name in data:
        one_of(name, EXPERIENCE_FIELDS, "experience")
    spans = {name: Span.from_value(value, f"experience.{name}") for name, value in data.items()}
    return replace(Experience(), **spans)


def read_management(value: Any) -> Management:
    """People led."""
    data = mapping(value, "management")
    for name in data:
        one_of(name, tuple(part.name for part in fields(Management)), "management")
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


def read_degree(value: Any) -> Degree | None:
    """A degree; None where none is told."""
    data = mapping(value, "degree")
    if not data:
        return None
    level = one_of(data.get("level"), DEGREE_LEVELS, "degree.level")
    status = one_of(data.get("status", "held"), DEGREE_STATUSES, "degree.status")
    return Degree(level, status)


def read_pay(value: Any) -> Pay | None:
    """Pay; None where none is told."""
    data = mapping(value, "pay")
    if not data:
        return None
    for name in data:
        one_of(name, tuple(part.name for part in fields(Pay)), "pay")
    for name in ("base", "equity", "total"):
        if data.get(name) is not None and not is_number(data[name]):
            raise ProfileError(f"pay.{name}: {data[name]!r} is not an amount of money")
    kind = one_of(data.get("kind", "current"), ("current", "offer"), "pay.kind")
    currency = data.get("currency", HOME)
    if not _is_currency(currency):
        raise ProfileError(f"pay.currency: {currency!r} is not a code such as EUR")
    return Pay(
        data.get("base"), data.get("bonus"), data.get("equity"), data.get("total"), kind, currency
    )


def read_skills(value: Any) -> tuple[tuple[str, int], ...]:
    """Skills with their ratings."""
    data = mapping(value, "skills")
    return tuple((str(name), one_of(rating, (1, 2, 3, 4, 5), f"skills.{name}"))
                 for name, rating in data.items())  # fmt: skip


def mapping(value: Any, key: str) -> Mapping[str, Any]:
    """A value that has to be a mapping; `key` is what the error names."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ProfileError(f"{key}: {value!r} is not a mapping")
    return value


def one_of(value: Any, known: tuple[Any, ...], key: str) -> Any:
    """A value that has to be one of those known; `key` is what the error names."""
    if value not in known:
        raise ProfileError(f"{key}: {value!r} is not one of {', '.join(map(str, known))}")
    return value


def _is_currency(value: Any) -> bool:
    """Whether it has the form of a code such as `EUR`."""
    is_code = isinstance(value, str) and len(value) == 3 and value.isascii()
    return is_code and value.isalpha() and value.isupper()
