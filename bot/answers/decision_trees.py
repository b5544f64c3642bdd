"""Boosted decision trees, as a tool fits them and a file holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class DecisionTrees:
    """A row a tree, a column a node, the first its root.

    A node looks at the sign of its number in `names` and goes on with the node `left` where that is
    at most its `cut`, else with the one behind `left`; a leaf has no `left` (-1) and gives its
    `value`. `start` is the sum of log odds that the values are added to.
    """

    names: tuple[str, ...]
    signs: Places
    cuts: Numbers
    left: Places
    values: Numbers
    start: float

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> Numbers:
        """How likely each row of signs is a good one; a sign that it lacks counts as 0."""
        found = np.array([[row.get(name, 0.0) for name in self.names] for row in rows])
        trees = np.arange(len(self.left))
        at = np.zeros((len(rows), len(trees)), dtype=np.int64)
        while (inner := self.left[trees, at] >= 0).any():
            seen = np.take_along_axis(found, self.signs[trees, at], axis=1)
            onward = self.left[trees, at] + (seen > self.cuts[trees, at])
            at = np.where(inner, onward, at)
        sums = self.start + self.values[trees, at].sum(axis=1)
        result: Numbers = 1 / (1 + np.exp(-sums))
        return result

    def write(self, path: Path) -> None:
        """Write them to a file that `read` reads."""
        held: dict[str, Any] = {
            "names": list(self.names),
            "start": round(self.start, 5),
            "signs": self.signs.tolist(),
            "cuts": self.cuts.round(5).tolist(),
            "left": self.left.tolist(),
            "values": self.values.round(5).tolist(),
        }
        path.write_text(json.dumps(held, separators=(",", ":")) + "\n", "utf-8")

    @classmethod
    def read(cls, path: Path) -> DecisionTrees:
        """Read what `write` wrote."""
        held = json.loads(path.read_text("utf-8"))
        integers = [np.array(held[name], dtype=np.int64) for name in ("signs", "left")]
        numbers = [np.array(held[name], dtype=np.float64) for name in ("cuts", "values")]
        return cls(
            tuple(held["names"]), integers[0], numbers[0], integers[1], numbers[1], held["start"]
        )
