"""Amounts of money in words: `half a million dollars`, `two to three hundred thousand euros`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.parsing.currencies import WORDS, currency_of
from bot.parsing.numbers import Number, parse_number
from bot.parsing.tokens import Token, tokenize

# "a quarter of a million", "three quarters of a million"
_PARTS_OF_ONE = {
    ("a", "quarter"): 0.25, ("one", "quarter"): 0.25, ("three", "quarters"): 0.75,
    ("a", "third"): 1 / 3, ("two", "thirds"): 2 / 3, ("a", "half"): 0.5, ("one", "half"): 0.5,
}  # fmt: skip
_NAMES = {name.lower(): name for name in WORDS}


@dataclass(frozen=True)
class SpelledAmount:
    """Bounds in whole units of a currency; `start` and `end` are offsets."""

    low: float
    high: float
    currency: str
    start: int
    end: int


def spelled_amounts(sentence: str, scales: Mapping[str, float]) -> Iterator[SpelledAmount]:
    """Every amount in words that has a scale and a currency; `scales` are words such as million."""
    tokens = tokenize(sentence)
    at = 0
    while at < len(tokens):
        number = _number_in_words(tokens, at)
        if number is None:
            at += 1
            continue
        first, at = at, number.end
        end = at
        times = 1.0
        while end < len(tokens) and tokens[end].is_word and tokens[end].lower in scales:
            times, end = times * scales[tokens[end].lower], end + 1
        name = _NAMES.get(tokens[end].lower) if end < len(tokens) else None
        if times > 1 and name:
            low, high, code = number.low * times, number.high * times, currency_of(name).code
            yield SpelledAmount(low, high, code, tokens[first].start, tokens[end].end)


def _number_in_words(tokens: Sequence[Token], at: int) -> Number | None:
    """The number at a token that is a word, with the upper end of its range."""
    if part := _part_of_one(tokens, at):
        return part
    number = parse_number(tokens, at) if tokens[at].is_word else None
    if number is None or number.ordinal or number.vague or not number.readable:
        return None
    joint = number.end
    if joint + 1 >= len(tokens):
        return number
    if not (tokens[joint].is_dash or tokens[joint].lower in ("to", "or")):
        return number
    upper = parse_number(tokens, joint + 1)
    return Number(number.low, upper.high, upper.end) if upper and not upper.ordinal else number


def _part_of_one(tokens: Sequence[Token], at: int) -> Number | None:
    """The fraction at a token, with the `of a` behind it."""
    words = [token.lower for token in tokens[at : at + 4]]
    value = _PARTS_OF_ONE.get((words[0], words[1])) if words[2:] == ["of", "a"] else None
    return None if value is None else Number(value, value, at + 4)
