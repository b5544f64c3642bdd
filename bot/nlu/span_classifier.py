"""A small network over a span's features and vector: numpy alone predicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.profile_features import vocabulary

Matrix = npt.NDArray[np.float32]
# Scale of the vectors beside the named features, chosen by cross-validation.
_VECTOR_SCALE = 0.3

# Years of work, and those whose field a message doesn't tell.
_UNNAMED = "duration.unknown"
_YEARS = ("duration.security", "duration.it", "duration.other", _UNNAMED)
# The kinds of spans whose networks' mean counts. Of the others it is what the less sure network
# gives: the mean takes certifications that are asked about for held, "135 bucks" for pay, and
# "600 people" for a team.
_AVERAGED = ("degree",)


@dataclass(frozen=True)
class NamedRows:
    """The features of spans: their `names`, and a row of ones a span in scipy's compressed rows."""

    names: list[str]
    rows: Any

    @classmethod
    def of(cls, features: Sequence[Sequence[str]], least: int = 2) -> NamedRows:
        """Take the features that occur in at least `least` spans."""
        names = vocabulary(features, least)
        return cls(names, _sparse(features, {name: at for at, name in enumerate(names)}))


class SpanClassifier:
    """Gives each span a probability for each label.

    `arrays` are `names`, `labels`, the `mean` and `deviation` of the vectors, and the weights of
    one hidden layer: `named`, `vector`, `bias`, `out`, `out_bias`. Several networks share it: each
    has a part of it, a matrix of `out` and a row of `out_bias`, and their mean is given.
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
        named: NamedRows,
        vectors: Matrix,
        labels: Sequence[str],
        rounds: int = 10,
        networks: int = 1,
    ) -> SpanClassifier:
        """Learn from spans: their features, their vectors (a row each) and their labels.

        Each span is seen in `rounds` rounds by each of `networks` that decide together."""
        # imported here: prediction doesn't need it
        from bot.nlu.network_training import NetworkSettings, together, train_network

        known = sorted(set(labels))
        places = np.array([known.index(label) for label in labels])
        mean, deviation = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
        dense = vectors - mean
        dense *= _VECTOR_SCALE / deviation
        settings = NetworkSettings(rounds=rounds)
        weights = together(
            [
                train_network(named.rows, dense, places, len(known), settings, seed)
                for seed in range(networks)
            ]
        )
        return cls(
            {
                "names": np.array(named.names),
                "labels": np.array(known),
                "mean": mean.astype(np.float32),
                "deviation": deviation.astype(np.float32),
                "named": weights.named.astype(np.float16),
                "vector": weights.vector.astype(np.float16),
                "bias": weights.bias,
                "out": weights.out,
                "out_bias": weights.out_bias,
            }
        )

    def probabilities(self, rows: Sequence[Sequence[str]], vectors: Matrix) -> Matrix:
        """A row of probabilities a span, in the order of `labels`."""
        hidden = vectors @ self._vector + self._bias
        index = self._index
        for at, row in enumerate(rows):
            known = sorted({index[name] for name in row if name in index})
            hidden[at] += np.add.reduce(self._named[known])
        apart = np.maximum(hidden, 0.0).reshape(len(hidden), len(self._out), -1)
        scores = apart.transpose(1, 0, 2) @ self._out + self._out_bias[:, None]
        scores -= scores.max(axis=2, keepdims=True)
        exponentials: Matrix = np.exp(scores)
        exponentials /= exponentials.sum(axis=2, keepdims=True)
        result: Matrix = exponentials.mean(axis=0)
        return result


class Committee:
    """Several classifiers of one kind of span, each of which sees another view of it.

    A network on the tuned vectors alone is surer than it is right; beside the one on the general
    vectors it hears more and invents less than either.
    """

    def __init__(self, members: Sequence[SpanClassifier], *, averages: bool = False) -> None:
        """`averages` lets the members' mean count instead of what the least sure of them gives."""
        self.members = tuple(members)
        self.labels = self.members[0].labels
        self.averages = averages
        self._join = np.mean if averages else np.min

    @classmethod
    def of_kind(cls, kind: str, members: Sequence[SpanClassifier]) -> Committee:
        """The committee for spans of a kind."""
        return cls(members, averages=kind in _AVERAGED)

    def probabilities(self, rows: Sequence[Sequence[str]], views: Sequence[Matrix]) -> Matrix:
        """How sure the members are of each label together.

        A row a span, whose sum may be less than 1 where they differ; `views` holds the vectors for
        each member. Years of work on whose field they differ are years of a field that wasn't
        named.
        """
        return self.agreed(self.each(rows, views))

    def each(self, rows: Sequence[Sequence[str]], views: Sequence[Matrix]) -> list[Matrix]:
        """What each member gives each label."""
        return [
            member.probabilities(rows, vectors)
            for member, vectors in zip(self.members, views, strict=True)
        ]

    def agreed(self, each: Sequence[Matrix]) -> Matrix:
        """What the members give each label together, as `probabilities` has it."""
        joined: Matrix = self._join(each, axis=0)
        if _UNNAMED in self.labels:
            years = [at for at, label in enumerate(self.labels) if label in _YEARS]
            together = self._join([one[:, years].sum(axis=1) for one in each], axis=0)
            joined[:, years] = np.min(each, axis=0)[:, years]
            joined[:, self.labels.index(_UNNAMED)] += together - joined[:, years].sum(axis=1)
        return joined


def to_arrays(classifiers: Mapping[str, Committee]) -> dict[str, npt.NDArray[Any]]:
    """All arrays of the classifiers under `kind/view/name`, to be written into one file."""
    return {
        f"{kind}/{view}/{name}": array
        for kind, committee in classifiers.items()
        for view, member in enumerate(committee.members)
        for name, array in member.arrays.items()
    }


def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, Committee]:
    """The classifiers that `to_arrays` took apart."""
    kinds: dict[str, dict[str, dict[str, npt.NDArray[Any]]]] = {}
    for path, array in arrays.items():
        kind, view, name = path.split("/", 2)
        kinds.setdefault(kind, {}).setdefault(view, {})[name] = array
    return {
        kind: Committee.of_kind(kind, [SpanClassifier(views[view]) for view in sorted(views)])
        for kind, views in kinds.items()
    }


def _sparse(rows: Sequence[Sequence[str]], index: Mapping[str, int]) -> Any:
    """A row of ones a span, in scipy's compressed rows."""
    import scipy.sparse

    columns = [sorted({index[name] for name in row if name in index}) for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.array([column for row in columns for column in row], dtype=np.int32)
    ones = np.ones(len(flat), dtype=np.float32)
    return scipy.sparse.csr_matrix((ones, flat, ends), shape=(len(rows), len(index)))
