"""A person's profile in a YAML or JSON file, read for what people mean or refused with file, line
and reason.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import AdvisorError, ProfileError
from bot.domain.profile import Profile
from bot.domain.profile_fields import FIELDS
from bot.knowledge.store import KnowledgeBase
from bot.plan.profile_values import READERS
from bot.plan.unusable_value import UnusableValueError, shown

_LONGEST = 100_000
_MOST_ENTRIES, _DEEPEST = 50, 2
_MOST_BRACKETS = 500
_LONGEST_CAREER = 60
_KEYS = (*FIELDS, "done")


class ProfileFileError(AdvisorError):
    """A profile file that can't be used: file, line, field and what is wrong."""

    def __init__(self, path: Path | str, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path}:{line}: {field + ': ' if field else ''}{problem}")
        self.line, self.field, self.problem = line, field, problem


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
                path, line, shown(key), f"unknown field; known are {', '.join(_KEYS)}"
            )
        if key in lines:
            raise ProfileFileError(path, line, key, "stands there twice")
        lines[key] = line
        try:
            value = READERS[key](_plain(value_node), kb, today)
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
    if text.count("[") + text.count("{") > _MOST_BRACKETS:  # the parser takes seconds for them
        raise ProfileFileError(path, 1, "", "holds too much: a few plain entries are meant")
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
    if profile.management.none and (profile.management.years or profile.management.people):
        problem = "`none` says that you never managed people, the rest that you did"
        raise ProfileFileError(path, lines["management"], "management", problem)
    led, worked = profile.management.years, profile.experience.total
    if worked and worked.low > _LONGEST_CAREER:
        problem = f"adds up to more than {_LONGEST_CAREER} years"
        raise ProfileFileError(path, lines["experience"], "experience", problem)
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
        return _scalar(node)
    if len(node.value) > _MOST_ENTRIES or depth > _DEEPEST:
        raise UnusableValueError("holds too much: a few plain entries are meant")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, depth + 1) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        names = [_text(key) for key, _ in node.value]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise UnusableValueError(f"“{shown(twice)}” stands there twice")
        return {_text(key): _plain(value, depth + 1) for key, value in node.value}
    raise UnusableValueError("can't be read")


def _scalar(node: yaml.ScalarNode) -> str | None:
    # a plain scalar's tag follows from its form; any other was written there
    loader: Any = yaml.SafeLoader("")
    implicit = loader.resolve(yaml.ScalarNode, node.value, (True, False))
    if node.style is None and node.tag not in (implicit, "tag:yaml.org,2002:str"):
        raise UnusableValueError(f"a tag such as {_tag(node)} can't be used here")
    if node.tag == "tag:yaml.org,2002:null" and node.style is None:
        return None
    return str(node.value).strip()


def _tag(node: yaml.Node) -> str:
    return "!!" + str(node.tag).removeprefix("tag:yaml.org,2002:")


def _text(node: yaml.Node) -> str:
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else "a list or mapping"


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
