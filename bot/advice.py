"""Where a person stands on the way to the job: pure functions from a profile and the facts, no Rasa, no wording."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.knowledge.records import Fact, FactKind
from bot.knowledge.store import KnowledgeBase

_DEGREES = ("diploma", "bachelor", "master", "mba", "doctorate")


class Standing(str, Enum):
    MET = "met"
    PARTLY = "partly met"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Profile:
    """What a person has said; None and empty mean not said. `degree` is a level such as `bachelor`."""

    years: int | None = None
    degree: str = ""
    certifications: tuple[str, ...] = ()
    manages: bool | None = None

    @property
    def is_empty(self) -> bool:
        return self == Profile()


@dataclass(frozen=True)
class Requirement:
    """One step with how far it is met, and the facts that say what it takes."""

    step: Fact
    standing: Standing
    facts: tuple[Fact, ...]


def assess(profile: Profile, kb: KnowledgeBase) -> tuple[Requirement, ...]:
    """Every step of the way in order, judged by the facts of the passage that describes it."""
    found = []
    for step in kb.facts(FactKind.STEP):
        facts = tuple(fact for fact in kb.facts_of(step.passage) if fact.kind in _JUDGES)
        standings = [_JUDGES[fact.kind](profile, fact) for fact in facts]
        found.append(Requirement(step, _leading(standings), facts))
    return tuple(found)


def next_step(requirements: tuple[Requirement, ...]) -> Requirement | None:
    """The first step that is known not to be met, else the first that nothing is known of."""
    for wanted in ((Standing.MISSING, Standing.PARTLY), (Standing.UNKNOWN,)):
        for requirement in requirements:
            if requirement.standing in wanted:
                return requirement
    return None


def _leading(standings: list[Standing]) -> Standing:
    """A step is as far as its most demanding part that is known: met needs no part missing."""
    for standing in (Standing.MISSING, Standing.PARTLY, Standing.MET):
        if standing in standings:
            return standing
    return Standing.UNKNOWN


def _experience(profile: Profile, fact: Fact) -> Standing:
    if profile.years is None or fact.figure is None:
        return Standing.UNKNOWN
    if profile.years >= fact.figure.low:
        return Standing.MET
    return Standing.PARTLY if profile.years > 0 else Standing.MISSING


def _education(profile: Profile, fact: Fact) -> Standing:
    if not profile.degree or fact.value != "bachelor":  # a master's is an advantage, not a step
        return Standing.UNKNOWN
    return Standing.MET if _DEGREES.index(profile.degree) >= _DEGREES.index("bachelor") else Standing.PARTLY


def _certification(profile: Profile, fact: Fact) -> Standing:
    return Standing.MET if fact.about in profile.certifications else Standing.UNKNOWN


def _management(profile: Profile, fact: Fact) -> Standing:
    if profile.manages is None:
        return Standing.UNKNOWN
    return Standing.MET if profile.manages else Standing.MISSING


_JUDGES = {
    FactKind.EXPERIENCE: _experience,
    FactKind.EDUCATION: _education,
    FactKind.CERTIFICATION: _certification,
    FactKind.MANAGEMENT: _management,
}
