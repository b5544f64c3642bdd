"""Where a person stands on the way to the job: pure functions from a profile and the facts, no Rasa, no wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.domain.facts import LEVELS, Fact, FactKind
from bot.domain.person import DEGREES, Profile, later
from bot.knowledge.store import KnowledgeBase

_HIGH = ("advanced", "executive")
_FIRST_DEGREE = DEGREES.index("bachelor")
_EVERY_DOMAIN = re.compile(r"each\b|all\b|every\b")
"""Years in each of several domains can't be told from years in all."""


class Standing(str, Enum):
    MET = "met"
    PARTLY = "partly met"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Requirement:
    """One step with how far it is met, and the facts that say what it takes, that of the deciding kind first."""

    step: Fact
    standing: Standing
    facts: tuple[Fact, ...]

    @property
    def kind(self) -> FactKind | None:
        """What the step is about: education, experience, certification, management; None when nothing judges it."""
        return self.facts[0].kind if self.facts else None


@dataclass(frozen=True)
class Credential:
    """A certification as a choice: `opens` is when its years will be complete, None when that can't be told."""

    id: str
    name: str
    named: Fact
    held: bool
    in_steps: bool
    """Whether the steps to the job name it."""
    level: Fact | None
    rules: tuple[Fact, ...]
    """The prerequisite that counts for this person, and what is waived of it."""
    opens: date | None


@dataclass(frozen=True)
class Assumption:
    """What the earliest date leans on: `span` (of the source), `years` (of the person), `counted` (that all count).

    `months` is how much later the date would be, less than nothing when it would be earlier.
    """

    name: str
    months: int
    fact: Fact


@dataclass(frozen=True)
class Horizon:
    """The earliest date by the spans that the facts give; `fact` is what decides it."""

    earliest: date
    latest: date
    fact: Fact
    assumptions: tuple[Assumption, ...]
    """The one that moves the date most comes first."""


@dataclass(frozen=True)
class Plan:
    """All that follows from a profile: what is next comes first in `open`, nothing that is met is in it."""

    on: date
    profile: Profile
    requirements: tuple[Requirement, ...]
    open: tuple[Requirement, ...]
    credentials: tuple[Credential, ...]
    horizon: Horizon | None

    @property
    def next(self) -> Requirement | None:
        return self.open[0] if self.open else None


@dataclass(frozen=True)
class Difference:
    """What two plans disagree on: a requirement's standing before and after."""

    before: Requirement
    after: Requirement


def plan(profile: Profile, kb: KnowledgeBase, today: date) -> Plan:
    """The same profile, facts and day always give the same plan."""
    requirements = assess(profile, kb)
    first = next_step(requirements)
    rest = (r for r in requirements if r.standing is not Standing.MET and r is not first)
    return Plan(
        on=today,
        profile=profile,
        requirements=requirements,
        open=(first, *rest) if first else (),
        credentials=credentials(profile, kb, today),
        horizon=_horizon(profile, requirements, today),
    )


def assess(profile: Profile, kb: KnowledgeBase) -> tuple[Requirement, ...]:
    """Every step of the way in order, judged by the facts of the passage that describes it."""
    found = []
    for step in kb.facts(FactKind.STEP):
        facts = [fact for fact in kb.facts_of(step.passage) if fact.kind in _JUDGES]
        kinds = list(dict.fromkeys(fact.kind for fact in facts))
        standings = {
            kind: _best(_JUDGES[kind](profile, f, kb) for f in facts if f.kind is kind)
            for kind in kinds
        }
        kind = min(kinds, key=lambda kind: _SEVERITY.index(standings[kind]), default=None)
        facts.sort(key=lambda fact: fact.kind is not kind)
        found.append(Requirement(step, standings[kind] if kind else Standing.UNKNOWN, tuple(facts)))
    return tuple(found)


def next_step(requirements: tuple[Requirement, ...]) -> Requirement | None:
    """The first step known not to be met that can be taken now: years that have begun complete themselves.

    When only those years are left, they are next; when nothing is known not to be met, the first unknown is.
    """
    short = [r for r in requirements if r.standing in (Standing.MISSING, Standing.PARTLY)]
    unknown = [r for r in requirements if r.standing is Standing.UNKNOWN]
    now = [
        r for r in short if not (r.kind is FactKind.EXPERIENCE and r.standing is Standing.PARTLY)
    ]
    return next(iter([*now, *short, *unknown]), None)


def credentials(profile: Profile, kb: KnowledgeBase, today: date) -> tuple[Credential, ...]:
    """Every certification that the sources name, those that the steps name first, by level within."""
    steps = {step.passage.id for step in kb.facts(FactKind.STEP)}
    named = sorted(kb.facts(FactKind.CERTIFICATION), key=lambda fact: fact.passage.id not in steps)
    renamed = {
        fact.about: fact.value
        for fact in kb.facts(FactKind.STATUS)
        if fact.value.startswith("certification/")
    }
    found: dict[str, Credential] = {}
    for fact in named:
        # what was renamed is looked up under its present name, so that the plan doesn't send anybody after the old one
        current = renamed.get(fact.about, fact.about)
        entity = kb.entity(current) or kb.entity(fact.about)
        if entity is None or entity.id in found:
            continue
        held = bool({current, fact.about} & set(profile.certifications or ()))
        level = next(iter(kb.facts(FactKind.LEVEL, current)), None)
        rules, opens = _eligibility(entity.id, profile, kb, today)
        in_steps = fact.passage.id in steps
        found[entity.id] = Credential(
            entity.id, entity.name, fact, held, in_steps, level, rules, opens
        )
    return tuple(
        sorted(
            found.values(),
            key=lambda c: (c.level is None, LEVELS.index(c.level.value) if c.level else 0),
        )
    )


def advisable(plan: Plan) -> Credential | None:
    """The high-level certification not held whose years are complete first; on the same day one that the steps name."""
    choices = [
        c for c in plan.credentials if not c.held and c.level and c.level.value in _HIGH and c.opens
    ]
    return min(
        choices,
        key=lambda c: (c.opens, not c.in_steps, LEVELS.index(c.level.value if c.level else "")),
        default=None,
    )


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """The requirements that stand differently, in order; both plans are of the same facts."""
    earlier = {requirement.step.id: requirement for requirement in before.requirements}
    pairs = [(earlier[r.step.id], r) for r in after.requirements if r.step.id in earlier]
    return tuple(Difference(old, new) for old, new in pairs if old.standing is not new.standing)


def shortfall(profile: Profile, fact: Fact) -> float:
    """The years still to go until the low end of the span of `fact`."""
    have = profile.years.low if profile.years else 0.0
    return max(0.0, fact.figure.low - have) if fact.figure else 0.0


def _eligibility(
    certification: str, profile: Profile, kb: KnowledgeBase, today: date
) -> tuple[tuple[Fact, ...], date | None]:
    """The path that opens first with its rules, and when; the years of all told fields are taken to count."""
    required = [
        f
        for f in kb.facts(FactKind.PREREQUISITE, certification)
        if f.figure and f.figure.unit == "years"
    ]
    firm = [fact for fact in required if fact.figure and fact.figure.measure != "recommended"]
    if not firm:
        return tuple(required), today if required else None
    alongside = [fact for fact in firm if fact.value == "management"]
    paths = [
        fact for fact in firm
        if fact not in alongside and not _EVERY_DOMAIN.match(fact.figure.scope if fact.figure else "")
        and (not fact.value.startswith("certification/") or fact.value in (profile.certifications or ()))
    ]  # fmt: skip
    waiver = next(
        (w for w in kb.facts(FactKind.WAIVER, certification) if _waived(w, certification, profile)),
        None,
    )
    if profile.years is None or not paths:
        return (*(paths or firm)[:1], *alongside), None
    waived = waiver.figure.high if waiver and waiver.figure else 0.0

    def opens(fact: Fact) -> date:
        assert fact.figure is not None and profile.years is not None
        return later(today, max(0.0, fact.figure.low - waived - profile.years.low))

    path = min(paths, key=lambda fact: (opens(fact), fact.value == "training"))
    rules = (path, *alongside, *([waiver] if waiver else []))
    missing = 0.0
    for fact in alongside:
        if profile.leading is None and profile.leads is not False:
            return rules, None
        led = profile.leading.low if profile.leading else 0.0
        missing = max(missing, (fact.figure.low if fact.figure else 0.0) - led)
    return rules, max(opens(path), later(today, max(0.0, missing)))


def _waived(waiver: Fact, certification: str, profile: Profile) -> bool:
    if waiver.value == "degree":
        return bool(profile.degree) and DEGREES.index(profile.degree) >= _FIRST_DEGREE
    return False  # which credentials are approved, the facts don't say


def _horizon(
    profile: Profile, requirements: tuple[Requirement, ...], today: date
) -> Horizon | None:
    """None when the years aren't known or no fact gives a span."""
    fact = next(
        (f for r in requirements for f in r.facts if f.kind is FactKind.EXPERIENCE and f.figure),
        None,
    )
    if fact is None or fact.figure is None or profile.years is None:
        return None
    low, high, years = fact.figure.low, fact.figure.high, profile.years

    def at(needed: float, have: float) -> date:
        return later(today, max(0.0, needed - have))

    earliest = at(low, years.low)
    others = {"span": at(high, years.low), "years": at(low, years.high)}
    if profile.field != "security":
        others["counted"] = at(low, 0.0)
    assumptions = [
        Assumption(name, _months(earliest, day), fact)
        for name, day in others.items()
        if day != earliest
    ]
    return Horizon(
        earliest,
        others["span"],
        fact,
        tuple(sorted(assumptions, key=lambda a: (-abs(a.months), a.name))),
    )


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


_SEVERITY = (Standing.MISSING, Standing.PARTLY, Standing.MET, Standing.UNKNOWN)
"""A step is as far as its most demanding part that is known."""


def _best(standings: Iterable[Standing]) -> Standing:
    """Of several facts of a kind, such as the certifications to choose from, one is enough."""
    order = (Standing.MET, Standing.PARTLY, Standing.MISSING, Standing.UNKNOWN)
    return min(standings, key=order.index)


def _experience(profile: Profile, fact: Fact, kb: KnowledgeBase) -> Standing:
    if profile.years is None or fact.figure is None:
        return Standing.UNKNOWN
    if profile.years.low >= fact.figure.low:
        return Standing.MET
    return Standing.PARTLY if profile.years.high > 0 else Standing.MISSING


def _education(profile: Profile, fact: Fact, kb: KnowledgeBase) -> Standing:
    if not profile.degree or fact.value != "bachelor":  # a master's is an advantage, not a step
        return Standing.UNKNOWN
    if profile.degree == "none":
        return Standing.MISSING
    return Standing.MET if DEGREES.index(profile.degree) >= _FIRST_DEGREE else Standing.PARTLY


def _certification(profile: Profile, fact: Fact, kb: KnowledgeBase) -> Standing:
    """High-level credentials are what counts; one of a level that nobody tells is taken for it when it is named here."""
    if profile.certifications is None:
        return Standing.UNKNOWN
    standing = Standing.PARTLY if profile.certifications else Standing.MISSING
    for held in profile.certifications:
        level = next(iter(kb.facts(FactKind.LEVEL, held)), None)
        if level.value in _HIGH if level else held == fact.about:
            standing = Standing.MET
    return standing


def _management(profile: Profile, fact: Fact, kb: KnowledgeBase) -> Standing:
    """The facts ask for leading people without a number of years, so any time counts."""
    if profile.leading is not None:
        return Standing.MET if profile.leading.high > 0 else Standing.MISSING
    if profile.leads is None:
        return Standing.UNKNOWN
    return Standing.MET if profile.leads else Standing.MISSING


_JUDGES = {
    FactKind.EXPERIENCE: _experience,
    FactKind.EDUCATION: _education,
    FactKind.CERTIFICATION: _certification,
    FactKind.MANAGEMENT: _management,
}
