"""What is supposed, in words that begin a sentence: what would be there, and what would be gone."""

from __future__ import annotations

from bot.domain.profile import Profile
from bot.domain.profile_parts import Degree, Experience
from bot.domain.reply import joined
from bot.knowledge.store import KnowledgeBase
from bot.plan.line import (
    capital,
    describe_certifications,
    describe_degree,
    describe_experience,
    describe_field,
    describe_management,
    the,
)
from bot.plan.progress import changed_fields
from bot.plan.requirements import SECOND_DEGREES


def condition_of(before: Profile, after: Profile, kb: KnowledgeBase) -> str:
    """What is supposed, to begin a sentence with: `With the CISM`, `Without a degree`."""
    given, left_out = [], []
    for field in changed_fields(before, after):
        gone = _left_out(field, before, after)
        # what is gone is no gift as well, but one certification may take another's place
        new = "" if gone and field != "certifications" else _given(field, before, after, kb)
        left_out += [gone] if gone else []
        given += [new] if new else []
    parts = [f"with {joined(given)}"] if given else []
    parts += [f"without {joined(left_out)}"] if left_out else []
    return capital(" and ".join(parts)) or "If that were so"


def _left_out(field: str, before: Profile, after: Profile) -> str:
    """What of a field would be gone."""
    if field == "degree":
        return _degree_left_out(before.degree, after.degree)
    if field == "management" and after.management.none:
        return "a team"
    if field == "certifications":
        kept = dict(after.certifications)
        gone = [n for n, _ in before.certifications if n not in kept]
        gone += [n for n, status in kept.items() if status == "never"]
        return joined(map(the, dict.fromkeys(gone))) if gone else ""
    return ""


def _degree_left_out(before: Degree | None, after: Degree | None) -> str:
    """The degree that would be gone: all of them, or the second one."""
    if after is None or after.level == "none":
        return "a degree" if after is not None else ""
    second = before is not None and before.level in SECOND_DEGREES
    if before is None or not second or after.level in SECOND_DEGREES:
        return ""
    return describe_degree(Degree(before.level)).replace("a ", "the ", 1).replace("an ", "the ", 1)


def _given(field: str, before: Profile, after: Profile, kb: KnowledgeBase) -> str:
    """What of a field would be new."""
    if field == "certifications":
        known = dict(before.certifications)
        fresh = [(n, s) for n, s in after.certifications if known.get(n) != s and s != "never"]
        return joined(
            the(n) if s == "held" else describe_certifications(Profile(certifications=((n, s),)))
            for n, s in fresh
        )
    if field == "experience":
        return describe_experience(Profile(experience=_new_years(before, after)), kb)
    if field == "degree" and after.degree is not None:
        return describe_degree(after.degree)
    if field == "management":
        return describe_management(after)
    if field == "job":
        return f"a job as {after.job}"
    return describe_field(after, field, kb)


def _new_years(before: Profile, after: Profile) -> Experience:
    """The years of the fields that differ."""
    old, new = vars(before.experience), vars(after.experience)
    return Experience(**{name: span for name, span in new.items() if span != old[name]})
