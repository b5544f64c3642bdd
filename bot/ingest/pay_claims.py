"""What one sentence claims about pay: figures with their
measure and basis, and what pay depends on.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.facts import FactKind, Figure
from bot.ingest.claims import Claim
from bot.ingest.lexicon import Lexicon
from bot.ingest.pay_measures import UNSPECIFIED, measure_of, named_measure
from bot.ingest.phrases import enumeration, without_article
from bot.parsing.amount import Amount
from bot.parsing.amounts import amounts
from bot.parsing.pay_periods import PERIODS, UNKNOWN

_PAY = Lexicon("pay")
_BASES = ("base", "total")
# Beyond this an amount is nobody's pay, nor a number that every database holds.
_MOST_MONEY = 1_000_000_000
# Currencies of which a year's pay may be as many units.
_OF_MANY_UNITS = frozenset(("IDR", "VND", "KRW", "LBP", "UZS", "PYG", "COP", "CLP", "MMK", "KHR"))
_MOST_UNITS = 100 * _MOST_MONEY
_PERIODS = frozenset(PERIODS.values())
_HOW = ": write it as 166,585 EUR or $1.2 million"
_NO_PERIOD = "nobody can read what '{}' is paid for: write a year, a month, a week or a day"
_NOUNS = {
    "base": "base salary", "total": "total compensation", "bonus": "bonus", "equity": "equity",
}  # fmt: skip
# How many characters before an amount may say that it is a bonus.
_NEAR = 60


def figures(
    sentence: str,
    scope: str = "",
    lead: str = "",
    *,
    in_pay_section: bool = False,
    in_own_words: bool = False,
) -> Iterator[Claim]:
    """Pay figures; a list item's label is their scope, and what it leaves open stands in the
    sentence before the list.

    Fees, budgets and fines are not pay. `in_own_words` asks that the sentence names pay itself,
    where a text is about something else: an amount "a year" may be anything there.
    """
    if in_own_words and not _PAY["salary"].search(sentence):
        return
    if not _is_about_pay(sentence, in_pay_section=in_pay_section):
        return
    start, previous = 0, UNSPECIFIED
    for amount in _pay(sentence):
        before, after = sentence[start : amount.start], _behind(sentence, amount)
        start = amount.end
        found = measure_of(before, after, amount.low < amount.high)
        if found is None:
            return
        measure = previous = _or_said_elsewhere(found, before, previous, scope, lead)
        basis = _basis_of(sentence, before, amount, lead)
        where = _PAY["scope_before"].search(before) or _PAY["scope_after"].match(after)
        limited = where["scope"].strip() if where else scope
        yield Claim(
            FactKind.PAY,
            f"{measure} {_NOUNS.get(basis, 'pay')}",
            f"{scope}: {sentence}" if scope else sentence,
            year=_year(before, after, sentence, lead),
            figure=Figure(measure, amount.low, amount.high, amount.unit, basis, limited),
        )


def _or_said_elsewhere(found: str, before: str, previous: str, scope: str, lead: str) -> str:
    """The measure found, else that of the amount which is said again, of the label or the lead."""
    if found == UNSPECIFIED and _PAY["same_again"].search(before):
        found = previous
    if found == UNSPECIFIED:
        found = named_measure(scope) or named_measure(lead) or UNSPECIFIED
    return found


def _year(before: str, after: str, sentence: str, lead: str) -> int | None:
    """The year nearest to an amount: right behind it, before it, in its sentence or its lead."""
    anywhere = (_PAY["year"].search(text) for text in (before, sentence, lead))
    found = _PAY["year_after"].match(after) or next(filter(None, anywhere), None)
    return int(found[1]) if found else None


def _is_about_pay(sentence: str, *, in_pay_section: bool = False) -> bool:
    """Whether the amounts of a sentence are somebody's pay, not a fee, a budget or a fine."""
    if _PAY["other_amount"].search(sentence):
        return False
    return in_pay_section or _PAY["pay_word"].search(sentence) is not None


def _pay(sentence: str) -> Iterator[Amount]:
    """Amounts that may be somebody's pay: read whole, with a period that is known."""
    for amount in amounts(sentence):
        currency, _, period = amount.unit.partition("/")
        most = _MOST_UNITS if currency in _OF_MANY_UNITS else _MOST_MONEY
        is_readable = currency and not amount.problem and amount.high < most
        if is_readable and period in _PERIODS:
            yield amount


def _behind(sentence: str, amount: Amount) -> str:
    """What follows an amount, its plus sign included."""
    has_plus = sentence[amount.end - 1] == "+"
    return sentence[amount.end - has_plus :]


def _basis_of(sentence: str, before: str, amount: Amount, lead: str) -> str:
    """What an amount counts: a bonus or shares alone, base pay, or all of it."""
    near = before.lower() if len(before) < _NEAR else before[-_NEAR:].lower()
    for part in ("bonus", "equity"):
        if _PAY[f"{part}_of"].search(near) or _PAY[f"{part}_after"].match(sentence, amount.end):
            return part
    return _basis(_clause(sentence, amount.start, amount.end), lead)


def _basis(*texts: str) -> str:
    """What a figure counts, base pay or all of it, as one of some texts says."""
    named = (basis for basis in _BASES for text in texts if _PAY[basis].search(text))
    return next(named, UNSPECIFIED)


def unreadable(sentence: str) -> list[str]:
    """What is wrong with the amounts of a sentence that is about pay:
    a figure that is never to be cut short.
    """
    if not _is_about_pay(sentence):
        return []
    found = list(amounts(sentence))
    problems = [amount.problem + _HOW for amount in found if amount.problem]
    if _PAY["salary"].search(sentence):
        problems += [
            _NO_PERIOD.format(sentence[amount.start : amount.end].strip())
            for amount in found
            if amount.period == UNKNOWN
        ]
    return problems


def factors(sentence: str, *, in_pay_section: bool) -> Iterator[Claim]:
    match = _PAY["factors"].search(sentence)
    about_pay = in_pay_section or _PAY["about_pay"].search(sentence)
    if match and about_pay and not _PAY["about_work"].search(sentence):
        for member in enumeration(match["list"] or match["before"]):
            label = _PAY["factor_end"].sub("", without_article(member.removeprefix("on ").lstrip()))
            yield Claim(FactKind.PAY_FACTOR, label, sentence)


def _clause(sentence: str, start: int, end: int) -> str:
    """The part of the sentence around two offsets, up to the nearest `;` or `, while`."""
    ends = [match.start() for match in _PAY["next_clause"].finditer(sentence)]
    return sentence[
        max((e for e in ends if e < start), default=0) : min(
            (e for e in ends if e >= end), default=None
        )
    ]
