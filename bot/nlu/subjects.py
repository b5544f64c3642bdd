"""How likely each intent is, from the sentence vector alone: the
ranker compares questions and anchors by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.knowledge.vectors import Vectors

_RIDGE = 1.0
_SHARPNESS = 8.0


@dataclass(frozen=True)
class SubjectModel:
    """A linear model fitted in closed form: `weights` has a column
    an intent, in the order of `intents`.
    """

    intents: tuple[str, ...]
    mean: Vectors
    weights: Vectors
    shares: Vectors

    @classmethod
    def fit(cls, intents: Sequence[str], vectors: Vectors) -> SubjectModel:
        names = tuple(sorted(set(intents)))
        column = {name: place for place, name in enumerate(names)}
        targets = np.zeros((len(vectors), len(names)), dtype=np.float32)
        targets[np.arange(len(vectors)), [column[intent] for intent in intents]] = 1.0
        mean = vectors.mean(axis=0)
        centered = vectors - mean
        ridge = _RIDGE * np.eye(vectors.shape[1], dtype=np.float32)
        weights = np.linalg.solve(centered.T @ centered + ridge, centered.T @ targets)
        return cls(names, mean, weights.astype(np.float32), targets.mean(axis=0))

    def probabilities(self, vectors: Vectors) -> Vectors:
        """A row of probabilities for each row of vectors."""
        scores = ((vectors - self.mean) @ self.weights + self.shares) * _SHARPNESS
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities: Vectors = (likely / likely.sum(axis=1, keepdims=True)).astype(np.float32)
        return probabilities
