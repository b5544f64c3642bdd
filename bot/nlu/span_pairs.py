"""Which of two numbers of a message tells of the person's years: one of them, or both.

Each span alone may well tell of years in security in "10 years in security, seven at one bank and
three at another" and in "8 years in security, well, more like 6": only the pair shows that the
years aren't to be added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from bot.nlu.profile_spans import Candidate, MessageSpans
from bot.nlu.span_classifier import Matrix
from bot.nlu.span_vectors import WordVectors, mean_of

BOTH, FIRST, SECOND = "both", "first", "second"
# Which of the two numbers tells. Whether both are of one field their own labels know better.
_NOTATIONS = ("duration", "count", "moment")
# Candidates between two spans from which on they have nothing to do with each other.
_FAR = 3
_WORDS = 8


def pairs(spans: MessageSpans) -> Iterator[tuple[Candidate, Candidate]]:
    """The pairs of numbers that may tell of years, in their order, not far from each other."""
    numbers = [
        candidate
        for candidate in spans.candidates
        if candidate.quantity and candidate.quantity.kind in _NOTATIONS
    ]
    for at, first in enumerate(numbers):
        for second in numbers[at + 1 : at + 1 + _FAR]:
            yield first, second


def pair_features(spans: MessageSpans, first: Candidate, second: Candidate) -> list[str]:
    """The words between two numbers and around them, their notations, and which is larger."""
    between = [spans.at(at) for at in range(first.last + 1, second.first)]
    before = [spans.at(first.first - step) for step in (1, 2, 3)]
    after = [spans.at(second.last + step) for step in (1, 2, 3, 4)]
    features = [f"between={word}" for word in between[:20]]
    features += [f"between{at}={word}" for at, word in enumerate(between[:_WORDS])]
    features += [f"until{at}={word}" for at, word in enumerate(reversed(between[-_WORDS:]))]
    features += [f"before{at}={word}" for at, word in enumerate(before)]
    features += [f"after{at}={word}" for at, word in enumerate(after)]
    features += [f"behind={word}" for word in after]
    features += [f"two={left} {right}" for left, right in pairwise(between)]
    return [*features, *_size_features(first, second, len(between))]


def _size_features(first: Candidate, second: Candidate, apart: int) -> list[str]:
    """Which number is larger, their notations, and the words that stand between them."""
    one, two = first.quantity, second.quantity
    assert one is not None and two is not None
    size = "less" if two.high < one.high else "same" if two.high == one.high else "more"
    half = two.high * 2 <= one.high
    distance = min(apart, 12) // 2
    return [
        f"size={size}", f"half={half}", f"kinds={one.kind} {two.kind}", f"distance={distance}",
        f"size={size}|kinds={one.kind} {two.kind}", f"size={size}|distance={distance}",
    ]  # fmt: skip


def pair_vector(view: WordVectors, first: Candidate, second: Candidate) -> Matrix:
    """Both spans, what stands between them, what comes behind, and the sentence."""
    rows = view.rows
    parts = [
        mean_of(rows, first.first, first.last + 1),
        mean_of(rows, first.last + 1, second.first),
        mean_of(rows, second.first, second.last + 1),
        mean_of(rows, second.last + 1, second.last + 5),
        view.sentence,
    ]
    return np.concatenate(parts)


def relation(first: str, second: str) -> str:
    """The relation of two annotated spans by what each tells, empty for nothing."""
    if bool(first) == bool(second):
        return BOTH
    return FIRST if first else SECOND
