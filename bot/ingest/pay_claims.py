"""What one sentence claims about pay: figures with their
measure and basis, and what pay depends on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.facts import FactKind, Figure
from bot.ingest.claims import Claim
from bot.ingest.phrases import enumeration, money, without_article
from bot.parsing.amounts import amounts

_PAY_WORD = re.compile(
    r"\bsalar|\bpay(?:s|ing)?\b|\bpaid\b|\bearn|\bmakes?\b|\bmaking\b|\bwages?\b|\bcompensation\b|\bincome\b"
    r"|\btake[s-]? home\b|\bpackages?\b"
    r"|\b(?:begins?|starts?) (?:on|at)\b|\bcommands?\b|\bclears?\b|\bgoing rate\b|\b(?:day|hourly"
    r"|daily) rates?\b|\bbonus"
    r"|\b(?:per|a) year\b|\bannually\b|\bper annum\b|\ban hour\b",
    re.IGNORECASE,
)
_NOT_PAY = re.compile(
    r"\bexam|\bfees?\b|\bcosts?\b|\btuition|\bbudgets?\b|\bfine[sd]?\b|\bprice|\bvoucher"
    r"|\brevenue|\bturnover|\bdamage|\bloss(?:es)?\b",
    re.IGNORECASE,
)
_MEASURES = (
    (
        "maximum",
        r"\bas much as|\bup to\b|\bat most|\bmaximum|\btop\b(?!\s\d)|\bas high"
        r" as|\bhighest|\b(?:no|nobody|none|never)\b"
        r".*\b(?:more than|over|above)\b",
    ),
    (
        "minimum",
        r"\bstart(?:s|ing)?\b|\bat least|\bminimum|\bbeginn|\blowest|\bbegins?\b|\bno less",
    ),
    ("median", r"\bmedian|\bhalf of"),
    ("average", r"\baverag|\bmean\b"),
    (
        "maximum",
        r"\bmore than|\bover\b|\babove\b|\bexceed|\breach|\bin excess of|\bupwards of",
    ),
    ("minimum", r"\bentry|\bfrom\b"),
    (
        "average",
        r"\btypical|\bin the (?:region|neighbou?rhood) of|\baround\b|\babout\b|\broughly|\bapprox",
    ),
)
"""The plainest words first: `the median reaches` and `entry-level
posts pay an average of` say what they are.
"""
_PERCENTILE = re.compile(
    r"\b(?P<end>top|highest(?:[- ]paid)?|best[- ]paid|bottom|lowest(?:[-"
    r" ]paid)?)\s+(?P<share>\d{1,2})\s?(?:%|percent|per cent)",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(r";|,\s(?:while|whereas|but|although)\s", re.IGNORECASE)
_BASES = (
    ("base", re.compile(r"\bbase\b", re.IGNORECASE)),
    (
        "total",
        re.compile(
            r"\btotal\b|\b(?:bonus(?:es)?|stock|shares|equity|commission)\s+(?:(?:is|are)\s+)?(?:includ|count)"
            r"|\b(?:including|with) (?:\w+ ){0,3}bonus|\bon-target earnings",
            re.IGNORECASE,
        ),
    ),
)
_SCOPE_BEFORE = re.compile(
    r"\b(?P<scope>(?:some|many|most|certain|a few|the (?:largest|biggest"
    r"|best)) [^,.;$£€]*?)\s+(?:paying|pays?|paid|offer(?:ing|s|ed)?)\b"
)
_SCOPE_AFTER = re.compile(
    r"^\s*(?:(?:/|per|an?|each)\s*(?:year|annum|month|hour|day)|annually|yearly"
    r"|a year)?,?\s*(?P<scope>(?:in|at|for|with|among|across) [^,.;:$£€]+)"
)
_YEAR = re.compile(
    r"\b(?:in|as of|since|for|by|during|of|from)\s+(?:(?:early|mid|late|January|February|March"
    r"|April|May|June|July|August|September|October|November|December)[- ])?((?:19"
    r"|20)\d\d)\b",
    re.IGNORECASE,
)
_FACTORS = re.compile(
    r"(?:depend(?:s|ing)?(?:\s+\w+ly)?\s+(?:up)?on|var(?:y|ies)(?:\s+\w+)?\s+(?:with|by|based"
    r" on|according to"
    r"|depending on)"
    r"|(?:influenced|shaped|affected|determined|driven|decided|set)\s+by"
    r"|(?:hinges?|turns?|rests?|hangs?) on"
    r"|(?:linked|tied) to|comes? down to|differs?\s+(?:with|by)|\ba matter"
    r" of|\bfactors\b[^.;:]{0,60}?\binclude"
    r"|\b(?:things|factors|points|matters)\s(?:that\s|which\s)?(?:\w+\s)?(?:moves?|decides?|shapes?|drives?"
    r"|affects?|sets?|determines?|influences?|counts?|matters?)\b[^.;:]{0,40}:)\s+(?P<list>[^.;:]+)",
    re.IGNORECASE,
)

_UNSPECIFIED = "unspecified"
_NOUNS = {"base": "base salary", "total": "total compensation"}


def figures(
    sentence: str, scope: str = "", lead: str = "", *, in_pay_section: bool = False
) -> Iterator[Claim]:
    """Pay figures; a list item's label is their scope, and what it leaves open stands in the
    sentence before the list.

    Fees, budgets and fines are not pay.
    """
    if _NOT_PAY.search(sentence) or not (_PAY_WORD.search(sentence) or in_pay_section):
        return
    year = _YEAR.search(sentence) or _YEAR.search(lead)
    start = 0
    for amount in money(sentence):
        before, after = sentence[start : amount.start], sentence[amount.end :]
        start = amount.end
        measure = _measure(before, after, amount.low < amount.high)
        if measure == _UNSPECIFIED:
            measure = _first_measure(scope, lead)
        basis = _basis(_clause(sentence, amount.start, amount.end), lead)
        where = _SCOPE_BEFORE.search(before) or _SCOPE_AFTER.match(after)
        limited = where["scope"].strip() if where else scope
        yield Claim(
            FactKind.PAY,
            f"{measure} {_NOUNS.get(basis, 'pay')}",
            f"{scope}: {sentence}" if scope else sentence,
            year=int(year[1]) if year else None,
            figure=Figure(measure, amount.low, amount.high, amount.unit, basis, limited),
        )


def _first_measure(*texts: str) -> str:
    """The measure that the first of some texts names."""
    measures = (_measure(text, "", False) for text in texts)
    return next((measure for measure in measures if measure != _UNSPECIFIED), _UNSPECIFIED)


def _basis(*texts: str) -> str:
    """What a figure counts, base pay or all of it, as one of some texts says."""
    named = (basis for basis, pattern in _BASES for text in texts if pattern.search(text))
    return next(named, _UNSPECIFIED)


def unreadable(sentence: str) -> list[str]:
    """What is wrong with the amounts of a sentence that is about pay:
    a figure that is never to be cut short.
    """
    if _NOT_PAY.search(sentence) or not _PAY_WORD.search(sentence):
        return []
    return [amount.problem for amount in amounts(sentence) if amount.problem]


def factors(sentence: str, *, in_pay_section: bool) -> Iterator[Claim]:
    match = _FACTORS.search(sentence)
    about_pay = re.search(
        r"\bsalar|\bpay\b|\bpaid\b|\bearn|\bwage|\bcompensation|\bincome|\bfigure|\bmake"
        r"|\boffered\b",
        sentence,
        re.IGNORECASE,
    )
    other = re.search(r"\bresponsibilit|\bduties|\btasks?\b|\bworkload", sentence, re.IGNORECASE)
    if match and (about_pay or in_pay_section) and not other:
        for member in enumeration(match["list"]):
            label = re.sub(
                r"\s+(?:itself|themselves)$", "", without_article(re.sub(r"^on\s+", "", member))
            )
            yield Claim(FactKind.PAY_FACTOR, label, sentence)


def _clause(sentence: str, start: int, end: int) -> str:
    """The part of the sentence around two offsets, up to the nearest `;` or `, while`."""
    ends = [match.start() for match in _NEXT_CLAUSE.finditer(sentence)]
    return sentence[
        max((e for e in ends if e < start), default=0) : min(
            (e for e in ends if e >= end), default=None
        )
    ]


def _measure(before: str, after: str, spans: bool) -> str:
    window = " ".join(before.split()[-8:]).lower()
    if not spans and (tail := _PERCENTILE.search(before)):
        share = int(tail["share"])
        low_end = tail["end"].lower().startswith(("bottom", "lowest"))
        return f"percentile {share if low_end else 100 - share}"
    if re.match(r"\s*(?:or more|and (?:up|above|more|over))\b", after) and not spans:
        return "maximum"
    if spans:
        return next((name for name in ("median", "average") if name in window), "range")
    for name, pattern in _MEASURES:
        if re.search(pattern, window):
            return name
    for name, pattern in _MEASURES:
        if re.search(pattern, before.lower()):
            return name
    return "average" if re.search(r"\bon average\b", after) else "unspecified"
