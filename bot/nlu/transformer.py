"""Layers of a BERT as onnxruntime runs them fastest, made from their weights; one thread a pass.

The embedding model's file holds each step of a layer by itself, and onnxruntime doesn't put
together again what it has one operation for. Products are of bytes: the file's matrices are bytes,
and what they are multiplied with becomes bytes for each product. A pass takes a third of the time
that it takes with numbers in full, and its sentences have a cosine of 0.99 with those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

import numpy as np

from bot.matrices.byte_matrix import Matrix, add_product, opened
from bot.matrices.onnx_format import Graph

HEADS = 12
TINY = 1e-12
# Our names of a layer's matrices, in the order of the model's file.
PARTS = ("query", "key", "value", "mixed", "up", "down")
NORMS = ("attended", "out")
# What is normed before the first layer: the embedded word pieces.
EMBEDDED = "embedded"
_FIRST = 0


class Gelu(Enum):
    """The Gaussian unit as it is defined, or its usual approximation with tanh."""

    EXACT = "BiasGelu"
    TANH = "FastGelu"


class Transformer:
    """Turns the vectors of messages' word pieces into what some layers make of them."""

    def __init__(
        self,
        weights: Mapping[str, Matrix],
        layers: Sequence[int],
        gelu: Gelu,
    ) -> None:
        """`weights` are named `layer/part/matrix`, `layer/part/bias` or `layer/norm/gain`.

        Before the model's first layer the embedded pieces are normed.
        """
        graph = Graph()
        shape = (1, "pieces", len(weights[f"{layers[0]}/query/bias"]))
        vectors = graph.input("vectors", np.float32, shape)
        if layers[0] == _FIRST:
            norm = [
                graph.constant(name, weights[name])
                for name in (f"{EMBEDDED}/gain", f"{EMBEDDED}/bias")
            ]
            vectors = graph.node("LayerNormalization", [vectors, *norm], EMBEDDED, epsilon=TINY)
        for layer in layers:
            vectors = _add_layer(graph, weights, layer, vectors, gelu)
        graph.output(vectors, np.float32, shape)
        self._session = opened(graph.model())

    def __call__(self, vectors: Matrix) -> Matrix:
        """What the last layer makes of a message, a row a word piece.

        A message stands alone: beside others its numbers would become other bytes.
        """
        found: list[Matrix] = self._session.run(None, {"vectors": vectors[None]})
        made: Matrix = found[0][0]
        return made


def _add_layer(
    graph: Graph, weights: Mapping[str, Matrix], layer: int, vectors: str, gelu: Gelu
) -> str:
    """Add a layer that takes vectors, and give the name of what it makes."""

    def held(name: str) -> str:
        return graph.constant(f"{layer}/{name}", weights[f"{layer}/{name}"])

    def product(vectors: str, part: str, *bias: str) -> str:
        name = f"{layer}/{part}"
        return add_product(graph, name, weights[f"{name}/matrix"], [vectors, *bias], name)

    def normed(norm: str, vectors: str, part: str) -> str:
        """The norm of vectors and what a part of the layer adds to them."""
        names = [held(f"{norm}/gain"), held(f"{norm}/bias"), held(f"{part}/bias")]
        both = [f"{layer}/{part}", vectors]
        output = f"{layer}/{norm}"
        return graph.added_node("SkipLayerNormalization", [*both, *names], output, epsilon=TINY)

    three = [product(vectors, part, held(f"{part}/bias")) for part in PARTS[:3]]
    attention = graph.added_node("MultiHeadAttention", three, f"{layer}/attention", num_heads=HEADS)
    product(attention, "mixed")
    attended = normed("attended", vectors, "mixed")
    raised = [product(attended, "up"), held("up/bias")]
    product(graph.added_node(gelu.value, raised, f"{layer}/gelu"), "down")
    return normed("out", attended, "down")
