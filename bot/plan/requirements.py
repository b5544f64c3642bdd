"""The steps to the role, and how far a person has got on each:
met, in progress, not started, unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Profile
from bot.domain.profile_parts import CertificationStatus, Degree
from bot.knowledge.store import KnowledgeBase
from bot.plan.stage import leads, security_years

HIGH_LEVELS = ("advanced", "executive")
FIRST_DEGREES = ("bachelor", "master", "mba", "doctorate", "law")
# Those that come after a first degree: who does without one still has that.
SECOND_DEGREES = ("master", "mba", "doctorate")


class Standing(str, Enum):
    """How far a step is met; the value is what people read."""

    MET = "done"
    PARTLY = "in progress"
    MISSING = "not started"
    UNKNOWN = "I don’t know yet"


@dataclass(frozen=True)
class Requirement:
    """One step with how far it is met; `kind` is what decided, `fact` the claim behind it.

    `kind` is education, experience, certification or management, None for a step that nothing
    judges.
    """

    step: Fact
    standing: Standing
    kind: FactKind | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def fact(self) -> Fact:
        return self.facts[0] if self.facts else self.step

    @property
    def is_open(self) -> bool:
        return self.standing is not Standing.MET


def requirements(profile: Profile, kb: KnowledgeBase) -> tuple[Requirement, ...]:
    """Every step in its order, judged by the facts of the passage that describes it."""
    found = []
    for step in kb.facts(FactKind.STEP):
        facts = [fact for fact in kb.facts_of(step.passage) if fact.kind in _JUDGES]
        by_kind: dict[FactKind, list[Fact]] = {}
        for fact in facts:
            by_kind.setdefault(fact.kind, []).append(fact)
        standings = {kind: _best(profile, kind, group, kb) for kind, group in by_kind.items()}
        if not standings:
            found.append(Requirement(step, Standing.UNKNOWN))
            continue
        kind = min(standings, key=lambda kind: _SEVERITY.index(standings[kind]))
        found.append(Requirement(step, standings[kind], kind, tuple(by_kind[kind])))
    return tuple(found)


def requirement(found: Iterable[Requirement], kind: FactKind) -> Requirement | None:
    """The step that is judged by facts of a kind."""
    return next((item for item in found if item.kind is kind), None)


def level_of(certification: str, kb: KnowledgeBase) -> Fact | None:
    """The fact that tells how high a certification is; None when no source does."""
    return next(iter(kb.facts(FactKind.LEVEL, certification_id(certification, kb))), None)


def certification_id(name: str, kb: KnowledgeBase) -> str:
    """The entity of a certification by any of its names, a renamed one under its present name."""
    wanted = _squeezed(name)
    for entity in kb.entities:
        if entity.kind != "certification":
            continue
        if wanted in {_squeezed(known) for known in (entity.name, *entity.aliases)}:
            return current_id(entity.id, kb)
    return f"certification/{name}"


def current_id(certification: str, kb: KnowledgeBase) -> str:
    """The certification that took over from a renamed one, else itself."""
    for fact in kb.facts(FactKind.STATUS, certification):
        if fact.value.startswith("certification/") and kb.entity(fact.value):
            return fact.value
    return certification


def statuses(profile: Profile, kb: KnowledgeBase) -> dict[str, CertificationStatus]:
    """Certifications of the profile by their ids in the knowledge base."""
    return {certification_id(name, kb): status for name, status in profile.certifications}


def _squeezed(name: str) -> str:
    kept = "".join(c for c in name.lower().replace("plus", "+") if c.isalnum() or c == "+")
    return kept.removeprefix("comptia")


def _best(profile: Profile, kind: FactKind, facts: list[Fact], kb: KnowledgeBase) -> Standing:
    """Of several facts of a kind, such as certifications to choose from, one is enough."""
    standings = [_JUDGES[kind](profile, fact, kb) for fact in facts]
    return min(standings, key=(_SEVERITY[2], _SEVERITY[1], _SEVERITY[0], _SEVERITY[3]).index)


_SEVERITY = (Standing.MISSING, Standing.PARTLY, Standing.MET, Standing.UNKNOWN)


def _experience(profile: Profile, fact: Fact, kb: KnowledgeBase) -> Standing:
    years = security_years(profile, kb)
    if years.span is None or fact.figure is None:
        return Standing.UNKNOWN
    if years.assumed and years.low == 0:
        return Standing.UNKNOWN
    if years.low >= fact.figure.low:
        return Standing.MET
    return Standing.PARTLY if years.high > 0 else Standing.MISSING


def _education(profile: Profile, fact: Fact, kb: KnowledgeBase) -> Standing:
    """A master's is an advantage, not a step; a first degree that was broken off is none."""
    degree = profile.degree
    if degree is None or fact.value != "bachelor":
        return Standing.UNKNOWN
    if has_first_degree(degree):
        return Standing.MET
    if degree.level == "none" or degree.status in ("planned", "dropped"):
        return Standing.MISSING
    return Standing.PARTLY


def has_first_degree(degree: Degree) -> bool:
    """Whether a first degree is held: who began a master's or an MBA has one, finished or not."""
    if degree.status == "held":
        return degree.level in FIRST_DEGREES
    return degree.level in SECOND_DEGREES and degree.status in ("in_progress", "dropped")


def _certification(profile: Profile, fact: Fact, kb: KnowledgeBase) -> Standing:
    """High-level certifications are what counts; what lapsed, failed or is only planned doesn't."""
    if not profile.certifications and not profile.certifications_none:
        return Standing.UNKNOWN
    if any(is_high(name, kb) for name in profile.held()):
        return Standing.MET
    begun = [s for _, s in profile.certifications if s in ("held", "in_progress")]
    return Standing.PARTLY if begun else Standing.MISSING


def is_high(certification: str, kb: KnowledgeBase) -> bool:
    level = level_of(certification, kb)
    return level is not None and level.value in HIGH_LEVELS


def _management(profile: Profile, fact: Fact, kb: KnowledgeBase) -> Standing:
    """The sources ask for leading people without a number of years; one intern is a beginning."""
    known = profile.management
    if leads(profile):
        long = known.years is not None and known.years.low >= 1
        return Standing.MET if long or (known.people or 2) > 1 else Standing.PARTLY
    nobody = known.people == 0 or (known.years is not None and known.years.high <= 0)
    return Standing.MISSING if known.none or nobody else Standing.UNKNOWN


_JUDGES: dict[FactKind, Callable[[Profile, Fact, KnowledgeBase], Standing]] = {
    FactKind.EXPERIENCE: _experience,
    FactKind.EDUCATION: _education,
    FactKind.CERTIFICATION: _certification,
    FactKind.MANAGEMENT: _management,
}
