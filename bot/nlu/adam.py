"""Adam, for weights that move as a whole and for those of which a batch touches some rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8
# Rows that move together: those of some hundred stay in the processor's cache through all of the
# operations, those of a whole batch don't.
_TOGETHER = 512


class Adam:
    """Moves weights, in place, against their gradients; `rate` is the length of a step."""

    def __init__(self, weights: Matrix) -> None:
        self._weights = weights
        self._first = np.zeros_like(weights)
        self._second = np.zeros_like(weights)

    def move(self, gradient: Matrix, rate: float, step: int) -> None:
        """Take a step, counted from 1."""
        _move(self._weights, self._first, self._second, gradient, rate, step)

    def move_rows(self, rows: Places, gradient: Matrix, rate: float, step: int) -> None:
        """Take a step of some rows only, the others keep what they have gathered, too."""
        held = self._weights, self._first, self._second
        for start in range(0, len(rows), _TOGETHER):
            some = rows[start : start + _TOGETHER]
            weights, first, second = (array[some] for array in held)
            _move(weights, first, second, gradient[start : start + _TOGETHER], rate, step)
            for array, moved in zip(held, (weights, first, second), strict=True):
                array[some] = moved


def _move(
    weights: Matrix, first: Matrix, second: Matrix, gradient: Matrix, rate: float, step: int
) -> None:
    """In place: a new matrix for each operation took twice as long as all of the products."""
    one, two = 1 - _FIRST**step, 1 - _SECOND**step
    first *= np.float32(_FIRST)
    part = gradient * np.float32(1 - _FIRST)
    first += part
    second *= np.float32(_SECOND)
    np.multiply(gradient, gradient, out=part)
    part *= np.float32(1 - _SECOND)
    second += part
    np.sqrt(second, out=part)
    part *= np.float32(two**-0.5)
    part += np.float32(_TINY)
    np.divide(first, part, out=part)
    part *= np.float32(rate / one)
    weights -= part
