"""All that follows from a profile, the facts and the day: stage,
steps, certifications and earliest date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.facts import FactKind
from bot.domain.profile import Profile
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase
from bot.plan.certification_path import CertificationChoice, certification_path, passed_early
from bot.plan.horizon import Horizon, horizon
from bot.plan.requirements import Requirement, Standing, requirement, requirements
from bot.plan.stage import Focus, Stage, focus_of, is_student, stage_of

# What a plan leans on, in the order of asking.
FIELDS = ("job", "experience", "management", "degree", "certifications", "target")
# One of these is enough to plan from; the rest makes a plan more exact.
BASE = ("job", "experience")


@dataclass(frozen=True)
class Analysis:
    """Where a person stands on `on`; the same profile, facts and day always give the same."""

    on: date
    profile: Profile
    stage: Stage
    focus: Focus
    requirements: tuple[Requirement, ...]
    certifications: tuple[CertificationChoice, ...]
    passed_early: tuple[CertificationChoice, ...]
    horizon: Horizon | None

    def standing(self, kind: FactKind) -> Standing:
        found = requirement(self.requirements, kind)
        return found.standing if found else Standing.UNKNOWN

    @property
    def open(self) -> tuple[Requirement, ...]:
        """The steps that aren't done, in their order."""
        return tuple(found for found in self.requirements if found.is_open)

    @property
    def unplaced_years(self) -> Span | None:
        """All years of work, where it isn't known how many of them were in the field."""
        known = self.profile.experience
        told = known.unknown is not None and known.unknown.high > 0
        open_ = self.horizon is None and self.stage is not Stage.ROLE and known.security is None
        return known.unknown if told and open_ else None

    @property
    def next_certification(self) -> CertificationChoice | None:
        return self.certifications[0] if self.certifications else None


def analyze(profile: Profile, kb: KnowledgeBase, today: date) -> Analysis:
    stage = stage_of(profile, kb)
    return Analysis(
        on=today,
        profile=profile,
        stage=stage,
        focus=focus_of(profile),
        requirements=requirements(profile, kb),
        certifications=certification_path(profile, stage, kb, today),
        passed_early=passed_early(profile, kb, today),
        horizon=horizon(profile, stage, kb, today),
    )


def needed(profile: Profile) -> tuple[str, ...]:
    """The fields of which a plan needs one and has none, in the order of asking."""
    lacking = missing(profile)
    return BASE if set(BASE) <= set(lacking) else ()


def missing(profile: Profile) -> tuple[str, ...]:
    """The fields that would make a plan more exact, in the order of asking."""
    management, experience = profile.management, profile.experience
    led = management.none or management.now or management.people is not None
    known = {
        "job": bool(profile.job),
        "experience": experience.total is not None or is_student(profile),
        "management": led or management.years is not None,
        "degree": profile.degree is not None,
        "certifications": bool(profile.certifications) or profile.certifications_none,
        "target": bool(profile.target),
    }
    return tuple(field for field in FIELDS if not known[field])
