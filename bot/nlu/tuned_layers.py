"""The upper layers of the embedding model, tuned to what people say of themselves.

Beside the words' general vectors they give each word a second one, which knows what its sentence
makes of it: whether the CISSP behind "expired:" is held. The lower layers are shared, so one pass
of the model serves the intents, the questions and these layers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.domain.errors import AdvisorError
from bot.nlu.encoder import SentenceEncoder, TokenVectors

Matrix = npt.NDArray[np.float32]
Ends = npt.NDArray[np.int64]
HEADS = 12
# By how much the product of an adapter's two factors is multiplied: its `alpha / rank`.
SCALE = 2.0
TINY = 1e-12
_BERT = "inner.encoder.layer"
# What the graph of the model that config.yml pins calls the matrices of each tuned layer.
_PRODUCTS = {
    3: ("val_264", "val_272", "val_280", "val_318", "val_322", "val_331"),
    4: ("val_335", "val_343", "val_351", "val_389", "val_393", "val_402"),
    5: ("val_406", "val_414", "val_422", "val_460", "val_464", "val_473"),
}
# Our names of a layer's matrices, in the graph's order, and the model's.
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}
_NORMS = {"attended": "attention.output.LayerNorm", "out": "output.LayerNorm"}
LAYERS = tuple(_PRODUCTS)


class AdapterError(AdvisorError):
    """The adapter can't be used; the message names the file."""


def general_weights(encoder: SentenceEncoder) -> dict[str, Matrix]:
    """The weights of the upper layers as the model has them, by `layer/part/kind`."""
    names = {f"{layer}/{part}/matrix": value for layer, part, value in _matrices()}
    for layer in LAYERS:
        for part, bert in PARTS.items():
            names[f"{layer}/{part}/bias"] = f"{_BERT}.{layer}.{bert}.bias"
        for norm, bert in _NORMS.items():
            names[f"{layer}/{norm}/gain"] = f"{_BERT}.{layer}.{bert}.weight"
            names[f"{layer}/{norm}/bias"] = f"{_BERT}.{layer}.{bert}.bias"
    values = encoder.values(list(names.values()))
    return dict(zip(names, values, strict=True))


def _matrices() -> list[tuple[int, str, str]]:
    return [
        (layer, part, value)
        for layer, values in _PRODUCTS.items()
        for part, value in zip(PARTS, values, strict=True)
    ]


def lora_names() -> set[str]:
    """The names of an adapter's arrays for the layers."""
    return {
        f"{layer}/{part}/{kind}"
        for layer in LAYERS
        for part in PARTS
        for kind in ("left", "right", "bias")
    }


def read_adapter(path: Path) -> dict[str, Matrix]:
    """The factors `left` and `right` and the shift of the `bias` of each matrix, from a file.

    Raises AdapterError, naming the file, when it is missing or isn't an adapter."""
    try:
        with np.load(path) as arrays:
            adapter = {name: arrays[name].astype(np.float32) for name in arrays.files}
    except (OSError, ValueError) as error:
        raise AdapterError(f"{path} is not an adapter of the embedding model: {error}") from error
    if set(adapter) != lora_names():
        raise AdapterError(f"{path} is an adapter of other layers; make it again: make adapter")
    return adapter


def merged(general: Mapping[str, Matrix], adapter: Mapping[str, Matrix]) -> dict[str, Matrix]:
    """Add an adapter to the weights that it was learnt on."""
    weights = dict(general)
    for layer, part, _ in _matrices():
        name = f"{layer}/{part}"
        product = adapter[f"{name}/left"] @ adapter[f"{name}/right"]
        weights[f"{name}/matrix"] = general[f"{name}/matrix"] + SCALE * product
        weights[f"{name}/bias"] = general[f"{name}/bias"] + adapter[f"{name}/bias"]
    return weights


class TunedLayers:
    """Three layers of a BERT in numpy: a message's word pieces are a row each.

    Several messages at a time take less: their pieces go through one product."""

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        self.weights = {name: array.astype(np.float32) for name, array in weights.items()}

    def __call__(self, messages: Sequence[Matrix]) -> list[Matrix]:
        """Turn what the model's middle gives for each message into vectors of the same shape."""
        ends = np.cumsum([len(message) for message in messages])[:-1]
        vectors = np.concatenate(messages)
        for layer in LAYERS:
            attention = self._attention(layer, vectors, ends)
            attended = self._normed(layer, "attended", vectors + attention)
            raised = self._product(layer, "up", attended)
            lowered = self._product(layer, "down", _gelu(raised))
            vectors = self._normed(layer, "out", attended + lowered)
        return list(np.split(vectors, ends))

    def _product(self, layer: int, part: str, vectors: Matrix) -> Matrix:
        name = f"{layer}/{part}"
        result: Matrix = vectors @ self.weights[f"{name}/matrix"] + self.weights[f"{name}/bias"]
        return result

    def _attention(self, layer: int, vectors: Matrix, ends: Ends) -> Matrix:
        """What each piece takes from the others of its message; messages end at `ends`."""
        query, key, value = (
            np.split(self._product(layer, part, vectors), ends)
            for part in ("query", "key", "value")
        )
        mixed = [_attended(*parts) for parts in zip(query, key, value, strict=True)]
        return self._product(layer, "mixed", np.concatenate(mixed))

    def _normed(self, layer: int, norm: str, vectors: Matrix) -> Matrix:
        name = f"{layer}/{norm}"
        centered = vectors - vectors.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centered**2).mean(axis=-1, keepdims=True) + np.float32(TINY))
        result: Matrix = centered / deviation * self.weights[f"{name}/gain"]
        return result + self.weights[f"{name}/bias"]


def _attended(query: Matrix, key: Matrix, value: Matrix) -> Matrix:
    count, size = query.shape
    queries, keys, values = (
        part.reshape(count, HEADS, -1).transpose(1, 0, 2) for part in (query, key, value)
    )
    scores = queries @ keys.transpose(0, 2, 1) / np.sqrt(np.float32(size / HEADS))
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    scores /= scores.sum(axis=-1, keepdims=True)
    mixed: Matrix = (scores @ values).transpose(1, 0, 2).reshape(count, size)
    return mixed


def _gelu(values: Matrix) -> Matrix:
    """The Gaussian unit by its usual approximation with tanh, which numpy has."""
    # a power takes far longer than two products
    cubed = values * values * values
    inner = np.float32(np.sqrt(2 / np.pi)) * (values + np.float32(0.044715) * cubed)
    result: Matrix = np.float32(0.5) * values * (1 + np.tanh(inner))
    return result


class TunedEncoder:
    """Gives the views of a message: its general vectors and its tuned ones."""

    def __init__(self, encoder: SentenceEncoder, layers: TunedLayers) -> None:
        self._encoder = encoder
        self._layers = layers

    def general(self, text: str) -> TokenVectors:
        """The first view of a text."""
        return self._encoder.encode_tokens(text)

    def tuned(self, texts: Sequence[TokenVectors]) -> list[TokenVectors]:
        """The second view of texts whose first is known."""
        layers = self._layers([general.vectors for general in texts])
        return [
            TokenVectors(general.places, vectors, _inner(vectors).mean(axis=0))
            for general, vectors in zip(texts, layers, strict=True)
        ]

    def views(self, texts: Sequence[str]) -> list[tuple[TokenVectors, ...]]:
        """The views of each text."""
        general = [self.general(text) for text in texts]
        return list(zip(general, self.tuned(general), strict=True))


def _inner(vectors: Matrix) -> Matrix:
    """The pieces between the two that stand around every message."""
    return vectors[1:-1] if len(vectors) > 2 else vectors
