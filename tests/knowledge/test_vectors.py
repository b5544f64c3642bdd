"""Vectors packed into bytes: near enough to compare by, and small enough for the index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.knowledge.vectors import PackedVectors, VectorCache, Vectors


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


@pytest.mark.parametrize("left", [0, 1, 100, -1])
def test_a_file_of_vectors_cut_short_is_computed_again(tmp_path: Path, left: int) -> None:
    encoded: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        encoded.extend(texts)
        return _unit(len(texts), 0)

    path = tmp_path / "vectors.npz"
    first = VectorCache(encode, path).vectors(["a", "b"])
    path.write_bytes(path.read_bytes()[:left])
    assert (VectorCache(encode, path).vectors(["a", "b"]) == first).all()
    assert encoded == ["a", "b", "a", "b"]
