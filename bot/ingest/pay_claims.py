"""What one sentence claims about pay: figures with their
measure and basis, and what pay depends on.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.facts import FactKind, Figure
from bot.ingest.claims import Claim
from bot.ingest.lexicon import Lexicon
from bot.ingest.phrases import enumeration, without_article
from bot.parsing.amounts import Amount, amounts

_PAY = Lexicon("pay")
_MEASURES = (
    ("maximum", "maximum"),
    ("minimum", "minimum"),
    ("median", "median"),
    ("average", "average"),
    ("more_than", "maximum"),
    ("from", "minimum"),
    ("about", "average"),
)
# The plainest words first: "the median reaches" and "entry-level posts pay an average of" say what
# they are.
_BASES = ("base", "total")
# Beyond this an amount is nobody's pay, nor a number that every database holds.
_MOST_MONEY = 1_000_000_000
_UNSPECIFIED = "unspecified"
_NOUNS = {"base": "base salary", "total": "total compensation"}


def figures(
    sentence: str, scope: str = "", lead: str = "", *, in_pay_section: bool = False
) -> Iterator[Claim]:
    """Pay figures; a list item's label is their scope, and what it leaves open stands in the
    sentence before the list.

    Fees, budgets and fines are not pay.
    """
    if not _is_about_pay(sentence, in_pay_section=in_pay_section):
        return
    year = _PAY["year"].search(sentence) or _PAY["year"].search(lead)
    start = 0
    for amount in _pay(sentence):
        before, after = sentence[start : amount.start], sentence[amount.end :]
        start = amount.end
        measure = _measure(before, after, amount.low < amount.high)
        if measure == _UNSPECIFIED:
            measure = _first_measure(scope, lead)
        basis = _basis(_clause(sentence, amount.start, amount.end), lead)
        where = _PAY["scope_before"].search(before) or _PAY["scope_after"].match(after)
        limited = where["scope"].strip() if where else scope
        yield Claim(
            FactKind.PAY,
            f"{measure} {_NOUNS.get(basis, 'pay')}",
            f"{scope}: {sentence}" if scope else sentence,
            year=int(year[1]) if year else None,
            figure=Figure(measure, amount.low, amount.high, amount.unit, basis, limited),
        )


def _is_about_pay(sentence: str, *, in_pay_section: bool = False) -> bool:
    """Whether the amounts of a sentence are somebody's pay, not a fee, a budget or a fine."""
    if _PAY["other_amount"].search(sentence):
        return False
    return in_pay_section or _PAY["pay_word"].search(sentence) is not None


def _pay(sentence: str) -> Iterator[Amount]:
    """Amounts that may be somebody's pay: read whole, with a period that is known."""
    for amount in amounts(sentence):
        currency, _, period = amount.unit.partition("/")
        is_readable = currency and not amount.problem and amount.high < _MOST_MONEY
        if is_readable and period not in ("", "?"):
            yield amount


def _first_measure(*texts: str) -> str:
    """The measure that the first of some texts names."""
    measures = (_measure(text, "", False) for text in texts)
    return next((measure for measure in measures if measure != _UNSPECIFIED), _UNSPECIFIED)


def _basis(*texts: str) -> str:
    """What a figure counts, base pay or all of it, as one of some texts says."""
    named = (basis for basis in _BASES for text in texts if _PAY[basis].search(text))
    return next(named, _UNSPECIFIED)


def unreadable(sentence: str) -> list[str]:
    """What is wrong with the amounts of a sentence that is about pay:
    a figure that is never to be cut short.
    """
    if not _is_about_pay(sentence):
        return []
    return [amount.problem for amount in amounts(sentence) if amount.problem]


def factors(sentence: str, *, in_pay_section: bool) -> Iterator[Claim]:
    match = _PAY["factors"].search(sentence)
    about_pay = in_pay_section or _PAY["about_pay"].search(sentence)
    if match and about_pay and not _PAY["about_work"].search(sentence):
        for member in enumeration(match["list"]):
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


def _measure(before: str, after: str, spans: bool) -> str:
    window = " ".join(before.split()[-8:]).lower()
    if not spans and (tail := _PAY["percentile"].search(before)):
        share = int(tail["share"])
        low_end = tail["end"].lower().startswith(("bottom", "lowest"))
        return f"percentile {share if low_end else 100 - share}"
    if _PAY["more_after"].match(after) and not spans:
        return "maximum"
    if spans:
        return next((name for name in ("median", "average") if name in window), "range")
    for text in (window, before.lower()):
        for wording, measure in _MEASURES:
            if _PAY[wording].search(text):
                return measure
    return "average" if _PAY["average_after"].search(after) else _UNSPECIFIED
