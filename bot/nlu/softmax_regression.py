"""Softmax regression as scikit-learn fits it, in single precision.

scikit-learn's solver holds its weights in double precision, so that each of its products first
makes a matrix of doubles of all rows: that took four times as long as what it is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SoftmaxWeights:
    """A row of `coefficients` and an intercept for each class."""

    coefficients: Matrix
    intercepts: Matrix


class _Loss:
    """The cross-entropy of rows, in which each class counts the same, and the weights' length."""

    def __init__(self, rows: Matrix, classes: npt.NDArray[np.int64], count: int) -> None:
        self._rows, self._classes, self._count = rows, classes, count
        sizes = np.bincount(classes, minlength=count)
        weights = len(rows) / (count * np.maximum(sizes, 1))
        self._weights: Matrix = weights[classes].astype(np.float32)
        self._every = np.arange(len(rows))

    def __call__(self, flat: Vector) -> tuple[float, Vector]:
        """The loss and its gradient, for weights and intercepts in one row."""
        weights = flat.reshape(self._count, -1).astype(np.float32)
        coefficients, intercepts = weights[:, :-1], weights[:, -1]
        scores = self._rows @ coefficients.T
        scores += intercepts
        scores -= scores.max(axis=1, keepdims=True)
        own = scores[self._every, self._classes]
        np.exp(scores, out=scores)
        sums = scores.sum(axis=1)
        value = float((self._weights * (np.log(sums) - own)).sum(dtype=np.float64))
        scores *= (self._weights / sums)[:, None]
        scores[self._every, self._classes] -= self._weights
        gradient = np.empty_like(weights)
        gradient[:, :-1] = scores.T @ self._rows
        gradient[:, :-1] += coefficients
        gradient[:, -1] = scores.sum(axis=0)
        length = float((coefficients.astype(np.float64) ** 2).sum())
        return value + length / 2, gradient.ravel().astype(np.float64)


def fit_softmax(
    rows: Matrix,
    classes: npt.NDArray[np.int64],
    count: int,
    max_iter: int = 100,
    tolerance: float = 1e-4,
) -> SoftmaxWeights:
    """Weigh the columns of `rows` for `count` classes, as LogisticRegression with balanced classes
    and C=1 does."""
    beginning = np.zeros(count * (rows.shape[1] + 1))
    options = {"maxiter": max_iter, "gtol": tolerance}
    loss = _Loss(np.ascontiguousarray(rows, dtype=np.float32), classes, count)
    found: Any = minimize(loss, beginning, jac=True, method="L-BFGS-B", options=options)
    weights = found.x.reshape(count, -1).astype(np.float32)
    return SoftmaxWeights(weights[:, :-1].copy(), weights[:, -1].copy())
