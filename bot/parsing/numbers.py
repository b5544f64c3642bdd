"""Numbers as people and sources write them: digits, words, fractions, ordinals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.parsing.tokens import Token

# Longer than any number that is meant; such a one is found but has no value.
MOST_DIGITS = 15

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
SMALL = {word: number for number, word in enumerate(_UNITS)}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
ORDINAL_WORDS = {word: number for number, word in enumerate(_ORDINALS, 1)}
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_SLASHES = frozenset("/⁄∕")
_VAGUE = {"couple": (2, 2), "few": (3, 5), "handful": (3, 5), "several": (3, 7), "dozen": (12, 12)}


@dataclass(frozen=True)
class Number:
    """A number with its bounds; `end` is the index of the token behind it.

    `readable` is False for more digits than anybody means; `ordinal` for `2nd` and `third`.
    """

    low: float
    high: float
    end: int
    ordinal: bool = False
    vague: bool = False
    readable: bool = True


def to_float(text: str) -> float:
    """The value of digits: `172,500`, `110 000`, `3,5`, `2.5`; infinite beyond MOST_DIGITS."""
    digits = "".join(char for char in text if char.isdigit())
    if len(digits) > MOST_DIGITS:
        return float("inf")
    if text.count(",") > 1:  # 70,00,000 as well as 7,000,000
        return float(text.replace(",", ""))
    if len(text) > 3 and all(len(part) == 3 for part in _groups(text)[1:]) and _groups(text)[1:]:
        whole, _, rest = text.partition(".")
        return float("".join(filter(str.isdigit, whole)) + (f".{rest}" if rest else ""))
    return float(text.replace(",", "."))


def _groups(text: str) -> list[str]:
    whole = text.partition(".")[0]
    for sign in ",'’\u00a0\u202f\u2009 ":
        whole = whole.replace(sign, " ")
    return whole.split(" ")


def parse_number(tokens: Sequence[Token], at: int) -> Number | None:
    """Read the number that begins at token `at`, or None when none does."""
    token = tokens[at]
    if token.text in _FRACTIONS:
        article = _lower(tokens, at + 1) in ("a", "an")
        return _exact(_FRACTIONS[token.text], at + (2 if article else 1))
    if token.is_number:
        return _digits(tokens, at)
    return _words(tokens, at)


def _exact(value: float, end: int) -> Number:
    return Number(value, value, end, readable=value != float("inf"))


def _digits(tokens: Sequence[Token], at: int) -> Number:
    value, end = to_float(tokens[at].text), at + 1
    power = _power_follows(tokens, end)
    if power or _is_negative(tokens, at):
        # nobody means it, and a part of it would be wrong
        return _exact(float("inf"), power or end)
    following = _lower(tokens, end)
    if following in _ORDINAL_ENDINGS and tokens[end].start == tokens[at].end:
        return Number(value, value, end + 1, ordinal=True)
    if fraction := _fraction(tokens, at, value):
        return fraction
    return _exact(value * 100, end + 1) if following == "hundred" else _exact(value, end)


def _fraction(tokens: Sequence[Token], at: int, value: float) -> Number | None:
    """A number of digits with a fraction of any writing: `1½`, `1/2`, `1 1/2`, `1 and a half`."""
    end = at + 1
    following = _lower(tokens, end)
    if following in _FRACTIONS:
        return _exact(value + _FRACTIONS[following], end + 1)
    if divided := _quotient(tokens, at):  # 1/2
        return _exact(divided, at + (4 if _lower(tokens, at + 3) in ("a", "an") else 3))
    if end < len(tokens) and tokens[end].is_number and (divided := _quotient(tokens, end)):
        return _exact(value + divided, end + 3)  # 1 1/2
    half = _half_follows(tokens, end)
    return _exact(value + 0.5, end + half) if half else None


def _is_negative(tokens: Sequence[Token], at: int) -> bool:
    """Whether a minus stands before the number: `-3`, but not `7-10`, `7 -10` and `mid-2021`."""
    if at == 0 or not tokens[at - 1].is_dash or not _touch(tokens, at - 1):
        return False
    if at == 1 or tokens[at - 2].text in ("$", "€", "£"):
        return True
    return not (_touch(tokens, at - 2) or tokens[at - 2].is_number)


def _power_follows(tokens: Sequence[Token], at: int) -> int:
    """The index behind the power of `1e9`, `10^6` or `10³`, 0 where there is none."""
    if at >= len(tokens) or not _touch(tokens, at - 1):
        return 0
    if all(sign in _RAISED for sign in tokens[at].text):
        return at + 1
    if tokens[at].lower not in ("e", "^"):
        return 0
    signed = at + 1 < len(tokens) and tokens[at + 1].text in "+-"
    power = at + 2 if signed else at + 1
    if power >= len(tokens) or not tokens[power].is_number or not _touch(tokens, power - 1):
        return 0
    return power + 1


def _touch(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing stands between a token and the next."""
    return tokens[at].end == tokens[at + 1].start


def _quotient(tokens: Sequence[Token], at: int) -> float | None:
    if at + 2 >= len(tokens) or tokens[at + 1].text not in _SLASHES:
        return None
    above, below = tokens[at].text, tokens[at + 2].text
    return int(above) / int(below) if above in "123" and below in "234" and above < below else None


def _half_follows(tokens: Sequence[Token], at: int) -> int:
    """How many tokens `and a half` takes here; 0 when it isn't here."""
    words = [_lower(tokens, at + index) for index in range(3)]
    if words[0] == "and" and words[1] in ("a", "one", "1") and words[2] == "half":
        return 3
    return 2 if words[0] == "and" and words[1] == "half" else 0


def _words(tokens: Sequence[Token], at: int) -> Number | None:
    word = tokens[at].lower
    if word in ORDINAL_WORDS:
        value = float(ORDINAL_WORDS[word])
        return Number(value, value, at + 1, ordinal=True)
    if word.endswith("ish") and word[:-3] in {*SMALL, *TENS}:
        return _exact(float({**SMALL, **TENS}[word[:-3]]), at + 1)
    if word == "half" and _lower(tokens, at + 1) in ("a", "an"):
        return Number(0.5, 0.5, at + 2)
    start = at + 1 if word in ("a", "an", "the") else at
    if (following := _lower(tokens, start)) in _VAGUE:
        return _vague(tokens, start, following)
    if word in ("a", "an") and following == "hundred":
        return _hundreds(tokens, start + 1, 100.0)
    below = _below_hundred(tokens, at)
    if below is None:
        return None
    number, end = below
    if _lower(tokens, end) == "hundred":
        return _hundreds(tokens, end + 1, number * 100)
    if halves := _half_follows(tokens, end):
        return _exact(number + 0.5, end + halves)
    return _exact(number, end)


def _vague(tokens: Sequence[Token], at: int, word: str) -> Number:
    low, high = _VAGUE[word]
    end = at + 2 if _lower(tokens, at + 1) == "of" else at + 1
    return Number(low, high, end, vague=word != "dozen")


def _hundreds(tokens: Sequence[Token], at: int, hundreds: float) -> Number:
    end = at + 1 if _lower(tokens, at) == "and" else at
    rest = _below_hundred(tokens, end)
    if rest is not None:
        return _exact(hundreds + rest[0], rest[1])
    return _exact(hundreds, at)


def _below_hundred(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    word = _lower(tokens, at)
    if word in SMALL:
        tens = TENS.get(_lower(tokens, at + 1), 0)
        if 0 < SMALL[word] < 10 and tens:  # "one sixty" is 160
            unit = SMALL.get(_lower(tokens, at + 2), 0)
            return SMALL[word] * 100.0 + tens + unit, at + (3 if 0 < unit < 10 else 2)
        return float(SMALL[word]), at + 1
    if word not in TENS:
        return None
    end = at + 1
    if end < len(tokens) and tokens[end].is_dash:
        end += 1
    unit = SMALL.get(_lower(tokens, end), 0)
    return (TENS[word] + unit, end + 1) if 0 < unit < 10 else (float(TENS[word]), at + 1)


def _lower(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
