"""Matrices of bytes give the products of the numbers that they stand for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from bot.matrices.byte_matrix import ByteMatrix

Matrix = npt.NDArray[np.float32]


def _unit(count: int, seed: int) -> Matrix:
    rows = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@pytest.mark.parametrize("columns", [1, 7, 3000])
def test_products_of_unit_vectors_are_off_by_less_than_half_a_hundredth(columns: int) -> None:
    rows, (vector,) = _unit(columns, 1), _unit(1, 2)
    products = ByteMatrix(rows.T).products(vector)
    assert products.shape == (columns,)
    assert np.abs(products - rows @ vector).max() < 0.005


def test_a_column_is_closest_to_itself() -> None:
    rows = _unit(500, 3)
    matrix = ByteMatrix(rows.T)
    assert [int(matrix.products(row).argmax()) for row in rows[:50]] == list(range(50))


def test_the_same_vector_gives_the_same_products() -> None:
    rows, (vector,) = _unit(100, 4), _unit(1, 5)
    matrix = ByteMatrix(rows.T)
    assert np.array_equal(matrix.products(vector), matrix.products(vector))


def test_a_column_of_zeros_gives_zero() -> None:
    rows = np.vstack([_unit(1, 6), np.zeros((1, 384), dtype=np.float32)])
    assert ByteMatrix(rows.T).products(_unit(1, 7)[0])[1] == pytest.approx(0.0, abs=1e-6)
