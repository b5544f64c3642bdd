"""The meaning of a span where it stands: its own vectors and those of the words around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder import TokenVectors
from bot.nlu.profile_spans import Candidate, MessageSpans

Matrix = npt.NDArray[np.float32]
_NEAR, _FAR = 3, 9


@dataclass(frozen=True)
class WordVectors:
    """A row a token of ours, and the sentence's vector."""

    rows: Matrix
    sentence: Matrix


def word_vectors(spans: MessageSpans, pieces: TokenVectors) -> WordVectors:
    """The mean of each token's word pieces; a token beyond the model's length has zeros."""
    size = pieces.vectors.shape[1]
    rows = np.zeros((len(spans.tokens), size), dtype=np.float32)
    counts = np.zeros(len(spans.tokens), dtype=np.float32)
    at = 0
    for vector, (start, end) in zip(pieces.vectors, pieces.places, strict=True):
        if end <= start:
            continue
        while at < len(spans.tokens) and spans.tokens[at].end <= start:
            at += 1
        token = at
        while token < len(spans.tokens) and spans.tokens[token].start < end:
            rows[token] += vector
            counts[token] += 1
            token += 1
    rows /= np.maximum(counts, 1.0)[:, None]
    return WordVectors(rows, pieces.sentence.astype(np.float32))


def span_vector(view: WordVectors, candidate: Candidate) -> Matrix:
    """The span, the three words on either side, the six beyond them, and the sentence."""
    words = view.rows
    first, behind = candidate.first, candidate.last + 1
    parts = [
        mean_of(words, first, behind),
        mean_of(words, first - _NEAR, first),
        mean_of(words, behind, behind + _NEAR),
        mean_of(words, first - _FAR, first - _NEAR),
        mean_of(words, behind + _NEAR, behind + _FAR),
        view.sentence,
    ]
    return np.concatenate(parts)


def word_vector(view: WordVectors, word: Candidate) -> Matrix:
    """The word and the two on either side."""
    words, at = view.rows, word.first
    parts = [words[at], mean_of(words, at - 2, at), mean_of(words, at + 1, at + 3)]
    return np.concatenate(parts)


def mean_of(words: Matrix, start: int, end: int) -> Matrix:
    """The mean of some rows, zeros where there are none."""
    start, end = max(0, start), min(len(words), end)
    if end <= start:
        return np.zeros(words.shape[1], dtype=np.float32)
    mean: Matrix = np.add.reduce(words[start:end])
    mean /= end - start  # numpy's own mean takes twice as long to do the same
    return mean
