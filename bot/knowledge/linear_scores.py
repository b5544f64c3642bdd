"""Scores of the units for a question by a linear model over all that they answer and say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.knowledge.vectors import Vectors

_RIDGE = 0.3
# How much a unit's own text and a question without an answer count beside an anchor when scores
# are fitted.
_TEXT_WEIGHT, _NOTHING_WEIGHT = 0.5, 0.2


class LinearScores:
    """Ridge regression from vectors to units, in closed form; the last column is of questions
    without an answer.
    """

    def __init__(
        self,
        anchored: Vectors,
        texts: Vectors,
        nothing: Vectors,
        owners: npt.NDArray[np.int64],
        units: int,
    ) -> None:
        """`owners` are the numbers of the units of anchors and texts, one after the other."""
        rows = np.vstack([anchored, texts, nothing])
        weights = np.r_[
            np.ones(len(anchored)),
            np.full(len(texts), _TEXT_WEIGHT),
            np.full(len(nothing), _NOTHING_WEIGHT),
        ].astype(np.float32)
        targets = np.zeros((len(rows), units + 1), dtype=np.float32)
        targets[np.arange(len(owners)), owners] = 1.0
        targets[len(owners) :, -1] = 1.0
        total = max(float(weights.sum()), 1.0)
        self._mean = (weights @ rows) / total
        centered = rows - self._mean
        weighted = centered * weights[:, None]
        ridge = _RIDGE * np.eye(rows.shape[1], dtype=np.float32)
        self._weights = np.linalg.solve(weighted.T @ centered + ridge, weighted.T @ targets).astype(
            np.float32
        )

    def of(self, vector: Vectors) -> Vectors:
        """The score of each unit for one question, and that of no answer behind them."""
        scores: Vectors = (vector - self._mean) @ self._weights
        return scores
