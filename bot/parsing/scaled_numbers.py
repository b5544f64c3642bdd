"""Numbers with a word of scale, such as `1.2 million`, and both ends of what they span."""

from __future__ import annotations

import re

from bot.parsing.digits import to_number
from bot.parsing.whole_words import alternatives

SCALES = {
    "k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mio": 1e6,
    "mio.": 1e6, "million": 1e6, "millions": 1e6, "mil": 1e3, "b": 1e9, "bn": 1e9, "billion": 1e9,
    "trillion": 1e12, "tn": 1e12, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5,
    "crore": 1e7, "crores": 1e7, "cr": 1e7, "hundred": 1e2,
    "hundred thousand": 1e5, "hundred million": 1e8,
}  # fmt: skip
# "mil" is a million to an American and a thousand in Brazil.
_MIL = {"BRL": 1e3}
_GROUPED = r"\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d{1,2})?(?!\d)"
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
DIGITS = rf"(?:{_INDIAN}|{_GROUPED}|\d+(?:[.,]\d+)?)(?:\s?[½¼¾⅓⅔]|\s\d/\d(?!\d))?"
_NUMBER = rf"(?:{DIGITS}|[½¼¾⅓⅔])"
_SCALE = alternatives(SCALES)
SCALED_NUMBER = rf"{_NUMBER}(?:[ -]?(?i:{_SCALE})(?![^\W\d_]))?\+?"


def bounds_of(low_text: str, high_text: str, currency: str) -> tuple[float, float] | None:
    """Both ends of an amount, None where one can't be read; `$90-140k` is 90,000 to 140,000."""
    low, low_scale = _value(low_text, currency)
    high, high_scale = _value(high_text, currency) if high_text else (low, low_scale)
    if low is None or high is None:
        return None
    if low < 1_000 and low_scale == 1:
        if high_scale > 1:
            low *= high_scale
        elif high >= 10_000:  # "£90-140,000"
            low *= 1_000
    return low * low_scale, high * high_scale


def _value(text: str, currency: str) -> tuple[float | None, float]:
    """The number and its scale: `1.2 million` -> 1.2, 1000000."""
    number = re.match(_NUMBER, text)
    assert number is not None
    scale = text[number.end() :].strip(" -+").lower()
    factor = SCALES.get(scale, 1.0)
    if scale == "mil":
        factor = _MIL.get(currency, 1e6)
    digits = number[0]
    whole, _, decimals = digits.replace(",", ".").partition(".")
    if factor > 1 and whole.isdecimal() and decimals.isdecimal() and len(decimals) == 3:
        return float(f"{whole}.{decimals}"), factor  # 1.585 million
    return to_number(digits), factor
