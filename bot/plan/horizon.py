"""The earliest date for the role that the years allow, and what it depends on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.facts import Fact, FactKind
from bot.domain.profile import Profile
from bot.knowledge.store import KnowledgeBase
from bot.plan.line import add_years
from bot.plan.stage import Stage, security_years

_STUDY_MONTHS = 24
# Examples of when a first job in the field may begin; said as such, since no source gives a
# length.
_SWITCH_MONTHS = 12


@dataclass(frozen=True)
class Horizon:
    """When the years that `fact` asks for are complete.

    `earliest` goes by the low end of the span, `latest` by the high end. `starts` is an example of
    when a first job in the field may begin, None for those who work in it already. `have` is the
    years that are counted, `assumed` says that their field was taken from the job.
    """

    earliest: date
    latest: date
    fact: Fact
    low: float
    high: float
    have: float
    starts: date | None = None
    assumed: bool = False
    # Years between the most and the least that the person's own words allow.
    spread: float = 0.0

    @property
    def is_met(self) -> bool:
        return self.have >= self.low

    @property
    def field(self) -> str:
        """What the years are of, as the fact says: `work in IT security`."""
        return self.fact.figure.scope if self.fact.figure else ""


def experience_fact(kb: KnowledgeBase) -> Fact | None:
    """The span of years that a step to the role asks for; other
    figures of experience don't count.
    """
    steps = {step.passage.id for step in kb.facts(FactKind.STEP)}
    for fact in kb.facts(FactKind.EXPERIENCE):
        if fact.figure and fact.figure.unit == "years" and fact.passage.id in steps:
            return fact
    return None


def horizon(profile: Profile, stage: Stage, kb: KnowledgeBase, today: date) -> Horizon | None:
    """None when the years aren't known, no fact gives a span, or the person is there already."""
    fact = experience_fact(kb)
    if fact is None or fact.figure is None or stage is Stage.ROLE:
        return None
    years = security_years(profile, kb)
    if years.span is None or (years.assumed and years.low == 0):
        return None
    low, high = float(fact.figure.low), float(fact.figure.high)
    starts = _starts(stage, today)
    begin = starts or today
    return Horizon(
        earliest=add_years(begin, max(0.0, low - years.low)),
        latest=add_years(begin, max(0.0, high - years.low)),
        fact=fact,
        low=low,
        high=high,
        have=years.low,
        starts=starts,
        assumed=years.assumed,
        spread=years.high - years.low,
    )


def starting(known: Horizon, day: date) -> Horizon:
    """The same years with a first job in the field that begins on another day."""
    return replace(
        known,
        earliest=add_years(day, max(0.0, known.low - known.have)),
        latest=add_years(day, max(0.0, known.high - known.have)),
        starts=day,
    )


def _starts(stage: Stage, today: date) -> date | None:
    if stage is Stage.STUDENT:
        return add_years(today, _STUDY_MONTHS / 12)
    return add_years(today, _SWITCH_MONTHS / 12) if stage is Stage.OUTSIDE else None
