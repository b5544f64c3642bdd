"""Proves that the networks learn from names and from vectors, and always the same."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.network_training import NetworkSettings, train_network
from bot.nlu.span_classifier import NamedRows, SpanClassifier
from bot.nlu.span_vectors import Matrix, mean_of

COUNT = 600


@pytest.fixture(scope="module")
def vectors() -> Matrix:
    return np.random.default_rng(0).standard_normal((COUNT, 12)).astype(np.float32)


def _names(labels: list[str]) -> list[list[str]]:
    noise = np.random.default_rng(1).integers(0, 9, COUNT)
    return [[f"is={label}", f"noise={one}"] for label, one in zip(labels, noise, strict=True)]


def _right(
    classifier: SpanClassifier, rows: list[list[str]], vectors: Matrix, labels: list[str]
) -> float:
    best = classifier.probabilities(rows, vectors).argmax(axis=1)
    return float(
        np.mean([classifier.labels[at] == label for at, label in zip(best, labels, strict=True)])
    )


def test_what_only_the_names_tell_is_learned(vectors: Matrix) -> None:
    labels = ["yes" if at % 3 else "no" for at in range(COUNT)]
    rows = _names(labels)
    classifier = SpanClassifier.fit(NamedRows.of(rows), vectors, labels, rounds=40)
    assert _right(classifier, rows, vectors, labels) == 1.0


def test_what_only_the_vectors_tell_is_learned(vectors: Matrix) -> None:
    labels = ["yes" if vector[0] > vector[1] else "no" for vector in vectors]
    rows = _names([""] * COUNT)
    classifier = SpanClassifier.fit(NamedRows.of(rows), vectors, labels, rounds=40)
    assert _right(classifier, rows, vectors, labels) > 0.95


def test_the_same_rows_give_the_same_weights(vectors: Matrix) -> None:
    named = NamedRows.of(_names(["a", "b"] * (COUNT // 2))).rows
    labels = np.arange(COUNT) % 2
    before = vectors.copy()
    # a last batch that is smaller than the others
    settings = NetworkSettings(rounds=2, batch=256)
    one, two = (train_network(named, vectors, labels, 2, settings) for _ in range(2))
    assert np.array_equal(one.named, two.named) and np.array_equal(one.vector, two.vector)
    assert np.array_equal(vectors, before)


def test_two_networks_give_the_mean_of_what_each_gives(vectors: Matrix) -> None:
    labels = ["yes" if vector[0] > vector[1] else "no" for vector in vectors]
    rows = _names([""] * COUNT)
    named = NamedRows.of(rows)
    both = SpanClassifier.fit(named, vectors, labels, rounds=4, networks=2)
    each = [_part(both, number).probabilities(rows, vectors) for number in range(2)]
    assert not np.allclose(*each)
    assert np.allclose(both.probabilities(rows, vectors), np.mean(each, axis=0), atol=1e-5)


def _part(both: SpanClassifier, number: int) -> SpanClassifier:
    """One of two networks that share a classifier."""
    arrays = dict(both.arrays)
    half = len(arrays["bias"]) // 2
    places = slice(number * half, (number + 1) * half)
    for name in ("named", "vector"):
        arrays[name] = arrays[name][:, places]
    arrays["bias"] = arrays["bias"][places]
    for name in ("out", "out_bias"):
        arrays[name] = arrays[name][number : number + 1]
    return SpanClassifier(arrays)


def test_a_name_that_is_rare_is_left_out() -> None:
    named = NamedRows.of([["a", "b"], ["a"], ["a", "a"]], 2)
    assert named.names == ["a"]
    assert named.rows.toarray().tolist() == [[1.0], [1.0], [1.0]]


def test_the_mean_of_rows_is_that_of_numpy(vectors: Matrix) -> None:
    assert np.array_equal(mean_of(vectors, -2, 7), vectors[:7].mean(axis=0))
    assert not mean_of(vectors, 5, 5).any()
