"""Trains a network of one hidden layer on rows that are half sparse names, half dense vectors.

scikit-learn's MLPClassifier gives the same accuracy but takes one matrix: with the vectors in it as
a sparse block it needed three times as long, for want of a dense product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse

Matrix = npt.NDArray[np.float32]


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
    decay: float = 1e-4


@dataclass(frozen=True)
class NetworkWeights:
    named: Matrix
    vector: Matrix
    bias: Matrix
    out: Matrix
    out_bias: Matrix


class _Adam:
    """Adam with a linear decay of the rate."""

    def __init__(self, weights: list[Matrix], settings: NetworkSettings, steps: int) -> None:
        self._weights = weights
        self._settings = settings
        self._steps = steps
        self._first = [np.zeros_like(weight) for weight in weights]
        self._second = [np.zeros_like(weight) for weight in weights]
        self._step = 0

    def update(self, gradients: list[Matrix], rows: npt.NDArray[np.int64]) -> None:
        """Take one step; of the first weights only `rows` have a gradient and are touched."""
        self._step += 1
        warm = min(1.0, self._step / 50)
        rate = self._settings.rate * warm * (1 - self._step / (self._steps + 1))
        for at, gradient in enumerate(gradients):
            part: Any = rows if at == 0 else slice(None)
            self._move(at, part, gradient, rate)

    def _move(self, at: int, part: Any, gradient: Matrix, rate: float) -> None:
        """Move a part of some weights. In place: a new matrix for each operation took twice as
        long as all of the products.
        """
        weight, first, second = (
            held[at][part] for held in (self._weights, self._first, self._second)
        )
        one, two = 1 - 0.9**self._step, 1 - 0.999**self._step
        first *= 0.9
        step = gradient * 0.1
        first += step
        second *= 0.999
        np.multiply(gradient, gradient, out=step)
        step *= 0.001
        second += step
        np.sqrt(second, out=step)
        step *= two**-0.5
        step += 1e-8
        np.divide(first, step, out=step)
        step *= rate / one
        if weight.ndim > 1:
            weight *= 1 - rate * self._settings.decay
        weight -= step
        if not isinstance(part, slice):  # copies, not views
            self._weights[at][part] = weight
            self._first[at][part] = first
            self._second[at][part] = second


def train_network(
    named: scipy.sparse.csr_matrix,
    vectors: Matrix,
    labels: npt.NDArray[np.int64],
    count: int,
    settings: NetworkSettings | None = None,
) -> NetworkWeights:
    """Minimise the cross-entropy of `count` labels; the same rows always give the same weights."""
    settings = settings or NetworkSettings()
    random = np.random.default_rng(0)
    weights = _initial(named.shape[1], vectors.shape[1], count, settings.hidden, random)
    batches = -(-len(labels) // settings.batch)
    adam = _Adam(weights, settings, settings.rounds * batches)
    for _ in range(settings.rounds):
        order = random.permutation(len(labels))
        for start in range(0, len(labels), settings.batch):
            chosen = order[start : start + settings.batch]
            rows, dense = _dropped(named[chosen], vectors[chosen], settings, random)
            used, places = np.unique(rows.indices, return_inverse=True)
            shape = (len(chosen), len(used))
            rows = scipy.sparse.csr_matrix((rows.data, places, rows.indptr), shape=shape)
            active = [weights[0][used], *weights[1:]]
            gradients = _gradients(active, rows, dense, labels[chosen], settings, random)
            adam.update(gradients, used)
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


def _dropped(
    rows: scipy.sparse.csr_matrix,
    dense: Matrix,
    settings: NetworkSettings,
    random: np.random.Generator,
) -> tuple[scipy.sparse.csr_matrix, Matrix]:
    keep = 1 - settings.dropped_inputs
    rows.data = (rows.data * (random.random(len(rows.data)) < keep) / keep).astype(np.float32)
    mask = random.random(dense.shape, dtype=np.float32) < keep
    return rows, (dense * mask / np.float32(keep)).astype(np.float32)


def _gradients(
    weights: list[Matrix],
    rows: Any,
    dense: Matrix,
    labels: npt.NDArray[np.int64],
    settings: NetworkSettings,
    random: np.random.Generator,
) -> list[Matrix]:
    named, vector, bias, out, out_bias = weights
    before = rows @ named + dense @ vector + bias
    keep = np.float32(1 - settings.dropped_hidden)
    mask = (random.random(before.shape, dtype=np.float32) < keep) / keep * (before > 0)
    hidden = (before * mask).astype(np.float32)
    scores = hidden @ out + out_bias
    scores -= scores.max(axis=1, keepdims=True)
    error = np.exp(scores)
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(labels)), labels] -= 1.0
    error /= len(labels)
    back = ((error @ out.T) * mask).astype(np.float32)
    return [rows.T @ back, dense.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
