"""Statements as the tuning of the embedding model sees them, in batches of few shapes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder import SentenceEncoder, TokenVectors
from bot.nlu.profile_examples import AnnotatedMessage
from bot.nlu.training_rows import TrainingRows

Arrays = dict[str, Any]
Matrix = npt.NDArray[np.float32]
KINDS = ("quantity", "certification", "degree", "owner", "word")
FIELDS = ("", "job", "experience", "management", "degree", "certifications", "target", "pay")
CONTEXT = 2 * len(FIELDS)
# Of a word in the loss: there are ten to each other span, most of which tell nothing.
_WORD_WEIGHT = 0.5


@dataclass(frozen=True)
class Message:
    """A statement as the tuning sees it.

    `pieces` are its word pieces' general vectors, a row each; `spans` a kind, the weights of the
    pieces in each part of the span's vector (parts x pieces) and the number of its label;
    `context` marks the field asked for and the one named last.
    """

    pieces: Matrix
    spans: list[tuple[str, Matrix, int]]
    context: Matrix


class Labels:
    """Numbers the labels of each kind of span."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}

    def number(self, kind: str, label: str) -> int:
        numbers = self._numbers[kind]
        return numbers.setdefault(label, len(numbers))

    def count(self, kind: str) -> int:
        return max(2, len(self._numbers[kind]))


def read(
    example: AnnotatedMessage, rows: TrainingRows, encoder: SentenceEncoder, labels: Labels
) -> Message:
    """Take a statement apart.

    A span's vector is a sum of word pieces. Where the pieces' vectors are the unit vectors, it is
    the weights of that sum: so the tuning sees a span just as the classifiers will.
    """
    general = encoder.encode_tokens(example.text)
    count = len(general.places)
    inside = np.full(count, 1.0 / max(count - 2, 1), dtype=np.float32)
    inside[[0, -1]] = 0.0
    units = TokenVectors(general.places, np.eye(count, dtype=np.float32), inside)
    spans = [
        (
            row.kind,
            row.vectors[0].astype(np.float32).reshape(-1, count),
            labels.number(row.kind, row.label),
        )
        for row in rows.of(example, [units])
        if row.kind in KINDS
    ]
    context = np.zeros(CONTEXT, dtype=np.float32)
    context[_field(example.asked)] = 1.0
    context[len(FIELDS) + _field(example.last_named)] = 1.0
    return Message(general.vectors.astype(np.float32), spans, context)


def _field(name: str) -> int:
    group = name.partition(".")[0]
    return FIELDS.index(group) if group in FIELDS else 0


@dataclass(frozen=True)
class Shape:
    """The shape of a batch: each one is compiled once, so there are only three."""

    pieces: int
    spans: Mapping[str, int]


_SHAPES = tuple(
    Shape(pieces, dict(zip(KINDS, counts, strict=True)))
    for pieces, counts in (
        (24, (80, 32, 24, 64, 320)),
        (56, (160, 64, 48, 96, 640)),
        (192, (320, 96, 64, 160, 1280)),
    )
)


class Batches:
    """Puts messages of like length together, in another order each round."""

    def __init__(self, messages: Sequence[Message], size: int) -> None:
        self._messages = messages
        self._size = size
        self._chance = random.Random(0)

    def __len__(self) -> int:
        return -(-len(self._messages) // self._size)

    def __iter__(self) -> Iterator[tuple[Any, Any, Arrays]]:
        order = self._chance.sample(self._messages, len(self._messages))
        batches: list[list[Message]] = []
        for start in range(0, len(order), self._size * 16):
            part = sorted(order[start : start + self._size * 16], key=lambda m: len(m.pieces))
            batches += [part[at : at + self._size] for at in range(0, len(part), self._size)]
        self._chance.shuffle(batches)
        return map(self._padded, batches)

    def _padded(self, messages: Sequence[Message]) -> tuple[Any, Any, Arrays]:
        longest = max(len(message.pieces) for message in messages)
        shape = next(shape for shape in _SHAPES if longest <= shape.pieces)
        width = messages[0].pieces.shape[1]
        pieces = np.zeros((self._size, shape.pieces, width), dtype=np.float32)
        present = np.zeros((self._size, shape.pieces), dtype=np.float32)
        present[:, 0] = 1.0  # an empty row would divide by zero
        spans: dict[str, list[tuple[int, Matrix, int]]] = {kind: [] for kind in KINDS}
        for at, message in enumerate(messages):
            count = len(message.pieces)
            pieces[at, :count], present[at, :count] = message.pieces, 1.0
            for kind, parts, label in message.spans:
                spans[kind].append((at, parts, label))
        contexts = [message.context for message in messages]
        return (
            pieces,
            present,
            {kind: self._stacked(kind, spans[kind], contexts, shape) for kind in KINDS},
        )

    def _stacked(
        self,
        kind: str,
        found: list[tuple[int, Matrix, int]],
        contexts: Sequence[Matrix],
        shape: Shape,
    ) -> tuple[Any, ...]:
        self._chance.shuffle(found)
        room = shape.spans[kind]
        rows = np.zeros(room, dtype=np.int32)
        parts = np.zeros((room, parts_of(kind), shape.pieces), dtype=np.float32)
        around = np.zeros((room, CONTEXT), dtype=np.float32)
        labels = np.zeros(room, dtype=np.int32)
        weights = np.zeros(room, dtype=np.float32)
        for at, (row, weighed, label) in enumerate(found[:room]):
            rows[at], labels[at], around[at] = row, label, contexts[row]
            parts[at, :, : weighed.shape[1]] = weighed
            weights[at] = _WORD_WEIGHT if kind == "word" else 1.0
        return rows, parts, around, labels, weights


def parts_of(kind: str) -> int:
    return 3 if kind == "word" else 6
