"""The weights of the embedding model's file: those of its words and those of its layers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.matrices.byte_matrix import Matrix
from bot.matrices.onnx_format import Array, OnnxError, read_tensors
from bot.nlu.transformer import EMBEDDED, NORMS, PARTS

LAYERS = tuple(range(6))
# What the file calls a layer, its biases and norms, and the words.
_LAYER, _WORDS = "inner.encoder.layer", "inner.embeddings"
_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
    "attended": "attention.output.LayerNorm",
    "out": "output.LayerNorm",
}
# Matrices are held as bytes, with a scale a column or, of the words, a row.
_BYTES, _SCALE = "_q", "_scale"


@dataclass(frozen=True)
class WordVectors:
    """The vectors of the vocabulary's pieces, as bytes with a scale a row, and of their places."""

    pieces: npt.NDArray[np.int8]
    scales: Matrix
    places: Matrix

    def of(self, ids: npt.NDArray[np.int64]) -> Matrix:
        """The vectors of messages' pieces, a row of `ids` each."""
        vectors: Matrix = self.pieces[ids] * self.scales[ids] + self.places[: ids.shape[1]]
        return vectors


@dataclass(frozen=True)
class EmbeddingWeights:
    """All that the model has learnt; `layers` as `Transformer` takes them."""

    words: WordVectors
    layers: dict[str, Matrix]


def read_weights(path: Path) -> EmbeddingWeights:
    """The weights in a file.

    Raises OnnxError, naming the file, when it holds no model of this kind.
    """
    tensors = read_tensors(path)
    # the file numbers the layers' matrices, in their order, and doesn't name them
    matrices = [
        name.removesuffix(_BYTES)
        for name in tensors
        if name.endswith(_BYTES) and not name.startswith(_WORDS)
    ]
    if len(matrices) != len(LAYERS) * len(PARTS):
        raise OnnxError(f"{path} is another model than the one that config.yml means")
    try:
        return EmbeddingWeights(_words(tensors), _layers(tensors, matrices))
    except KeyError as error:
        raise OnnxError(f"{path} is another model: it has no {error}") from error


def _words(tensors: dict[str, Array]) -> WordVectors:
    pieces, scales = (
        tensors[f"{_WORDS}.word_embeddings.weight{kind}"] for kind in (_BYTES, _SCALE)
    )
    # a message is one sentence: all of its pieces are of the first kind
    kind = tensors[f"{_WORDS}.token_type_embeddings.weight"][0]
    places = _whole(tensors, f"{_WORDS}.position_embeddings.weight") + kind
    return WordVectors(pieces, scales, places)


def _layers(tensors: dict[str, Array], matrices: list[str]) -> dict[str, Matrix]:
    weights: dict[str, Matrix] = {
        f"{EMBEDDED}/{ours}": tensors[f"{_WORDS}.LayerNorm.{theirs}"]
        for ours, theirs in (("gain", "weight"), ("bias", "bias"))
    }
    for layer in LAYERS:
        for place, part in enumerate(PARTS):
            name = f"{_LAYER}.{layer}.{_NAMES[part]}"
            weights[f"{layer}/{part}/matrix"] = _whole(
                tensors, matrices[layer * len(PARTS) + place]
            )
            weights[f"{layer}/{part}/bias"] = tensors[f"{name}.bias"]
        for norm in NORMS:
            name = f"{_LAYER}.{layer}.{_NAMES[norm]}"
            weights[f"{layer}/{norm}/gain"] = tensors[f"{name}.weight"]
            weights[f"{layer}/{norm}/bias"] = tensors[f"{name}.bias"]
    return weights


def _whole(tensors: dict[str, Array], name: str) -> Matrix:
    """A matrix in single precision."""
    return np.multiply(tensors[name + _BYTES], tensors[name + _SCALE], dtype=np.float32)
