"""Values of a profile file by field: texts as people write them, read for what they mean."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any

from bot.domain.facts import FactKind
from bot.domain.profile_parts import DEGREE_LEVELS, EXPERIENCE_FIELDS
from bot.domain.span import MOST_YEARS
from bot.knowledge.store import KnowledgeBase
from bot.plan.pay_values import pay_value
from bot.plan.requirements import certification_id
from bot.plan.unusable_value import UnusableValueError, shown

_FARTHEST = 50
_YEARS = re.compile(r"\d{1,4}|\d{0,4}\.\d{1,4}")
_LONGEST_NUMBER = 9
_DAY = re.compile(r"\d{4}(-\d{1,2}){0,2}")
_NOTHING = frozenset(["none", "no", "nothing", "never", "keine", "-", "n/a"])
_LEVELS = {
    "bachelors": "bachelor", "bsc": "bachelor", "ba": "bachelor", "masters": "master",
    "msc": "master", "phd": "doctorate",
    "jd": "law", "llb": "law",
}  # fmt: skip
_SPAN = f"a number of years from 0 to {MOST_YEARS:.0f}, or a span such as “5 to 7”"


def _job(value: Any, kb: KnowledgeBase, today: date) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > 60 or not value.isprintable():
        raise UnusableValueError("must be the name of a job, of at most 60 characters")
    return None if _is_nothing(value) else value


def _experience(value: Any, kb: KnowledgeBase, today: date) -> dict[str, Any] | None:
    """Years by field, or years alone, whose field then isn't known."""
    if value is None:
        return None
    if not isinstance(value, dict):
        return {"unknown": _span(value)}
    unknown = sorted(set(value) - set(EXPERIENCE_FIELDS))
    if unknown:
        raise UnusableValueError(
            f"unknown field “{shown(unknown[0])}”; known are {', '.join(EXPERIENCE_FIELDS)}"
        )
    return {name: _span(years) for name, years in value.items() if years is not None}


def _span(value: Any) -> list[float]:
    """`5`, `2.5`, `05`, `5-7`, `5 to 7`, `5 years`, `[5, 7]`, `none`."""
    parts = value if isinstance(value, list) else None
    if parts is None:
        text = str(value).lower().replace("–", "-").replace(" to ", "-")
        text = text.replace("years", "").replace("year", "").strip()
        if _is_nothing(text):
            return [0, 0]
        parts = [part.strip() for part in text.split("-")]
    are_numbers = all(isinstance(part, str) and _YEARS.fullmatch(part) for part in parts)
    numbers = [float(part) for part in parts] if are_numbers else []
    fits = 1 <= len(numbers) <= 2 and all(0 <= number <= MOST_YEARS for number in numbers)
    if not fits or numbers != sorted(numbers):
        raise UnusableValueError(f"“{shown(value)}” must be {_SPAN}")
    return [numbers[0], numbers[-1]]


def _management(value: Any, kb: KnowledgeBase, today: date) -> dict[str, Any] | None:
    """A mapping, years alone, or `none`."""
    if value is None:
        return None
    if not isinstance(value, dict):
        if isinstance(value, str) and _is_nothing(value):
            return {"none": True}
        return {"years": _span(value)}
    found = {key: _led(key, entry) for key, entry in value.items() if entry is not None}
    return found or None


def _led(key: str, entry: Any) -> Any:
    """One field of what is told about managing people."""
    if key == "years":
        return _span(entry)
    if key == "people":
        return _people(entry)
    if key in ("now", "none"):
        return _truth(key, entry)
    raise UnusableValueError(f"unknown field “{shown(key)}”; known are years, people, now, none")


def _people(value: Any) -> int:
    text = str(value)
    if _is_nothing(text):
        return 0
    if not (text.isdecimal() and len(text) <= _LONGEST_NUMBER) or int(text) > 1_000_000:
        raise UnusableValueError(f"“{shown(value)}” is not a number of people")
    return int(text)


def _truth(key: str, value: Any) -> bool:
    text = str(value).lower()
    if text in ("true", "yes", "y"):
        return True
    if text in ("false", "no", "n"):
        return False
    raise UnusableValueError(f"`{key}` must be true or false, not “{shown(value)}”")


def _degree(value: Any, kb: KnowledgeBase, today: date) -> dict[str, Any] | None:
    """A level alone, or a level with a status."""
    if value is None:
        return None
    given = value if isinstance(value, dict) else {"level": value}
    unknown = sorted(set(given) - {"level", "status"})
    if unknown or not isinstance(given.get("level"), str):
        raise UnusableValueError("must be a level, or `level` and `status`")
    text = given["level"].lower().replace("’", "'").replace("'s", "").replace(".", "")
    text = text.removesuffix(" degree").strip()
    level = "none" if _is_nothing(text) else _LEVELS.get(text, text)
    if level not in DEGREE_LEVELS:
        raise UnusableValueError(
            f"“{shown(given['level'])}” must be one of {', '.join(DEGREE_LEVELS)}"
        )
    return {"level": level, "status": _status(given.get("status"))}


def _certifications(value: Any, kb: KnowledgeBase, today: date) -> dict[str, str] | None:
    """`[CISSP, CISM]`, `CISSP, CISM`, `CISSP: lapsed`, `none`."""
    if value is None:
        return None
    found = {}
    for name, status in _named(value).items():
        if not 1 <= len(name) <= 60 or not name.isprintable():
            raise UnusableValueError("must be names, such as `CISSP, Security+`, or none")
        if not _is_nothing(name):
            known = kb.entity(certification_id(name, kb))
            found[known.name if known else name] = _status(status)
    return found


def _named(value: Any) -> dict[str, Any]:
    """Names with a status, however they were written: as a text, a list or a mapping."""
    if isinstance(value, str):
        value = [] if _is_nothing(value) else [part.strip() for part in value.split(",")]
    if isinstance(value, list):
        names = value if all(isinstance(name, str) for name in value) else [""]
        return dict.fromkeys(names, "held")
    return dict(value)


def _status(value: Any) -> str:
    return str(value or "held").lower().replace(" ", "_")


def _target(value: Any, kb: KnowledgeBase, today: date) -> str | None:
    """`2030`, `2030-06` or a whole date; never one gone by."""
    if value is None or (isinstance(value, str) and _is_nothing(value)):
        return None
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise UnusableValueError(
            f"“{shown(value)}” must be a year such as 2030 or a month such as 2030-06"
        )
    parts = [int(part) for part in value.split("-")]
    year, month, day = (*parts, 12, 1)[:3] if len(parts) == 1 else (*parts, 1)[:3]
    if not 1 <= month <= 12:
        raise UnusableValueError(f"“{shown(value)}” has no such month")
    if not 1 <= day <= monthrange(year, month)[1]:
        raise UnusableValueError(f"“{shown(value)}” has no such day")
    if not (today.year, today.month) <= (year, month) <= (today.year + _FARTHEST, 12):
        raise UnusableValueError(f"must lie between today and {today.year + _FARTHEST}")
    return f"{year}-{month:02}" if len(parts) > 1 else f"{year}"


def _skills(value: Any, kb: KnowledgeBase, today: date) -> dict[str, int] | None:
    """Ratings from 1 to 5 by a skill's name, or by any of its words that names no other."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise UnusableValueError("must be skills with a rating, such as `managing incidents: 3`")
    labels = [fact.label for fact in kb.facts(FactKind.SKILL)]
    found: dict[str, int] = {}
    for name, rating in value.items():
        fitting = [label for label in labels if name and name.lower() in label.lower()]
        if len(fitting) != 1:
            raise UnusableValueError(f"“{shown(name)}” names no skill, or several")
        if str(rating) not in ("1", "2", "3", "4", "5"):
            raise UnusableValueError(f"“{shown(rating)}” must be a rating from 1 to 5")
        found[fitting[0]] = int(rating)
    return found or None


def _is_nothing(text: str) -> bool:
    return text.strip().lower() in _NOTHING


def _done(value: Any, kb: KnowledgeBase, today: date) -> list[str] | None:
    """Keys of a plan's actions, as a conversation keeps them."""
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise UnusableValueError("must be a list, as a conversation gives it")
    return value


READERS: dict[str, Callable[[Any, KnowledgeBase, date], Any]] = {
    "job": _job,
    "experience": _experience,
    "management": _management,
    "degree": _degree,
    "certifications": _certifications,
    "target": _target,
    "pay": pay_value,
    "skills": _skills,
    "done": _done,
}
