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
from bot.matrices.byte_matrix import Matrix
from bot.nlu.embedding_weights import LAYERS as EMBEDDING_LAYERS
from bot.nlu.embedding_weights import read_weights
from bot.nlu.encoder import SentenceEncoder, TokenVectors
from bot.nlu.transformer import PARTS, Gelu, Transformer

# By how much the product of an adapter's two factors is multiplied: its `alpha / rank`.
SCALE = 2.0
# The layers that are tuned, of the embedding model's.
LAYERS = EMBEDDING_LAYERS[3:]


class AdapterError(AdvisorError):
    """The adapter can't be used; the message names the file."""


def general_weights(encoder: SentenceEncoder) -> dict[str, Matrix]:
    """The weights of the upper layers as the model has them, by `layer/part/kind`."""
    weights = read_weights(encoder.model).layers
    return {
        name: weight
        for name, weight in weights.items()
        if any(name.startswith(f"{layer}/") for layer in LAYERS)
    }


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
    for name in (f"{layer}/{part}" for layer in LAYERS for part in PARTS):
        product = adapter[f"{name}/left"] @ adapter[f"{name}/right"]
        weights[f"{name}/matrix"] = general[f"{name}/matrix"] + SCALE * product
        weights[f"{name}/bias"] = general[f"{name}/bias"] + adapter[f"{name}/bias"]
    return weights


class TunedLayers:
    """The upper layers with other weights than the model's."""

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        whole = {name: array.astype(np.float32) for name, array in weights.items()}
        self._layers = Transformer(whole, LAYERS, Gelu.TANH)

    def __call__(self, messages: Sequence[Matrix]) -> list[Matrix]:
        """Turn what the model's middle gives for each message into vectors of the same shape."""
        return [self._layers(message) for message in messages]


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
