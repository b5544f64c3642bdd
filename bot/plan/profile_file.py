"""A person's profile in a YAML or JSON file, read for what people mean or refused with file, line and reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import Problem
from bot.domain.profile import DEGREE_LEVELS, EXPERIENCE_FIELDS, MOST_YEARS, Profile, ProfileError
from bot.knowledge.store import KnowledgeBase
from bot.plan.requirements import certification_id

_LONGEST = 100_000
_FARTHEST = 50
_MOST_ENTRIES, _DEEPEST = 50, 2
_NOTHING = frozenset(["none", "no", "nothing", "never", "keine", "-", "n/a"])
_KEYS = ("job", "experience", "management", "degree", "certifications", "target", "pay")
_LEVELS = {
    "bachelors": "bachelor", "bsc": "bachelor", "ba": "bachelor", "masters": "master", "msc": "master", "phd": "doctorate",
    "jd": "law", "llb": "law",
}  # fmt: skip
_SPAN = f"a number of years from 0 to {MOST_YEARS:.0f}, or a span such as “5 to 7”"


class ProfileFileError(Problem):
    """A profile file that can't be used: file, line, field and what is wrong."""

    def __init__(self, path: Path | str, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path}:{line}: {field + ': ' if field else ''}{problem}")
        self.line, self.field, self.problem = line, field, problem


class UnusableValueError(ValueError):
    """What is wrong with one value."""


def read_profile(path: Path, kb: KnowledgeBase, today: date) -> Profile:
    """The profile of a file; raises ProfileFileError that names line and field."""
    root = _compose(path)
    if not isinstance(root, yaml.MappingNode):
        raise ProfileFileError(
            path, _line(root), "", "must be fields with values, such as `job: SOC analyst`"
        )
    read: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in root.value:
        key, line = _text(key_node), _line(key_node)
        if key not in _KEYS:
            raise ProfileFileError(
                path, line, key[:40], f"unknown field; known are {', '.join(_KEYS)}"
            )
        if key in lines:
            raise ProfileFileError(path, line, key, "stands there twice")
        lines[key] = line
        try:
            value = _READERS[key](_plain(value_node), kb, today)
        except UnusableValueError as error:
            raise ProfileFileError(path, _line(value_node), key, str(error)) from error
        if value is not None:
            read[key] = value
    try:
        profile = Profile.from_dict(read)
    except ProfileError as error:
        field, _, problem = str(error).partition(": ")
        line = lines.get(field.partition(".")[0], 1)
        raise ProfileFileError(path, line, field, problem) from error
    _check(profile, path, lines)
    return profile


def _compose(path: Path) -> yaml.Node:
    try:
        with path.open("rb") as file:
            raw = file.read(4 * _LONGEST + 1)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ProfileFileError(path, line, "", "not UTF-8") from error
    except OSError as error:
        raise ProfileFileError(path, 1, "", f"can't be read: {error.strerror}") from error
    if len(text) > _LONGEST:
        raise ProfileFileError(path, 1, "", f"longer than {_LONGEST:,} characters")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "can't be read"
        line = mark.line + 1 if mark else 1
        raise ProfileFileError(path, line, "", f"neither YAML nor JSON: {problem}") from error
    if node is None:
        raise ProfileFileError(path, 1, "", f"empty: give at least one of {', '.join(_KEYS)}")
    return node


def _check(profile: Profile, path: Path, lines: dict[str, int]) -> None:
    if profile.is_empty:
        raise ProfileFileError(path, 1, "", f"empty: give at least one of {', '.join(_KEYS)}")
    led, worked = profile.management.years, profile.experience.total
    if led and worked and led.low > worked.high:
        raise ProfileFileError(
            path,
            lines["management"],
            "management.years",
            "more years than there are in `experience`",
        )


def _plain(node: yaml.Node, depth: int = 0) -> Any:
    """Texts as written, lists and mappings of them; tags such as `!!timestamp` are refused.

    Scalars stay texts, so that `010` is ten and `no` isn't false.
    """
    if isinstance(node, yaml.ScalarNode):
        # a plain scalar's tag follows from its form; any other was written there
        loader: Any = yaml.SafeLoader("")
        implicit = loader.resolve(yaml.ScalarNode, node.value, (True, False))
        if node.style is None and node.tag not in (implicit, "tag:yaml.org,2002:str"):
            raise UnusableValueError(f"a tag such as {_tag(node)} can't be used here")
        if node.tag == "tag:yaml.org,2002:null" and node.style is None:
            return None
        return node.value.strip()
    if len(node.value) > _MOST_ENTRIES or depth > _DEEPEST:
        raise UnusableValueError("holds too much: a few plain entries are meant")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, depth + 1) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {_text(key): _plain(value, depth + 1) for key, value in node.value}
    raise UnusableValueError("can't be read")


def _tag(node: yaml.Node) -> str:
    return "!!" + str(node.tag).removeprefix("tag:yaml.org,2002:")


def _text(node: yaml.Node) -> str:
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else "a list or mapping"


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


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
            f"unknown field “{unknown[0][:40]}”; known are {', '.join(EXPERIENCE_FIELDS)}"
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
        parts = text.split("-")
    try:
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError):
        raise UnusableValueError(f"“{_shown(value)}” must be {_SPAN}") from None
    fits = 1 <= len(numbers) <= 2 and all(0 <= number <= MOST_YEARS for number in numbers)
    if not fits or numbers != sorted(numbers):
        raise UnusableValueError(f"“{_shown(value)}” must be {_SPAN}")
    return [numbers[0], numbers[-1]]


def _management(value: Any, kb: KnowledgeBase, today: date) -> dict[str, Any] | None:
    """A mapping, years alone, or `none`."""
    if value is None:
        return None
    if not isinstance(value, dict):
        if isinstance(value, str) and _is_nothing(value):
            return {"none": True}
        return {"years": _span(value)}
    found: dict[str, Any] = {}
    for key, entry in value.items():
        if key == "years" and entry is not None:
            found["years"] = _span(entry)
        elif key == "people" and entry is not None:
            found["people"] = _people(entry)
        elif key in ("now", "none") and entry is not None:
            found[key] = _truth(key, entry)
        elif entry is not None:
            raise UnusableValueError(
                f"unknown field “{key[:40]}”; known are years, people, now, none"
            )
    return found or None


def _people(value: Any) -> int:
    text = str(value)
    if _is_nothing(text):
        return 0
    if not text.isdecimal() or int(text) > 1_000_000:
        raise UnusableValueError(f"“{_shown(value)}” is not a number of people")
    return int(text)


def _truth(key: str, value: Any) -> bool:
    text = str(value).lower()
    if text in ("true", "yes", "y"):
        return True
    if text in ("false", "no", "n"):
        return False
    raise UnusableValueError(f"`{key}` must be true or false, not “{_shown(value)}”")


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
            f"“{_shown(given['level'])}” must be one of {', '.join(DEGREE_LEVELS)}"
        )
    status = str(given.get("status") or "held").lower().replace(" ", "_")
    return {"level": level, "status": status}


def _certifications(value: Any, kb: KnowledgeBase, today: date) -> dict[str, str] | None:
    """`[CISSP, CISM]`, `CISSP, CISM`, `CISSP: lapsed`, `none`."""
    if value is None:
        return None
    if isinstance(value, str):
        value = [] if _is_nothing(value) else [part.strip() for part in value.split(",")]
    if isinstance(value, list):
        value = dict.fromkeys(value if all(isinstance(v, str) for v in value) else [""], "held")
    found = {}
    for name, status in value.items():
        if not 1 <= len(name) <= 60 or not name.isprintable():
            raise UnusableValueError("must be names, such as `CISSP, Security+`, or none")
        if _is_nothing(name):
            continue
        known = kb.entity(certification_id(name, kb))
        said = str(status or "held").lower().replace(" ", "_")
        found[known.name if known else name] = said
    return found


def _target(value: Any, kb: KnowledgeBase, today: date) -> str | None:
    """`2030`, `2030-06` or a whole date; never one gone by."""
    if value is None or (isinstance(value, str) and _is_nothing(value)):
        return None
    parts = str(value).split("-") if isinstance(value, str) else []
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() for part in parts):
        raise UnusableValueError(
            f"“{_shown(value)}” must be a year such as 2030 or a month such as 2030-06"
        )
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 12
    if not 1 <= month <= 12:
        raise UnusableValueError(f"“{_shown(value)}” has no such month")
    if not (today.year, today.month) <= (year, month) <= (today.year + _FARTHEST, 12):
        raise UnusableValueError(f"must lie between today and {today.year + _FARTHEST}")
    return f"{year}-{month:02}" if len(parts) > 1 else f"{year}"


def _pay(value: Any, kb: KnowledgeBase, today: date) -> dict[str, Any] | None:
    """Amounts in US dollars a year: `150000`, `$150,000`, `150k`; the bonus may be a share such as `20%`."""
    if value is None:
        return None
    given = value if isinstance(value, dict) else {"base": value}
    found: dict[str, Any] = {}
    for key, entry in given.items():
        if entry is None:
            continue
        if key == "kind" or (key == "bonus" and str(entry).endswith("%")):
            found[key] = str(entry)
        else:
            found[key] = _amount(entry)
    return found or None


def _amount(value: Any) -> int:
    text = str(value).lower().replace(",", "").replace("$", "").replace("_", "").strip()
    factor = 1000 if text.endswith("k") else 1
    try:
        return round(float(text.removesuffix("k")) * factor)
    except (ValueError, OverflowError):
        raise UnusableValueError(f"“{_shown(value)}” is not an amount in dollars") from None


def _is_nothing(text: str) -> bool:
    return text.strip().lower() in _NOTHING


def _shown(value: Any) -> str:
    return str(value)[:40]


_READERS: dict[str, Callable[[Any, KnowledgeBase, date], Any]] = {
    "job": _job,
    "experience": _experience,
    "management": _management,
    "degree": _degree,
    "certifications": _certifications,
    "target": _target,
    "pay": _pay,
}
