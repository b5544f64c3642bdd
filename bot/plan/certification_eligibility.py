"""When the years that a certification asks for are complete for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.certification_facts import years_required
from bot.plan.line import add_years, words_in
from bot.plan.requirements import has_first_degree, statuses
from bot.plan.stage import security_years

_EVERY = frozenset(["each", "all", "every"])


@dataclass(frozen=True)
class Eligibility:
    """The prerequisite that counts (`rules`), its part that must be management, what is waived of
    it, and the day on which its years are complete, None when that can't be told.
    """

    rules: tuple[Fact, ...] = ()
    managed: Fact | None = None
    waiver: Fact | None = None
    opens: date | None = None


def eligibility(
    certification: str, profile: Profile, kb: KnowledgeBase, today: date
) -> Eligibility:
    """The path to a certification that opens first for this person."""
    required = years_required(certification, kb)
    firm = [fact for fact in required if _figure(fact).measure != "recommended"]
    if not firm:
        return Eligibility(tuple(required[:1]), opens=today)
    managed = next((fact for fact in firm if fact.value == "management"), None)
    paths = _open_paths([fact for fact in firm if fact is not managed], profile, kb)
    waiver = _waiver(certification, profile, kb)
    done = _years_done(profile, waiver, kb)
    if done is None or not paths:
        return Eligibility(tuple((paths or firm)[:1]), managed, waiver)
    # the training path only where it opens earlier
    path = min(paths, key=lambda fact: (_years_open(fact, done), fact.value == "training"))
    opens = add_years(today, _years_open(path, done))
    day = opens if managed is None else _managed_by(managed, profile, today, opens)
    return Eligibility((path,), managed, waiver, day)


def _years_done(profile: Profile, waiver: Fact | None, kb: KnowledgeBase) -> float | None:
    """The years that count today, with what is waived; None where they haven't begun or may be of
    another field: those are complete on no day that could be named.
    """
    years = security_years(profile, kb)
    unplaced = years.span is None or (years.assumed and years.low == 0)
    if unplaced or years.high <= 0:
        return None
    return years.low + (waiver.figure.high if waiver and waiver.figure else 0.0)


def _waiver(certification: str, profile: Profile, kb: KnowledgeBase) -> Fact | None:
    """What waives a part of the years for this person."""
    waivers = kb.facts(FactKind.WAIVER, certification)
    return next((fact for fact in waivers if _is_waived(fact, profile)), None)


def _figure(fact: Fact) -> Figure:
    assert fact.figure is not None, fact.id
    return fact.figure


def _open_paths(firm: Sequence[Fact], profile: Profile, kb: KnowledgeBase) -> list[Fact]:
    """The requirements that are for anybody, or for who holds what this person holds."""
    known = statuses(profile, kb)
    return [
        fact
        for fact in firm
        if not words_in(_figure(fact).scope) & _EVERY
        and (not fact.value.startswith("certification/") or known.get(fact.value) == "held")
    ]


def _years_open(fact: Fact, done: float) -> float:
    """The years from today until a requirement is met."""
    return max(0.0, _figure(fact).low - done)


def _managed_by(fact: Fact, profile: Profile, today: date, other: date) -> date | None:
    """The day on which the years in management are complete as
    well; None when they haven't begun.
    """
    led = profile.management.years
    needed = fact.figure.low if fact.figure else 0.0
    if led is not None and led.low >= needed:
        return other
    if not (profile.management.now or (led and led.low > 0)):
        return None
    return max(other, add_years(today, needed - (led.low if led else 0.0)))


def _is_waived(waiver: Fact, profile: Profile) -> bool:
    """A first degree that is held; which other credentials are approved, the sources don't say."""
    degree = profile.degree
    return waiver.value == "degree" and degree is not None and has_first_degree(degree)
