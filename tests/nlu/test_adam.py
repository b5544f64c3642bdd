"""Proves that moving some rows of the weights is moving them alone."""

from __future__ import annotations

import numpy as np

from bot.nlu.adam import Adam, Matrix


def _matrix(rows: int, seed: int) -> Matrix:
    return np.random.default_rng(seed).standard_normal((rows, 4)).astype(np.float32)


def test_rows_move_as_all_weights_do_and_the_others_stay() -> None:
    whole, some = _matrix(2000, 0), _matrix(2000, 0)
    before = some.copy()
    rows = np.arange(0, 2000, 2)
    adam_of_all, adam_of_some = Adam(whole), Adam(some)
    for step in (1, 2, 3):
        gradient = _matrix(2000, step)
        adam_of_some.move_rows(rows, gradient[rows], 0.01, step)
        adam_of_all.move(gradient, 0.01, step)
    assert np.array_equal(some[rows], whole[rows])
    assert np.array_equal(some[1::2], before[1::2])


def test_the_first_step_goes_against_the_gradient_by_the_rate() -> None:
    weights = np.zeros((1, 2), dtype=np.float32)
    Adam(weights).move(np.array([[3.0, -0.5]], dtype=np.float32), 0.1, 1)
    assert np.allclose(weights, [[-0.1, 0.1]])


def test_the_gradient_stays_as_it_is() -> None:
    gradient = _matrix(3, 1)
    Adam(_matrix(3, 0)).move(gradient, 0.1, 1)
    assert np.array_equal(gradient, _matrix(3, 1))
