"""Vectors packed into bytes: near enough to compare by, and small enough for the index."""

from __future__ import annotations

import numpy as np

from bot.knowledge.vectors import PackedVectors


def _unit(rows: int, seed: int) -> np.ndarray:  # type: ignore[type-arg]
    vectors = np.random.default_rng(seed).normal(size=(rows, 384)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_cosines_of_packed_vectors_are_those_of_the_vectors() -> None:
    vectors = _unit(1300, 0)
    packed = PackedVectors(vectors)
    assert len(packed) == len(vectors)
    assert np.abs(packed.cosines(vectors[7]) - vectors @ vectors[7]).max() < 0.005
    assert np.abs(packed.floats(np.array([3, 5])) - vectors[[3, 5]]).max() < 0.005


def test_nothing_packed_is_compared_with_nothing() -> None:
    assert PackedVectors(_unit(0, 0)).cosines(_unit(1, 1)[0]).shape == (0,)
