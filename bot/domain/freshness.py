"""How long a fact can be told without a warning: by its kind,
or until the day that it names itself.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from bot.domain.facts import Fact, FactKind

# Months after the end of a fact's year for which it is fresh; None for what doesn't age by itself.
SHELF_MONTHS: dict[FactKind, int | None] = {
    FactKind.DEFINITION: None,
    FactKind.PURPOSE: None,
    FactKind.TITLE: None,
    FactKind.ABBREVIATION: None,
    FactKind.DUTY: None,
    FactKind.REQUIREMENT: None,
    FactKind.SKILL: None,
    FactKind.EDUCATION: None,
    FactKind.MANAGEMENT: None,
    FactKind.STEPPING_STONE: None,
    FactKind.CERTIFICATION: None,
    FactKind.CERTIFICATION_RULE: None,
    FactKind.ISSUER: None,
    FactKind.PAY_FACTOR: None,
    FactKind.STEP: None,
    FactKind.RESOURCE: None,
    FactKind.LEVEL: None,
    FactKind.STATUS: None,
    FactKind.CORRECTION: None,
    FactKind.STATEMENT: None,  # with a figure it ages as a survey does
    FactKind.EXAM: None,  # holds until its end date
    FactKind.PAY: 18,
    FactKind.PAY_CHANGE: 18,
    FactKind.TURNOVER: 24,
    FactKind.UPKEEP: 36,
    FactKind.PREREQUISITE: 36,
    FactKind.WAIVER: 36,
    FactKind.ROUTE: 36,
    FactKind.EXPERIENCE: 36,
    FactKind.REPORTING: 36,
    FactKind.TENURE: 36,
    FactKind.SURVEY: 36,
    FactKind.FRAMEWORK: 60,
    FactKind.OVERLAP: 60,
}


def is_old(fact: Fact, today: date) -> bool:
    """Whether a fact is past its end date or its shelf life; one
    of unknown year is never called old.
    """
    if fact.until is not None:
        return today > fact.until
    months = _months(fact)
    if months is None or fact.year is None:
        return False
    return (today.year - fact.year - 1) * 12 + today.month > months


def fresh_until(fact: Fact) -> date | None:
    """The last day on which a fact is told without a warning;
    None for what doesn't age by itself.
    """
    if fact.until is not None:
        return fact.until
    months = _months(fact)
    if months is None or fact.year is None:
        return None
    years, month = divmod(months, 12)
    year = fact.year + 1 + years
    return date(year, month, monthrange(year, month)[1]) if month else date(year - 1, 12, 31)


def ages(fact: Fact) -> bool:
    """Whether a fact's year matters to a reader."""
    return _months(fact) is not None


def _months(fact: Fact) -> int | None:
    kind = fact.kind
    if kind is FactKind.STATEMENT and fact.figure is not None:
        kind = FactKind.SURVEY
    return SHELF_MONTHS[kind]
