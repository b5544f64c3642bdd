"""A small network over a span's features and vector: scikit-learn trains it, numpy predicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.profile_features import vocabulary

Matrix = npt.NDArray[np.float32]
_NAMED_SCALE = 0.5
_VECTOR_SCALE = 0.15
"""Scales of the two halves of the input, chosen by cross-validation on the annotated messages."""


class SpanClassifier:
    """Gives each span a probability for each label.

    `arrays` are `names`, `labels`, the `mean` and `deviation` of the vectors, and the weights of one
    hidden layer: `named`, `vector`, `bias`, `out`, `out_bias`.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self.arrays = dict(arrays)
        self.labels = tuple(str(label) for label in arrays["labels"])
        self._index = {str(name): at for at, name in enumerate(arrays["names"])}
        self._named = arrays["named"].astype(np.float32)
        scale = _VECTOR_SCALE / arrays["deviation"]
        self._vector = (arrays["vector"].astype(np.float32).T * scale).T.astype(np.float32)
        shift: Matrix = (arrays["mean"] @ self._vector).astype(np.float32)
        self._bias = arrays["bias"].astype(np.float32) - shift
        self._out = arrays["out"].astype(np.float32)
        self._out_bias = arrays["out_bias"].astype(np.float32)

    @classmethod
    def fit(
        cls,
        rows: Sequence[Sequence[str]],
        vectors: Matrix,
        labels: Sequence[str],
        hidden: int = 128,
        rounds: int = 12,
    ) -> SpanClassifier:
        """Learn from spans: their features, their vectors (a row each) and their labels."""
        # imported here: prediction needs neither
        import scipy.sparse
        from sklearn.neural_network import MLPClassifier

        names = vocabulary(rows)
        index = {name: at for at, name in enumerate(names)}
        mean, deviation = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
        dense = (vectors - mean) / deviation * _VECTOR_SCALE
        sparse = scipy.sparse.lil_matrix((len(rows), len(names)), dtype=np.float32)
        for at, row in enumerate(rows):
            for name in row:
                if name in index:
                    sparse[at, index[name]] = _NAMED_SCALE
        inputs = scipy.sparse.hstack([sparse, scipy.sparse.csr_matrix(dense)]).tocsr()
        network = MLPClassifier(
            (hidden,), alpha=3e-3, max_iter=rounds, learning_rate_init=1e-3, random_state=0
        )
        network.fit(inputs, list(labels))
        first, out = network.coefs_
        return cls(
            {
                "names": np.array(names),
                "labels": np.array(network.classes_),
                "mean": mean.astype(np.float32),
                "deviation": deviation.astype(np.float32),
                "named": (first[: len(names)] * _NAMED_SCALE).astype(np.float16),
                "vector": first[len(names) :].astype(np.float16),
                "bias": network.intercepts_[0].astype(np.float32),
                "out": _both_sides(out),
                "out_bias": _both_sides(network.intercepts_[1][None, :])[0],
            }
        )

    def probabilities(self, rows: Sequence[Sequence[str]], vectors: Matrix) -> Matrix:
        """A row of probabilities a span, in the order of `labels`."""
        hidden = vectors @ self._vector + self._bias
        for at, row in enumerate(rows):
            known = sorted({self._index[name] for name in row if name in self._index})
            hidden[at] += self._named[known].sum(axis=0)
        scores = np.maximum(hidden, 0.0) @ self._out + self._out_bias
        scores -= scores.max(axis=1, keepdims=True)
        exponentials: Matrix = np.exp(scores)
        result: Matrix = exponentials / exponentials.sum(axis=1, keepdims=True)
        return result


def _both_sides(weights: npt.NDArray[Any]) -> Matrix:
    """With two labels scikit-learn keeps one column: the score of the second label."""
    if weights.shape[1] > 1:
        return weights.astype(np.float32)
    return np.hstack([np.zeros_like(weights), weights]).astype(np.float32)
