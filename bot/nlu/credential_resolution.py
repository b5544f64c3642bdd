"""Puts the degrees and the certifications of a message together, each with its status."""

from __future__ import annotations

from typing import cast

from bot.domain.profile_parts import (
    DEGREE_LEVELS,
    DEGREE_STATUSES,
    Degree,
    DegreeLevel,
    DegreeStatus,
)
from bot.domain.profile_update import Operation
from bot.nlu.denials import denies
from bot.nlu.readings import MessageReading

_STRENGTH = {"held": 3, "in_progress": 2, "planned": 1, "dropped": 0, "none": -1}
# What people mean by "a degree", "college", "uni".
_LEVEL_OF_UNNAMED: DegreeLevel = "bachelor"


def resolve_degree(message: MessageReading, owner: str) -> list[Operation]:
    """The highest degree that is held or under way; `none` where that was said of all."""
    found: list[Degree] = []
    none = denies(message, "degree", owner)
    for reading in message.of("degree", owner):
        name = reading.candidate.degree
        level = name.level if name else "unknown"
        if reading.role == "none":
            none = none or level in ("unknown", "none", "bachelor")
        elif level != "none":
            known = _LEVEL_OF_UNNAMED if level == "unknown" else level
            found.append(Degree(known, cast(DegreeStatus, reading.role)))
    if found:
        best = max(found, key=_rank)
        return [Operation("set", "degree", best)]
    if none:
        return [Operation("set", "degree", Degree("none"))]
    return _refined_degree(message, owner)


def _rank(degree: Degree) -> tuple[bool, int, int]:
    under_way = degree.status in ("held", "in_progress")
    return under_way, DEGREE_LEVELS.index(degree.level), _STRENGTH[degree.status]


def _refined_degree(message: MessageReading, owner: str) -> list[Operation]:
    """`one class left` after a degree was named, `yup` after it was asked for."""
    if owner:
        return []
    for status in DEGREE_STATUSES:
        if message.words_of(f"degree.{status}"):
            if message.last_named == "degree":
                return [Operation("refine", "degree", status)]
            if message.asked == "degree":
                return [Operation("set", "degree", Degree(_LEVEL_OF_UNNAMED, status))]
    return []


def resolve_certifications(message: MessageReading, owner: str) -> list[Operation]:
    """Each certification with its status; "it lapsed" is about the one that was named last."""
    statuses: dict[str, str] = {}
    none = denies(message, "certifications", owner)
    for reading in message.of("certification", owner):
        name = reading.candidate.certification
        if name is None:
            continue
        if name.name:
            statuses[name.name] = reading.role
        else:
            none = none or reading.role == "never"
    operations = [
        Operation("set", f"certifications.{name}", status) for name, status in statuses.items()
    ]
    if none and "held" not in statuses.values():
        operations.insert(0, Operation("set", "certifications", None))
    if not operations and not owner and message.last_named.startswith("certifications."):
        for status in ("lapsed", "failed", "in_progress", "planned", "held"):
            if message.words_of(f"certification.{status}"):
                operations.append(Operation("refine", message.last_named, status))
                break
    return operations
