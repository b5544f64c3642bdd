"""What a classifier sees of a span: the words around it, its notation, its place in the
dialogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.profile_spans import Candidate, MessageSpans

_CLAUSE_ENDS = frozenset(",;:()[]|/.!?…&+-–—")
_SENTENCE_ENDS = frozenset(".!?…")
_MAGNITUDES = (0, 1, 2, 3, 5, 8, 11, 16, 21, 31, 61, 101, 1_000, 20_000, 100_000, 1_000_000)
_WINDOW = 6
_SENTENCE_WINDOW = 14


@dataclass(frozen=True)
class _Item:
    """A word, or a candidate under the name of its notation."""

    name: str
    candidate: Candidate | None = None


class MessageFeatures:
    """The features of all spans of one message, as strings; equal messages give equal features."""

    def __init__(self, spans: MessageSpans, asked: str, last_named: str) -> None:
        self._spans = spans
        self._items: list[_Item] = []
        self._places: dict[int, int] = {}
        self._collect()
        self._names = [item.name for item in self._items]
        self._general = self._message(asked, last_named)

    def of(self, candidate: Candidate) -> list[str]:
        """The features of a candidate or a word of the message."""
        place = self._places[candidate.first]
        around = [*self._general, *self._around(place), *self._clause(place)]
        around += [*self._sentence(place), *self._neighbours(place)]
        own = self._own(candidate)
        kind = own[0]
        crossed = [f"{kind}&{name}" for name in around if name.startswith(_CROSSED)]
        return [*around, *own, *crossed]

    def _collect(self) -> None:
        starts = {candidate.first: candidate for candidate in self._spans.candidates}
        index = 0
        while index < len(self._spans.tokens):
            candidate = starts.get(index)
            last = candidate.last if candidate else index
            for covered in range(index, last + 1):
                self._places[covered] = len(self._items)
            name = _notation(candidate) if candidate else self._spans.tokens[index].lower
            self._items.append(_Item(name, candidate))
            index = last + 1

    def _name(self, place: int) -> str:
        if place < 0:
            return "<start>"
        return self._names[place] if place < len(self._names) else "<end>"

    def _message(self, asked: str, last_named: str) -> list[str]:
        count = len(self._items)
        length = (
            "tiny" if count <= 3 else "short" if count <= 8 else "mid" if count <= 25 else "long"
        )
        features = [f"length={length}", f"first={self._name(0)}"]
        if last_named.startswith("certifications."):
            last_named = "certifications"  # whichever it was
        for kind, field in (("asked", asked), ("last", last_named)):
            features += [f"{kind}={field}", f"{kind}={field}|{length}"]
        if "?" in self._names:
            features.append("asks")
        return features

    def _around(self, place: int) -> list[str]:
        name = self._name
        features = []
        for step in range(1, _WINDOW + 1):
            features += [f"L{step}={name(place - step)}", f"R{step}={name(place + step)}"]
        left, right = name(place - 1), name(place + 1)
        left2, right2 = name(place - 2), name(place + 2)
        return [
            *features,
            f"L21={left2} {left}",
            f"R12={right} {right2}",
            f"LR={left} {right}",
            f"R23={right2} {name(place + 3)}",
            f"L32={name(place - 3)} {left2}",
            f"L321={name(place - 3)} {left2} {left}",
            f"R123={right} {right2} {name(place + 3)}",
        ]

    def _bounds(self, place: int, ends: frozenset[str]) -> tuple[int, int]:
        first, last = place, place
        while first > 0 and self._names[first - 1] not in ends:
            first -= 1
        while last + 1 < len(self._names) and self._names[last + 1] not in ends:
            last += 1
        return first, last

    def _clause(self, place: int) -> list[str]:
        first, last = self._bounds(place, _CLAUSE_ENDS)
        features = [
            f"clause-first={self._name(first)}",
            f"clause-before={self._name(first - 1)}",
            f"clause-after={self._name(last + 1)}",
            f"clause-length={min(last - first, 8)}",
        ]
        for other in range(first, last + 1):
            if other != place:
                side = "<" if other < place else ">"
                features += [f"clause{side}{self._names[other]}", f"clause:{self._names[other]}"]
        return features

    def _sentence(self, place: int) -> list[str]:
        first, last = self._bounds(place, _SENTENCE_ENDS)
        question = self._name(last + 1) == "?"
        features = [
            f"sentence-first={self._name(first)}",
            f"sentence-first2={self._name(first)} {self._name(first + 1)}",
            "sentence-asks" if question else "sentence-tells",
        ]
        near = range(max(first, place - _SENTENCE_WINDOW), min(last, place + _SENTENCE_WINDOW) + 1)
        for other in near:
            if other != place:
                features.append(f"sentence{'<' if other < place else '>'}{self._names[other]}")
        features += [f"before:{name}" for name in self._names[max(0, first - 12) : first]]
        return features

    def _neighbours(self, place: int) -> list[str]:
        features = []
        before = [at for at in range(place - 1, -1, -1) if self._items[at].candidate]
        after = [at for at in range(place + 1, len(self._items)) if self._items[at].candidate]
        for order, at in enumerate(before[:2]):
            features.append(f"candidate-{order}={self._names[at]}|{min(place - at, 6)}")
        for order, at in enumerate(after[:2]):
            features.append(f"candidate+{order}={self._names[at]}|{min(at - place, 6)}")
        return [*features, f"candidates={min(len(before) + len(after), 5)}"]

    def _own(self, candidate: Candidate) -> list[str]:
        if candidate.quantity:
            return _quantity(candidate, self._spans)
        if candidate.certification:
            name = candidate.certification
            return [f"certification={bool(name.name)}", f"name={name.name}", f"known={name.known}"]
        words = [token.lower for token in self._spans.tokens[candidate.first : candidate.last + 1]]
        if candidate.degree:
            degree = candidate.degree
            return [f"degree={degree.level}", f"words={' '.join(words)}", f"sure={degree.sure}"]
        return _word(self._spans, candidate)


_CROSSED = ("asked=", "last=", "L1=", "R1=", "sentence-asks", "sentence-tells")


def _notation(candidate: Candidate) -> str:
    if candidate.quantity:
        return f"<{candidate.quantity.kind}>"
    if candidate.certification:
        return "<certification>" if candidate.certification.name else "<certifications>"
    known = candidate.degree is not None and candidate.degree.level != "unknown"
    return "<degree>" if known else "<college>"


def magnitude(value: float) -> int:
    """The order of a number among MAGNITUDES."""
    return next((at for at, bound in enumerate(_MAGNITUDES) if value <= bound), len(_MAGNITUDES))


def _quantity(candidate: Candidate, spans: MessageSpans) -> list[str]:
    quantity = candidate.quantity
    assert quantity is not None
    size = magnitude(quantity.high)
    first = spans.tokens[quantity.first]
    features = [
        f"kind={quantity.kind}",
        f"size={size}",
        f"kind={quantity.kind}|size={size}",
        f"range={quantity.low != quantity.high}",
        f"period={quantity.kind == 'duration' and quantity.moment is not None}",
        f"in-words={first.is_word}",
    ]
    if quantity.money:
        features += [f"per={quantity.money.per_year:g}", f"currency={quantity.money.currency}"]
    if quantity.kind == "moment" and quantity.moment:
        features += [f"year={quantity.moment.year // 5}", f"bare={quantity.moment.bare}"]
    if quantity.kind == "duration":
        features.append(f"unit={spans.tokens[quantity.last].lower}")
    if quantity.high == 0:
        features.append(f"nothing={first.lower}")
    return features


def _word(spans: MessageSpans, candidate: Candidate) -> list[str]:
    token = spans.tokens[candidate.first]
    shape = "upper" if token.text.isupper() else "title" if token.text[:1].isupper() else "lower"
    features = [f"word={token.lower}", f"shape={shape}"]
    padded = f"^{token.lower}$"
    for size in (3, 4, 5):
        features += [f"chars={padded[at : at + size]}" for at in range(len(padded) - size + 1)]
    return features


def vocabulary(rows: Sequence[Sequence[str]], least: int = 2) -> list[str]:
    """The features that occur in at least `least` rows, sorted."""
    counts: dict[str, int] = {}
    for row in rows:
        for name in set(row):
            counts[name] = counts.get(name, 0) + 1
    return sorted(name for name, count in counts.items() if count >= least)
