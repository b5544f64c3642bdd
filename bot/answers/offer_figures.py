"""A package of pay, and the surveys that measured the same: of each kind its own figure, never
mixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.domain.facts import Fact, FactKind, Figure
from bot.domain.profile_parts import HOME, Pay
from bot.knowledge.store import KnowledgeBase
from bot.parsing.money import parse_money, parse_percent
from bot.parsing.numbers import parse_number
from bot.parsing.tokens import Token, tokenize
from bot.plan.stage import head_of, words_of

# What a year's pay may be, in the large currencies and in those of small units: a budget of 40
# million is nobody's pay.
_LEAST, _MOST, _MOST_OF_SMALL = 20_000, 20_000_000, 10_000_000_000
_SMALL_UNITS = ("INR", "JPY", "KRW", "IDR", "VND", "PHP", "THB", "LKR")
_OTHER_PERIOD = re.compile(
    r"\b(?:an?|per|each|every)\s+(?:hour|day|week|month)\b"
    r"|/\s*(?:h|hr|hour|day|week|month|mo)\b"
    r"|\b(?:hourly|daily|weekly|monthly)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\btotal\b|\btc\b|\ball[ -]in\b|\bpackage\b|\bote\b|\bon[ -]target\b"
    r"|\b(?:including|incl\.?|with|plus) (?:the )?(?:bonus|equity|stock)",
    re.IGNORECASE,
)
_BASE = re.compile(r"\bbase\b|\bbasic\b|\bfixed\b", re.IGNORECASE)
_MEASURES = ("average", "median", "midpoint", "range")
# Share by which an amount may differ from a figure and still count as about level with it.
_LEVEL = 0.05


@dataclass(frozen=True)
class Offer:
    """`unit` as in a `Figure`; `basis` is base, cash, total or empty when nothing was said;
    `groups` are ids of the industry, place or kind of company.
    """

    amount: int
    unit: str
    basis: str = ""
    groups: tuple[str, ...] = ()


class Side(str, Enum):
    BELOW = "below"
    WITHIN = "within"
    AT = "about level with"
    ABOVE = "above"


@dataclass(frozen=True)
class Benchmark:
    """A part of a package beside the figure that measured the same; `of_group` tells that it is of
    a group named.
    """

    part: Offer
    fact: Fact
    of_group: bool

    @property
    def side(self) -> Side:
        return side(self.part, self.fact)


def read_offer(text: str, groups: Iterable[str] = ()) -> Offer | None:
    """The first amount that can be a year's pay, None when there is none; base wins where bonus
    comes on top.
    """
    for amount, currency in _amounts(tokenize(text)):
        most = _MOST_OF_SMALL if currency in _SMALL_UNITS else _MOST
        if _LEAST <= amount <= most and amount == int(amount):
            period = "other" if _OTHER_PERIOD.search(text) else "year"
            return Offer(int(amount), f"{currency}/{period}", basis_of(text), tuple(groups))
    return None


def _amounts(tokens: Sequence[Token]) -> Iterator[tuple[float, str]]:
    """The amounts of a text with their currencies, without shares and what is spread over years."""
    at = 0
    while at < len(tokens):
        if percent := parse_percent(tokens, at):
            at = percent.end
        elif money := parse_money(tokens, at):
            if not 0 < money.per_year < 1:
                yield money.low, money.currency
            at = money.end
        elif tokens[at].is_number and (number := parse_number(tokens, at)):
            if number.readable and not number.ordinal:
                yield number.low, HOME
            at = number.end
        else:
            at += 1


def basis_of(text: str) -> str:
    """What a text calls the amount: base, total, or nothing."""
    return "base" if _BASE.search(text) else "total" if _TOTAL.search(text) else ""


def parts_of(pay: Pay, groups: tuple[str, ...], unit: str = f"{HOME}/year") -> tuple[Offer, ...]:
    """The widest first: all of it, base with bonus, base alone, as far as each is known."""
    sums: dict[str, int] = {}
    bonus = pay.bonus_amount or 0
    if pay.total is not None:
        sums["total"] = pay.total
    elif pay.base is not None and pay.equity is not None:
        sums["total"] = pay.base + bonus + pay.equity
    if pay.base is not None and pay.bonus_amount:
        sums["cash"] = pay.base + bonus
    if pay.base is not None:
        sums["base"] = pay.base
    return tuple(Offer(amount, unit, basis, groups) for basis, amount in sums.items())


def comparable(offer: Offer, fact: Fact) -> bool:
    """Whether a survey measured what the offer is: the same currency and period, the same basis,
    the same group or all.

    A wage of another job, or of another currency, that doesn't say what it holds, is taken for base
    pay.
    """
    figure = fact.figure
    if figure is None or figure.unit != offer.unit or not offer.basis:
        return False
    basis = figure.basis
    if basis == "unspecified" and (
        not fact.about.startswith("role/") or not offer.unit.startswith("USD")
    ):
        basis = "base" if offer.basis == "cash" else offer.basis
    return basis == offer.basis and (is_general(fact) or is_of(fact, offer.groups))


def is_general(fact: Fact) -> bool:
    """Whether a figure holds for all who have its job, in the country that figures are of or its
    currency's own.
    """
    if fact.aspect and fact.aspect != "region":
        return False
    limits = {name for name in fact.scope.limits if name != "rank"}
    home = fact.figure is not None and fact.figure.unit.startswith("USD")
    return not limits and not fact.aspect if home else limits <= {"place"}


def is_of(fact: Fact, groups: Sequence[str]) -> bool:
    """Whether a figure is of a group that was named, and of no narrower one."""
    names = {group.partition("/")[2].replace("-", " ") for group in groups}
    limits = {
        value.lower().replace("-", " ")
        for name, value in fact.scope.limits.items()
        if name != "rank"
    }
    if fact.value in groups and fact.aspect:
        return limits <= names
    return bool(limits) and limits <= names


def side(offer: Offer, fact: Fact) -> Side:
    """On which side of a survey's figure or span the offer lies."""
    assert fact.figure is not None
    low, high = fact.figure.low, fact.figure.high
    if low == high and abs(offer.amount - low) <= _LEVEL * low:
        return Side.AT
    if offer.amount < low:
        return Side.BELOW
    return Side.ABOVE if offer.amount > high else Side.WITHIN


def benchmark(part: Offer, facts: Sequence[Fact]) -> Benchmark | None:
    """The newest figure for a part of a package: of a group that was named, else of all."""
    fitting = [
        fact
        for fact in facts
        if fact.figure and fact.figure.measure in _MEASURES and comparable(part, fact)
    ]
    for wanted in (True, False):
        held = [fact for fact in fitting if is_of(fact, part.groups) is wanted]
        if held:
            # of one year's figures the average comes first: it is what people ask for
            best = max(held, key=lambda f: (f.year or 0, _is_average(f.figure)))
            return Benchmark(part, best, wanted)
    return None


def _is_average(figure: Figure | None) -> bool:
    return figure is not None and figure.measure == "average"


def job_of(words: str, kb: KnowledgeBase) -> str:
    """The id of a job with pay figures whose name ends as a text does: `SOC analyst`, `an analyst`;
    empty for none.
    """
    said = words_of(head_of(words))
    for fact in kb.facts(FactKind.PAY):
        entity = kb.entity(fact.about)
        home = fact.figure is not None and fact.figure.unit == "USD/year"
        if entity is None or entity.kind != "work_role" or not home or " who " in entity.name:
            continue
        # "security" ends the names of too many jobs to tell one of them
        last = 2 if said and said[-1] in words_of(kb.job.field) else 1
        if said and _ends_alike(words_of(entity.name)[-last:], said[-last:]):
            return entity.id
    return ""


def _ends_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return [word.rstrip("s") for word in one] == [word.rstrip("s") for word in other]
