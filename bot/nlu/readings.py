"""What the classifiers make of the spans of a message, before it is put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from bot.nlu.profile_examples import OFFER
from bot.nlu.profile_spans import Candidate, MessageSpans
from bot.nlu.span_classifier import Matrix

_INNER_MARKS = frozenset(["-", "/", "&", "'", "’", "‑", "–", '"'])
_LEADING = "duration.management"
_PAY, _SURELY = "amount.", 0.9


@dataclass(frozen=True, eq=False)
class Evidence:
    """What each network of a committee makes of a span: `rows` holds a probability a label."""

    labels: tuple[str, ...]
    rows: tuple[Matrix, ...]

    def shares(self, label: str) -> list[float]:
        """How likely each network takes a label to be, pay that is offered and earned together."""
        places = self._places(label)
        return [float(row[places].sum()) for row in self.rows]

    def rivals(self, label: str) -> list[float]:
        """How likely each network takes the likeliest other label to be."""
        return [float(np.delete(row, self._places(label)).max(initial=0.0)) for row in self.rows]

    def agreed(self, label: str) -> float:
        """What the least sure network gives a label."""
        return min(self.shares(label))

    def most(self, label: str) -> float:
        """What the surest network gives a label."""
        return max(self.shares(label))

    @property
    def entropy(self) -> float:
        """How undecided the networks are together."""
        mean = np.clip(np.mean(self.rows, axis=0, dtype=float), 1e-6, 1.0)
        return float(-(mean * np.log(mean)).sum())

    def _places(self, label: str) -> list[int]:
        plain = label.removesuffix(OFFER)
        return [at for at, one in enumerate(self.labels) if one.removesuffix(OFFER) == plain]


@dataclass(frozen=True)
class Reading:
    """A span with what it most likely tells. `label` is `entity.role`; `offered` goes with pay.

    `owner` is empty for the person who writes, `other` for somebody else, `supposed` for a what-if.
    `managing` is how likely the span tells of years of leading instead.
    """

    candidate: Candidate
    label: str
    probability: float
    owner: str = ""
    offered: float = 0.0
    managing: float = 0.0

    @property
    def entity(self) -> str:
        return self.label.partition(".")[0]

    @property
    def role(self) -> str:
        return self.label.partition(".")[2].partition(":")[0]


@dataclass(frozen=True)
class MessageReading:
    """All readings of a message in their order, and the dialogue that it stands in.

    `last_named` is the field that was named last or, in a correction, that it is about;
    `corrects` is how likely the message corrects what was said before, `of_others` whether that is
    about somebody else, `named` the fields named before; `relations` which of
    two numbers tells (`bot.nlu.span_pairs`), by the places where they start; `evidence` what the
    networks make of each span and word.
    """

    spans: MessageSpans
    readings: tuple[Reading, ...]
    words: tuple[Reading, ...]
    today: date
    asked: str = ""
    last_named: str = ""
    corrects: float = 0.0
    relations: Mapping[tuple[int, int], str] = field(default_factory=dict)
    evidence: Mapping[Candidate, Evidence] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    of_others: bool = False

    def of(self, entity: str, owner: str = "") -> list[Reading]:
        """The readings of an entity that belong to an owner."""
        return [
            reading
            for reading in self.readings
            if reading.entity == entity and reading.owner == owner
        ]

    def relation(self, first: Reading, second: Reading) -> str:
        """Which of two numbers tells; empty where that isn't known."""
        return self.relations.get((first.candidate.start, second.candidate.start), "")

    def words_of(self, label: str, owner: str = "") -> list[Reading]:
        return [word for word in self.words if word.label == label and word.owner == owner]

    def between(self, first: Reading, second: Reading) -> tuple[str, ...]:
        """The words between two readings, in lower case."""
        start, end = first.candidate.last + 1, second.candidate.first
        return tuple(token.lower for token in self.spans.tokens[start:end])

    def runs(self, label: str, owner: str = "") -> Iterator[tuple[Reading, ...]]:
        """Words of one label that stand beside each other, small marks between them allowed."""
        run: list[Reading] = []
        for word in self.words_of(label, owner):
            if run and not self._joined(run[-1], word):
                yield tuple(run)
                run = []
            run.append(word)
        if run:
            yield tuple(run)

    def _joined(self, first: Reading, second: Reading) -> bool:
        between = self.between(first, second)
        return all(mark in _INNER_MARKS for mark in between) and len(between) <= 1


def likeliest_reading(
    candidate: Candidate, probabilities: Matrix, labels: Sequence[str]
) -> tuple[Reading, float]:
    """The likeliest label, pay that is offered and earned taken together until it is resolved."""
    joined: dict[str, float] = {}
    offered: dict[str, float] = {}
    for label, probability in zip(labels, probabilities, strict=True):
        base = label.removesuffix(OFFER)
        joined[base] = joined.get(base, 0.0) + float(probability)
        if label.endswith(OFFER):
            offered[base] = float(probability)
    best = max(joined, key=lambda label: joined[label])
    # single precision rounds: two shares can add up to more than certain
    probability = min(joined[best], 1.0)
    share = offered.get(best, 0.0) / joined[best]
    managing = joined.get(_LEADING, 0.0)
    return Reading(candidate, best, probability, "", share, managing), probability


def is_pay(reading: Reading, probabilities: Matrix, labels: Sequence[str]) -> bool:
    """Whether an amount surely is the person's pay, whichever part of it."""
    pay = sum(
        float(probability)
        for label, probability in zip(labels, probabilities, strict=True)
        if label.startswith(_PAY)
    )
    return reading.label.startswith(_PAY) and pay >= _SURELY
