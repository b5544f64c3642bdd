"""What an amount of pay measures, by the words around it: a median, a percentile, the most."""

from __future__ import annotations

import re

from bot.ingest.lexicon import Lexicon

_PAY = Lexicon("pay")
UNSPECIFIED = "unspecified"
# The plainest words first: "the median reaches" and "entry-level posts pay an average of" say what
# they are.
_MEASURES = (
    ("least", "minimum"),
    ("maximum", "maximum"),
    ("minimum", "minimum"),
    ("median", "median"),
    ("average", "average"),
    ("more_than", "maximum"),
    ("less_than", "maximum"),
    ("from", "minimum"),
    ("about", "average"),
)
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "fifteen": 15, "twenty": 20,
    "twenty-five": 25,
}  # fmt: skip
_PARTS = {
    "decile": 10, "tenth": 10, "quintile": 20, "fifth": 20, "quarter": 25, "quartile": 25,
    "third": 33, "half": 50,
}  # fmt: skip
# Words before an amount that are near it.
_NEAR = 8
_LOW_ENDS = ("bottom", "lower", "lowest", "worst")
_LESS = ("less", "under", "below", "fewer")


def measure_of(before: str, after: str, spans: bool) -> str | None:
    """The measure of an amount between two texts; None where nobody can say: several percentiles
    are named, a rise from one amount to the other, or something is held against it.
    """
    if _PAY["held_against"].search(before):
        return None
    if spans:
        return _measure_of_span(before)
    if percentiles := _percentiles(before):
        return percentiles[0] if len(percentiles) == 1 else None
    return _measure_of_words(before, after)


def _measure_of_span(before: str) -> str | None:
    """The measure of a span of amounts: its ends, if no word says more; None for a rise."""
    if _PAY["growth"].search(before):
        return None
    near = _near(before)
    return next((name for name in ("median", "average") if name in near), "range")


def _measure_of_words(before: str, after: str) -> str:
    """The measure that the words around one amount name, the nearest ones first."""
    if _PAY["more_after"].match(after):
        return "maximum"
    if measure := named_measure(_near(before)) or named_measure(before.lower()):
        is_growth = _PAY["growth"].search(before)
        return UNSPECIFIED if is_growth and measure == "minimum" else measure
    return "average" if _PAY["average_after"].search(after) else UNSPECIFIED


def _near(before: str) -> str:
    """The last words before an amount, in lower case."""
    return " ".join(before.split()[-_NEAR:]).lower()


def named_measure(text: str) -> str:
    """The first measure that a text names, "" without any."""
    found = (measure for wording, measure in _MEASURES if _PAY[wording].search(text))
    return next(found, "")


def _percentiles(text: str) -> list[str]:
    found = [int(match["at"] or match["short"]) for match in _PAY["nth"].finditer(text)]
    for match in _PAY["percentile"].finditer(text):
        found.append(_from_end(match, _share(match["share"])))
    for match in _PAY["part"].finditer(text):
        found.append(_from_end(match, _PARTS[match["part"].lower()]))
    if not found and (earning := _PAY["share_earns"].search(text)):
        share = _share(earning["share"])
        found.append(share if earning["side"].lower().startswith(_LESS) else 100 - share)
    return ["median" if number == 50 else f"percentile {number}" for number in found]


def _from_end(match: re.Match[str], share: int) -> int:
    return share if match["end"].lower().startswith(_LOW_ENDS) else 100 - share


def _share(text: str) -> int:
    """The percents of `10%`, `ten percent`, `one in ten`, `a quarter`."""
    text = text.lower().strip()
    if " in " in text:
        above, _, below = text.partition(" in ")
        return round(100 * _number(above) / _number(below))
    if part := next((part for name, part in _PARTS.items() if text.endswith(name)), 0):
        return part
    return _number(text)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _WORDS[text]
