"""Trains a network of one hidden layer on rows that are half sparse names, half dense vectors.

scikit-learn's MLPClassifier gives the same accuracy but takes one matrix: with the vectors in it as
a sparse block it needed three times as long, for want of a dense product.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse

from bot.nlu.adam import Adam, Matrix, Places


@dataclass(frozen=True)
class NetworkSettings:
    """Chosen by cross-validation on the annotated messages.

    More `rounds` than ten pay for kinds of few rows only (`bot.nlu.profile_training`)."""

    hidden: int = 80
    rounds: int = 10
    batch: int = 256
    rate: float = 4e-3
    dropped_inputs: float = 0.25
    dropped_hidden: float = 0.4


@dataclass(frozen=True)
class NetworkWeights:
    named: Matrix
    vector: Matrix
    bias: Matrix
    out: Matrix
    out_bias: Matrix


def together(networks: Sequence[NetworkWeights]) -> NetworkWeights:
    """Put the hidden layers of networks side by side; what leads out of each stays apart."""
    return NetworkWeights(
        np.hstack([one.named for one in networks]),
        np.hstack([one.vector for one in networks]),
        np.concatenate([one.bias for one in networks]),
        np.stack([one.out for one in networks]),
        np.stack([one.out_bias for one in networks]),
    )


class _Masks:
    """Says what is kept of a layer: parts of one long random row, from random places of it.

    New numbers for every batch took longer than the products that they are for.
    """

    _LENGTH = 1 << 22

    def __init__(self, dropped: float, largest: int, random: np.random.Generator) -> None:
        length = max(self._LENGTH, 2 * largest)
        self._kept = random.random(length, dtype=np.float32) >= dropped
        self._random = random

    def of(self, *shape: int) -> npt.NDArray[np.bool_]:
        """A mask of a shape, to be read only."""
        size = int(np.prod(shape))
        start = int(self._random.integers(len(self._kept) - size))
        return self._kept[start : start + size].reshape(shape)


@dataclass(frozen=True)
class _Batch:
    """Some rows: the names `used` in them, a column each in `named`, their vectors and labels."""

    used: Places
    named: Any
    dense: Matrix
    labels: Places


class _Batches:
    """Gives the rows in batches, in another order each round, with some of their inputs dropped."""

    def __init__(
        self,
        named: scipy.sparse.csr_matrix,
        vectors: Matrix,
        labels: Places,
        settings: NetworkSettings,
        random: np.random.Generator,
    ) -> None:
        self._named, self._vectors, self._labels = named, vectors, labels
        self._keep = np.float32(1 - settings.dropped_inputs)
        self._ones = np.full(named.nnz, 1 / self._keep, dtype=np.float32)
        self._size = settings.batch
        self._random = random
        size = settings.batch * vectors.shape[1]
        self._masks = _Masks(settings.dropped_inputs, size, random)
        # of each name, whether a batch has it, and its column there
        self._seen = np.zeros(named.shape[1], dtype=np.bool_)
        self._columns = np.zeros(named.shape[1], dtype=np.int32)

    def __len__(self) -> int:
        return -(-len(self._labels) // self._size)

    def __iter__(self) -> Iterator[_Batch]:
        order = self._random.permutation(len(self._labels))
        named = self._named[order]
        for start in range(0, len(order), self._size):
            chosen = order[start : start + self._size]
            ends = named.indptr[start : start + self._size + 1]
            used, rows = self._rows(named.indices[ends[0] : ends[-1]], ends - ends[0])
            dense = self._vectors[chosen]
            dense *= self._masks.of(*dense.shape)
            dense /= self._keep
            yield _Batch(used, rows, dense, self._labels[chosen])

    def _rows(
        self, names: npt.NDArray[np.int32], ends: npt.NDArray[np.int32]
    ) -> tuple[Places, Any]:
        """Some of the names that stand in rows, renumbered, and which they are."""
        kept = self._masks.of(len(names))
        counts = np.zeros(len(names) + 1, dtype=np.int32)
        np.cumsum(kept, out=counts[1:])
        names = names[kept]
        self._seen[names] = True
        used = np.flatnonzero(self._seen)
        self._seen[used] = False
        self._columns[used] = np.arange(len(used), dtype=np.int32)
        parts = self._ones[: len(names)], self._columns[names], counts[ends]
        return used, scipy.sparse.csr_matrix(parts, shape=(len(ends) - 1, len(used)))


def train_network(
    named: scipy.sparse.csr_matrix,
    vectors: Matrix,
    labels: npt.NDArray[np.int64],
    count: int,
    settings: NetworkSettings | None = None,
    seed: int = 0,
) -> NetworkWeights:
    """Minimise the cross-entropy of `count` labels; the same rows and seed always give the same
    weights.

    `named` holds ones."""
    settings = settings or NetworkSettings()
    random = np.random.default_rng(seed)
    weights = _initial(named.shape[1], vectors.shape[1], count, settings.hidden, random)
    batches = _Batches(named, vectors, labels, settings, random)
    masks = _Masks(settings.dropped_hidden, settings.batch * settings.hidden, random)
    adams = [Adam(weight) for weight in weights]
    steps, step = settings.rounds * len(batches), 0
    for _ in range(settings.rounds):
        for batch in batches:
            step += 1
            kept = masks.of(len(batch.labels), settings.hidden)
            first, *others = _gradients(weights, batch, kept, settings.dropped_hidden)
            rate = settings.rate * min(1.0, step / 50) * (1 - step / (steps + 1))
            adams[0].move_rows(batch.used, first, rate, step)
            for adam, gradient in zip(adams[1:], others, strict=True):
                adam.move(gradient, rate, step)
    return NetworkWeights(*weights)


def _initial(
    named: int, dense: int, count: int, hidden: int, random: np.random.Generator
) -> list[Matrix]:
    def normal(rows: int, columns: int, scale: float) -> Matrix:
        return (random.standard_normal((rows, columns)) * scale).astype(np.float32)

    return [
        normal(named, hidden, 0.07),
        normal(dense, hidden, dense**-0.5),
        np.zeros(hidden, dtype=np.float32),
        normal(hidden, count, hidden**-0.5),
        np.zeros(count, dtype=np.float32),
    ]


def _gradients(
    weights: list[Matrix], batch: _Batch, kept: npt.NDArray[np.bool_], dropped: float
) -> list[Matrix]:
    """The gradient of each of the weights; of the first, those of the names that are used."""
    named, vector, bias, out, out_bias = weights
    keep = np.float32(1 - dropped)
    before = batch.named @ named[batch.used]
    before += batch.dense @ vector
    before += bias
    mask = kept & (before > 0)
    hidden = before * mask
    hidden /= keep
    scores = hidden @ out + out_bias
    scores -= scores.max(axis=1, keepdims=True)
    error = np.exp(scores)
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(error)), batch.labels] -= np.float32(1)
    error /= np.float32(len(error))
    back = error @ out.T
    back *= mask
    back /= keep
    first = batch.named.T @ back
    return [first, batch.dense.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
