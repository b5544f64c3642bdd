"""Vectors of texts, kept while a program runs, beside those of the runs before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.knowledge.vectors import VectorCache, Vectors


class VectorMemory(VectorCache):
    """Keeps vectors while the program runs; new ones are added to a file of its own."""

    def __init__(self, encode: Any) -> None:
        super().__init__(encode, Path("build/fitting-vectors.npz"))
        self._known: dict[str, Vectors] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            held = self._read()
            keys = [self.key(text) for text in new]
            missing = {key: text for key, text in zip(keys, new, strict=True) if key not in held}
            if missing:
                held |= self._encoded(missing)
                self._write(held)
            self._known |= dict(zip(new, self._unit([held[key] for key in keys]), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(
            len(texts), -1
        )
