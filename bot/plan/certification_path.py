"""Which certifications suit a person next: by level, kind of
work, what is held, and when they open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from bot.domain.facts import LEVELS, Fact, FactKind
from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.certification_eligibility import eligibility
from bot.plan.certification_facts import (
    annual_fee,
    builds_on_another,
    kind_of_work,
    levelled,
    open_route,
    price_of,
)
from bot.plan.requirements import HIGH_LEVELS, certification_id, level_of, statuses
from bot.plan.stage import Focus, Stage, focus_of, is_head, leads, security_years

# Below this an exam that asks for years of work is too early to be the next thing.
_JUNIOR_YEARS = 2.0
# Years in security after which one below the high levels adds little.
_FOUNDATION_YEARS = 3.0
# Years in IT after which an entry-level certification adds little.
_SENIOR_IT_YEARS = 5.0


class Mode(str, Enum):
    """What is to be done about a certification."""

    FINISH = "finish"
    RETAKE = "retake"
    RENEW = "renew"
    SIT = "sit"
    EXAM_FIRST = "exam_first"
    PASSED_EARLY = "passed_early"
    LATER = "later"


_BEGUN = (Mode.FINISH, Mode.RETAKE, Mode.RENEW)


@dataclass(frozen=True)
class CertificationChoice:
    """A certification with what it takes of this person.

    `opens` is the day on which the years are complete, None when that can't be told; `route` a way
    to it before. `rules` are the prerequisite that counts and what is waived of it, `managed` a
    part that must be management.
    """

    id: str
    name: str
    level: Fact
    mode: Mode
    opens: date | None
    rules: tuple[Fact, ...] = ()
    managed: Fact | None = None
    waiver: Fact | None = None
    route: Fact | None = None
    price: Fact | None = None
    fee: Fact | None = None

    @property
    def required(self) -> Fact | None:
        """The prerequisite in years, where one is firm."""
        return self.rules[0] if self.rules else None

    @property
    def facts(self) -> tuple[Fact, ...]:
        extra = (self.managed, self.waiver, self.route)
        return (*self.rules, *(fact for fact in extra if fact))


def certification_path(
    profile: Profile, stage: Stage, kb: KnowledgeBase, today: date
) -> tuple[CertificationChoice, ...]:
    """What suits next first: what was begun, then by fit; at most
    three, and none for those who hold enough.
    """
    if stage in (Stage.ROLE, Stage.UNKNOWN):
        return ()
    known = statuses(profile, kb)
    choices = [
        choice
        for certification in levelled(kb)
        if known.get(certification) not in ("held", "never")
        and (choice := choose(certification, profile, kb, today)) is not None
        and suits(choice, profile, stage, kb)
    ]
    choices.sort(key=lambda choice: _rank(choice, profile, kb, today))
    if choices and not _is_junior(profile, kb):
        least = LEVELS.index(choices[0].level.value)
        choices = [choice for choice in choices if LEVELS.index(choice.level.value) >= least]
    return tuple(choices[:3])


def passed_early(
    profile: Profile, kb: KnowledgeBase, today: date
) -> tuple[CertificationChoice, ...]:
    """What is held although its years aren't complete by what was told: its exam can be passed
    before them.
    """
    held = dict.fromkeys(certification_id(name, kb) for name in profile.held())
    found = (choose(certification, profile, kb, today) for certification in held)
    return tuple(
        replace(choice, mode=Mode.PASSED_EARLY)
        for choice in found
        if choice and choice.mode is Mode.EXAM_FIRST and choice.opens
    )


def exam_first(choice: CertificationChoice) -> str:
    """How an exam is passed before its years: `as an Associate of ISC2`."""
    route = choice.route
    if route and "Associate" in route.label:
        return f"as an {route.label}"
    return "the exam first"


def choose(
    certification: str, profile: Profile, kb: KnowledgeBase, today: date
) -> CertificationChoice | None:
    """One certification as a choice for this person; None when no source tells its level."""
    entity = kb.entity(certification)
    level = next(iter(kb.facts(FactKind.LEVEL, certification)), None)
    if entity is None or level is None:
        return None
    path = eligibility(certification, profile, kb, today)
    route = open_route(certification, kb)
    status = statuses(profile, kb).get(certification)
    begun = {"in_progress": Mode.FINISH, "failed": Mode.RETAKE, "lapsed": Mode.RENEW}
    if status in begun:
        mode = begun[status]
    elif path.opens is not None and path.opens <= today:
        mode = Mode.SIT
    else:
        mode = Mode.EXAM_FIRST if route else Mode.LATER
    return CertificationChoice(
        certification, entity.name, level, mode, path.opens, path.rules, path.managed, path.waiver,
        route, price_of(certification, kb), annual_fee(certification, kb),
    )  # fmt: skip


def suits(choice: CertificationChoice, profile: Profile, stage: Stage, kb: KnowledgeBase) -> bool:
    """Whether a certification adds something for this person: by level, kind of work and rank.

    What was begun does, unless something of a higher level is held by now.
    """
    held = [level for level in map(lambda c: _level(c, kb), profile.held()) if level]
    highest = max((LEVELS.index(level) for level in held), default=-1)
    if choice.mode in _BEGUN:
        return LEVELS.index(choice.level.value) >= highest
    if not _is_own_work(choice, profile, kb):
        return False
    is_senior = stage in (Stage.LEADER, Stage.DEPUTY)
    if choice.level.value == "executive":
        return is_senior and highest >= LEVELS.index("advanced")
    if builds_on_another(choice.id, kb):
        return False  # the certification it builds on, or a broader one, comes first
    if choice.level.value in HIGH_LEVELS:
        return _ready_for_high(choice, profile, stage, highest)
    return not (is_senior or is_head(profile.job, kb)) and _adds_basics(
        choice, profile, highest, kb
    )


def _is_own_work(choice: CertificationChoice, profile: Profile, kb: KnowledgeBase) -> bool:
    """Whether a certification is written for the kind of work that this person does."""
    work = kind_of_work(choice.id, choice.level, choice.rules, kb)
    focus = focus_of(profile)
    if work is Focus.GOVERNANCE:
        return focus is Focus.GOVERNANCE
    if work is Focus.OPERATIONS:
        return focus is not Focus.GOVERNANCE and not leads(profile)
    return True


def _adds_basics(
    choice: CertificationChoice, profile: Profile, highest: int, kb: KnowledgeBase
) -> bool:
    """Whether one below the high levels adds something: above what is held, early in a career."""
    if LEVELS.index(choice.level.value) <= highest:
        return False
    if security_years(profile, kb).low >= _FOUNDATION_YEARS:
        return False
    return choice.level.value != "entry" or _it_years(profile) < _SENIOR_IT_YEARS


def _ready_for_high(
    choice: CertificationChoice, profile: Profile, stage: Stage, highest: int
) -> bool:
    """What asks for years in management comes after leading people
    or another advanced certification.
    """
    if choice.managed is None:
        return True
    return stage in (Stage.LEADER, Stage.DEPUTY) or highest >= LEVELS.index("advanced")


def _rank(
    choice: CertificationChoice, profile: Profile, kb: KnowledgeBase, today: date
) -> tuple[int, int, int, date, str]:
    """Begun first; then what fits the years, the kind of work, and what the steps name."""
    order = _BEGUN.index(choice.mode) if choice.mode in _BEGUN else len(_BEGUN)
    level = LEVELS.index(choice.level.value)
    junior = _is_junior(profile, kb)
    work = kind_of_work(choice.id, choice.level, choice.rules, kb)
    fits = work is focus_of(profile) and choice.mode is Mode.SIT
    steps = {step.passage.id for step in kb.facts(FactKind.STEP)}
    named = any(fact.passage.id in steps for fact in kb.facts(FactKind.CERTIFICATION, choice.id))
    by_level = level if junior or level > LEVELS.index("advanced") else -min(level, 2)
    return order, by_level, (0 if fits else 1 if named else 2), choice.opens or date.max, choice.id


def _is_junior(profile: Profile, kb: KnowledgeBase) -> bool:
    return security_years(profile, kb).low < _JUNIOR_YEARS and _it_years(profile) < _SENIOR_IT_YEARS


def _level(certification: str, kb: KnowledgeBase) -> str:
    fact = level_of(certification, kb)
    return fact.value if fact else ""


def _it_years(profile: Profile) -> float:
    known = profile.experience.it
    return known.low if known else 0.0
