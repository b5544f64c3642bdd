"""A sentence of advice with the facts that it rests on, and the small words that
sentences share.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.facts import Fact, Figure
from bot.domain.profile import Profile
from bot.domain.profile_parts import EXPERIENCE_FIELDS, Degree, Experience, Pay
from bot.domain.reply import amount, joined
from bot.domain.span import Span
from bot.knowledge.store import KnowledgeBase

_DEGREES = {
    "none": "no degree",
    "associate": "an associate degree",
    "bachelor": "a bachelor’s degree",
    "master": "a master’s degree",
    "mba": "an MBA",
    "doctorate": "a doctorate",
    "law": "a law degree",
}
_DEGREE_STATUS = {"in_progress": " in progress", "planned": " planned", "dropped": " not finished"}
_CERTIFICATION_STATUS = {
    "in_progress": "{} in progress",
    "planned": "{} planned",
    "lapsed": "a lapsed {}",
    "failed": "{} not passed yet",
}


@dataclass(frozen=True)
class Line:
    """A sentence, or part of one, and why it may be said."""

    text: str
    facts: tuple[Fact, ...] = ()


def month(day: date) -> str:
    return f"{calendar.month_name[day.month]} {day.year}"


def number(value: float) -> str:
    """`3`, `3.5`."""
    return f"{round(value, 1):g}"


def years(value: float) -> str:
    return f"{number(value)} year{'' if value == 1 else 's'}"


def spell_months(months: int) -> str:
    """`2 years`, `8 months`, `1 year and 6 months`."""
    whole, rest = divmod(abs(months), 12)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((whole, "year"), (rest, "month"))
        if count
    ]
    return joined(parts) if parts else "no time"


def add_years(day: date, span: float) -> date:
    """The first of the month that many years later; today itself for none."""
    months = round(span * 12)
    if months <= 0:
        return day
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def describe_degree(degree: Degree) -> str:
    if degree.level == "none":
        return _DEGREES["none"]
    return _DEGREES[degree.level] + _DEGREE_STATUS.get(degree.status, "")


def describe_field(profile: Profile, field: str, kb: KnowledgeBase) -> str:
    """One field of a profile in a few words, empty when it isn't known."""
    described = {
        "job": lambda: profile.job,
        "experience": lambda: describe_experience(profile, kb),
        "management": lambda: describe_management(profile),
        "degree": lambda: describe_degree(profile.degree) if profile.degree else "",
        "certifications": lambda: describe_certifications(profile),
        "skills": lambda: describe_skills(profile),
        "pay": lambda: describe_pay(profile.pay) if profile.pay else "",
        "target": lambda: f"a target of {describe_target(profile)}" if profile.target else "",
    }
    return described[field]() if field in described else ""


def describe_experience(profile: Profile, kb: KnowledgeBase) -> str:
    known = profile.experience
    places = (("security", " in security"), ("it", " in IT"), ("other", " in other work"))
    told = [(span, place) for name, place in places if (span := getattr(known, name)) is not None]
    begun = any(span.high > 0 for span, _ in told)
    # "15 years in IT and none in security"
    told.sort(key=lambda pair: pair[0].high <= 0)
    parts = [
        f"none{place}" if begun and span.high <= 0 else f"{span}{place}" for span, place in told
    ]
    if known.unknown is not None and (not parts or known.unknown.high > _sum(known)):
        parts.append(f"{known.unknown}{' in total' if parts else ' of experience'}")
    return joined(parts) if parts else ""


def describe_other_years(profile: Profile, kb: KnowledgeBase) -> str:
    """Years that were worked without being in the field; empty where there are none."""
    known = profile.experience
    worked = {
        name: span
        for name in EXPERIENCE_FIELDS
        if (span := getattr(known, name)) is not None and span.high > 0
    }
    return describe_experience(Profile(experience=Experience(**worked)), kb) if worked else ""


def _sum(known: object) -> float:
    spans: list[Span] = [
        span for name in ("security", "it", "other") if (span := getattr(known, name)) is not None
    ]
    return sum(span.high for span in spans)


def describe_management(profile: Profile) -> str:
    known = profile.management
    if known.none:
        return "no experience leading people"
    team = f"a team of {known.people}" if known.people else ""
    led = known.years if known.years is not None and known.years.high > 0 else None
    if led and team:
        return f"{led} leading people, {team}"
    if led:
        return f"{led} leading people"
    return team or ("a team to lead" if known.now else "")


def describe_certifications(profile: Profile) -> str:
    parts = [
        _CERTIFICATION_STATUS.get(status, "{}").format(name)
        for name, status in profile.certifications
        if status != "never"
    ]
    if parts:
        return joined(parts)
    return "no certifications" if profile.certifications_none else ""


def describe_skills(profile: Profile) -> str:
    count = len(profile.skills)
    return f"ratings of {count} skill{'' if count == 1 else 's'}" if count else ""


def describe_pay(pay: Pay) -> str:
    """A package in a few words: `$150,000 base plus 20% bonus`; empty without an amount."""
    parts = [
        f"{_money(value, pay)} {name}"
        for name, value in (("base", pay.base), ("equity", pay.equity), ("in total", pay.total))
        if value is not None
    ]
    if pay.bonus is not None:
        bonus = pay.bonus if isinstance(pay.bonus, str) else _money(pay.bonus, pay)
        parts.insert(1, f"{bonus} bonus")
    offered = "an offer of " if pay.kind == "offer" and parts else ""
    return offered + " plus ".join(parts)


def _money(value: int, pay: Pay) -> str:
    return amount(Figure("", value, value, pay.currency))


def describe_target(profile: Profile) -> str:
    """`2030`, `June 2030`."""
    year, _, number_of_month = profile.target.partition("-")
    if number_of_month[:2].isdigit():
        return f"{calendar.month_name[int(number_of_month[:2])]} {year}"
    return year


def describe(profile: Profile, kb: KnowledgeBase, fields: Iterable[str]) -> str:
    """What is known in a few words: `SOC analyst, 3 years in security, Security+`."""
    parts = [describe_field(profile, field, kb) for field in fields]
    return ", ".join(part for part in parts if part)


def target_date(profile: Profile) -> date | None:
    """The last month that the target allows; None without one."""
    if not profile.target:
        return None
    year, _, rest = profile.target.partition("-")
    if not year.isdigit():
        return None
    return date(int(year), int(rest[:2]) if rest[:2].isdigit() else 12, 1)


def lowered(text: str) -> str:
    """The text to go on a sentence with: its first letter small unless it begins an
    abbreviation.
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def the(certification: str) -> str:
    """`the CISSP`, but `Security+`: names that aren't initials take no article."""
    return certification if certification.endswith("+") else f"the {certification}"


def capital(text: str) -> str:
    """The text to begin a sentence with."""
    return text[:1].upper() + text[1:]


def words_in(text: str) -> frozenset[str]:
    """The words of a text, lower case and bare of punctuation."""
    return frozenset(word.strip(".,;:()’'") for word in text.lower().split())
