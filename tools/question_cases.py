"""Questions and messages with their intents as the tuning sees them, in batches of few lengths."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from bot.domain.evidence import Evidence
from bot.knowledge.units import QUESTIONS
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.known_questions import unanswerable_in
from bot.nlu.question_encoder import joined
from tools.training_examples import training_examples

_TRAINING = Path("data/nlu")
_STATEMENTS = Path("data/nlu/statements")
# Statements are some thousand: every so-many-th is enough to tell what they are.
_EVERY_STATEMENT = 24
_FOLLOW_UPS = QUESTIONS / "follow_ups.tsv"
FOLDS = 2
_BEFORE, _NOTHING = " | ", "NONE"
# A pattern that more units have than this says too little about which of them answers.
_MOST_RIGHT = 6
# Word pieces that a batch is padded to: each length is compiled once.
_LENGTHS = (16, 28, 48, 96, 192)
# How many batches are made of questions of like length at a time.
_TOGETHER = 16


@dataclass(frozen=True)
class Case:
    """A text's word pieces, a row each, and the numbers of what is right for it: the units that
    answer it, the one behind the last unit for nothing, or its intent.
    """

    pieces: Any
    right: tuple[int, ...]


def questions(units: Sequence[Evidence]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each question to learn from and the units that answer it."""
    nothing = (len(units),)
    for number, unit in enumerate(units):
        for anchor in unit.anchors:
            yield anchor.question, (number,)
    for entry in unanswerable_in(QUESTIONS):
        yield entry.question, nothing
    for line in _FOLLOW_UPS.read_text("utf-8").splitlines()[1:]:
        before, text, says = line.split("\t")
        right = nothing if says == _NOTHING else _saying(says, units)
        if 0 < len(right) <= _MOST_RIGHT:
            yield joined(text, before.split(_BEFORE)[-1]), right


def fold_of(text: str) -> int:
    """The half of the questions that one belongs to."""
    return crc32(text.encode()) % FOLDS


def _saying(pattern: str, units: Sequence[Evidence]) -> tuple[int, ...]:
    says = re.compile(pattern, re.IGNORECASE)
    return tuple(number for number, unit in enumerate(units) if says.search(unit.text))


def batches_of(cases: Sequence[Case], size: int, chance: random.Random) -> list[list[Case]]:
    """Whole batches of questions of like length, in an order by chance."""
    order = chance.sample(cases, len(cases))
    batches = []
    for start in range(0, len(order), size * _TOGETHER):
        part = sorted(order[start : start + size * _TOGETHER], key=lambda case: len(case.pieces))
        batches += [part[at : at + size] for at in range(0, len(part), size)]
    batches = [batch for batch in batches if len(batch) == size]
    chance.shuffle(batches)
    return batches


def padded(batch: Sequence[Case], columns: int) -> tuple[Any, Any, Any]:
    longest = max(len(case.pieces) for case in batch)
    length = next(length for length in _LENGTHS if longest <= length)
    pieces = np.zeros((len(batch), length, batch[0].pieces.shape[1]), dtype=np.float32)
    present = np.zeros((len(batch), length), dtype=np.float32)
    right = np.zeros((len(batch), columns), dtype=np.float32)
    for row, case in enumerate(batch):
        pieces[row, : len(case.pieces)], present[row, : len(case.pieces)] = case.pieces, 1.0
        right[row, list(case.right)] = 1.0
    return pieces, present, right


def read_cases(
    units: Sequence[Evidence], model: SentenceEncoder, without: int | None = None
) -> list[Case]:
    """The questions as the tuning sees them, but for those of the fold `without`."""
    return [
        Case(model.encode_tokens(text).vectors.astype(np.float16), right)
        for text, right in questions(units)
        if fold_of(text) != without
    ]


def read_messages(model: SentenceEncoder) -> tuple[list[Case], tuple[str, ...]]:
    """The training examples of the intents, and the intents' names."""
    named, texts = training_examples(_TRAINING)
    told, statements = training_examples(_STATEMENTS)
    named, texts = named + told[::_EVERY_STATEMENT], texts + statements[::_EVERY_STATEMENT]
    intents = tuple(sorted(set(named)))
    cases = [
        Case(model.encode_tokens(text).vectors.astype(np.float16), (intents.index(name),))
        for name, text in zip(named, texts, strict=True)
    ]
    return cases, intents
