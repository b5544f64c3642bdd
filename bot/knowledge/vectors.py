"""Sentence vectors that are computed once: kept in a file under the hash of their text."""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.matrices.byte_matrix import ByteMatrix

Vectors = npt.NDArray[np.float32]
Stored = npt.NDArray[np.int8]
Encode = Callable[[Sequence[str]], Vectors]
# The file of the data folder that holds them.
VECTORS = "vectors.npz"
_SCALE = 127.0
log = logging.getLogger(__name__)


class PackedVectors:
    """Unit-length vectors kept as bytes with a scale a row: a cosine is off by 0.005 at most."""

    def __init__(self, vectors: Vectors) -> None:
        peaks = np.abs(vectors).max(axis=1, initial=1e-9) / _SCALE
        self._scales: Vectors = peaks.astype(np.float32)
        self._rows = np.rint(vectors / peaks[:, None]).astype(np.int8)
        self._products = ByteMatrix(vectors.T) if len(vectors) else None

    def __len__(self) -> int:
        return len(self._rows)

    def floats(self, rows: npt.NDArray[np.int64] | None = None) -> Vectors:
        """Some rows, or all, as numbers again."""
        chosen = slice(None) if rows is None else rows
        floats: Vectors = self._rows[chosen].astype(np.float32) * self._scales[chosen, None]
        return floats

    def cosines(self, vector: Vectors) -> Vectors:
        """The cosine of every row with a unit-length vector."""
        if self._products is None:
            return np.empty(0, dtype=np.float32)
        return self._products.products(vector)


class VectorCache:
    """Encodes texts, each once over the runs of the program; the file
    holds bytes, a four-hundredth off at most.
    """

    def __init__(self, encode: Encode, path: Path | None) -> None:
        self._encode, self._path = encode, path

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One unit-length row a text, in their order; the file then
        holds these texts and no others.
        """
        keys = [self.key(text) for text in texts]
        held = self._read()
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in held}
        if missing:
            held |= self._encoded(missing)
            self._write({key: held[key] for key in keys})
        return self._unit([held[key] for key in keys])

    @staticmethod
    def key(text: str) -> bytes:
        return hashlib.sha256(text.encode()).digest()[:12]

    def _encoded(self, texts: Mapping[bytes, str]) -> dict[bytes, Stored]:
        encoded = self._encode(list(texts.values()))
        return dict(zip(texts, np.rint(encoded * _SCALE).astype(np.int8), strict=True))

    @staticmethod
    def _unit(held: Sequence[Stored]) -> Vectors:
        rows = np.array(held, dtype=np.float32).reshape(len(held), -1)
        norms = np.linalg.norm(rows, axis=1, keepdims=True) if len(rows) else np.ones((0, 1))
        unit: Vectors = (rows / np.maximum(norms, 1e-9)).astype(np.float32)
        return unit

    def _read(self) -> dict[bytes, Stored]:
        if self._path is None or not self._path.is_file():
            return {}
        try:
            with np.load(self._path, allow_pickle=False) as file:
                keys = [row.tobytes() for row in file["keys"]]
                return dict(zip(keys, file["rows"], strict=True))
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return {}  # half written, or of another version: computed again

    def _write(self, held: dict[bytes, Stored]) -> None:
        if self._path is None or not held:
            return
        keys = np.array([np.frombuffer(key, dtype=np.uint8) for key in held])
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part = self._path.with_suffix(".part.npz")
            np.savez(part, keys=keys, rows=np.stack(list(held.values())))
            part.replace(self._path)
        except OSError as error:  # a read-only installation computes them at every start
            log.warning("sentence vectors can't be kept: %s", error)
