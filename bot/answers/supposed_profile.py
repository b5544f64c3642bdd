"""A person as they would be: what is supposed of them, and what a certification or degree makes of
their profile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.profile_parts import DEGREE_LEVELS, Degree, Management
from bot.knowledge.store import KnowledgeBase
from bot.plan.requirements import (
    SECOND_DEGREES,
    certification_id,
    statuses,
)


@dataclass(frozen=True)
class Supposition:
    """The person as they would be, and as they are where nothing that is supposed can be told.

    `condition` is what is supposed, to begin a sentence with; empty leaves it to what differs.
    `before` is what there is to say first: that something is so already. `closing` is what to know
    of it. `starts` is when a first job in the field is supposed to begin.
    """

    profile: Profile
    condition: str = ""
    before: str = ""
    closing: str = ""
    starts: date | None = None


def supposing(
    profile: Profile, things: tuple[str, ...], kb: KnowledgeBase, *, without: bool = False
) -> Profile:
    """The profile with the first certification or degree that is named, or `without` it.

    For a what-if whose supposition wasn't heard: "what if I had the CISM?", "and without the
    degree?". A certification that isn't held is left out of what is to come.
    """
    for thing in things:
        kind, _, name = thing.partition("/")
        if kind == "certification" and kb.entity(thing):
            return _certified(profile, thing, kb, without)
        if kind == "degree" and name in DEGREE_LEVELS:
            if without:
                return without_kinds(profile, {FactKind.EDUCATION}, name)
            return replace(profile, degree=Degree(name))
    return profile


def _certified(profile: Profile, thing: str, kb: KnowledgeBase, without: bool) -> Profile:
    """The profile with a certification, or without it."""
    entity, known = kb.entity(thing), statuses(profile, kb)
    names = {n: s for n, s in profile.certifications if certification_id(n, kb) != thing}
    if entity is not None and not without:
        names[entity.name] = "held"
    elif entity is not None and known.get(thing) != "held":
        names[entity.name] = "never"
    return replace(profile, certifications=tuple(names.items()), certifications_none=not names)


def without_kinds(profile: Profile, kinds: set[FactKind | None], level: str = "") -> Profile:
    """The profile without what the person has of the kinds, or has begun; who does without a
    master's has a first degree still.
    """
    degree = profile.degree
    if FactKind.EDUCATION in kinds and degree is not None and degree.level != "none":
        second = level in SECOND_DEGREES and degree.level in SECOND_DEGREES
        profile = replace(profile, degree=Degree("bachelor" if second else "none"))
    if FactKind.CERTIFICATION in kinds and profile.certifications:
        profile = replace(profile, certifications=(), certifications_none=True)
    if FactKind.MANAGEMENT in kinds and profile.management not in (
        Management(),
        Management(none=True),
    ):
        profile = replace(profile, management=Management(none=True))
    return profile
