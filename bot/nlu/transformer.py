"""Layers of a BERT as onnxruntime runs them fastest, made from their weights; one thread a pass.

The embedding model's file holds each step of a layer by itself, and onnxruntime doesn't put
together again what it has one operation for. From these a pass takes half as long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import onnxruntime

from bot.nlu.onnx_format import Graph

Matrix = npt.NDArray[np.float32]
Mask = npt.NDArray[np.int32]
HEADS = 12
TINY = 1e-12
# Our names of a layer's matrices, in the order of the model's file.
PARTS = ("query", "key", "value", "mixed", "up", "down")
NORMS = ("attended", "out")
# What is normed before the first layer: the embedded word pieces.
EMBEDDED = "embedded"


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
        given: Sequence[int] = (),
    ) -> None:
        """`weights` are named `layer/part/matrix`, `layer/part/bias` or `layer/norm/gain`.

        Where the gain of the embedded pieces is among them, these are normed first. A pass gives
        what the layers `given` make, else what the last one does.
        """
        graph = Graph()
        shape = ("messages", "pieces", len(weights[f"{layers[0]}/query/bias"]))
        vectors = graph.input("vectors", np.float32, shape)
        mask = graph.input("mask", np.int32, shape[:2])
        if f"{EMBEDDED}/gain" in weights:
            norm = [
                graph.constant(name, weights[name])
                for name in (f"{EMBEDDED}/gain", f"{EMBEDDED}/bias")
            ]
            vectors = graph.node("LayerNormalization", [vectors, *norm], EMBEDDED, epsilon=TINY)
        for layer in layers:
            vectors = _add_layer(graph, weights, layer, (vectors, mask), gelu)
        for layer in given or layers[-1:]:
            graph.output(f"{layer}/out", np.float32, shape)
        self._session = _opened(graph.model())

    def __call__(self, vectors: Matrix, mask: Mask | None = None) -> list[Matrix]:
        """What each layer that is given makes of messages, an array a layer.

        `mask` is 1 where a message has a piece and 0 behind its end.
        """
        if mask is None:
            mask = np.ones(vectors.shape[:2], dtype=np.int32)
        found: list[Matrix] = self._session.run(None, {"vectors": vectors, "mask": mask})
        return found


def _add_layer(
    graph: Graph,
    weights: Mapping[str, Matrix],
    layer: int,
    inputs: tuple[str, str],
    gelu: Gelu,
) -> str:
    """Add a layer that takes vectors and mask, and give the name of what it makes."""

    def joined(kind: str) -> str:
        arrays = [weights[f"{layer}/{part}/{kind}"] for part in ("query", "key", "value")]
        return graph.constant(f"{layer}/three/{kind}", np.concatenate(arrays, axis=-1))

    def held(name: str) -> str:
        return graph.constant(f"{layer}/{name}", weights[f"{layer}/{name}"])

    def product(vectors: str, part: str) -> str:
        return graph.node("MatMul", [vectors, held(f"{part}/matrix")], f"{layer}/{part}")

    def normed(norm: str, vectors: str, part: str) -> str:
        """The norm of vectors and what a part of the layer adds to them."""
        names = [held(f"{norm}/gain"), held(f"{norm}/bias"), held(f"{part}/bias")]
        both = [f"{layer}/{part}", vectors]
        output = f"{layer}/{norm}"
        return graph.added_node("SkipLayerNormalization", [*both, *names], output, epsilon=TINY)

    vectors, mask = inputs
    three = [vectors, joined("matrix"), joined("bias"), mask]
    attention = graph.added_node("Attention", three, f"{layer}/attention", num_heads=HEADS)
    product(attention, "mixed")
    attended = normed("attended", vectors, "mixed")
    raised = [product(attended, "up"), held("up/bias")]
    product(graph.added_node(gelu.value, raised, f"{layer}/gelu"), "down")
    return normed("out", attended, "down")


def _opened(model: bytes) -> onnxruntime.InferenceSession:
    """A session of a model, with one thread: a message is not worth more.

    From a file, as a session keeps the bytes that it is given beside what it makes of them.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    with TemporaryDirectory() as directory:
        path = Path(directory) / "layers.onnx"
        path.write_bytes(model)
        providers = ["CPUExecutionProvider"]
        return onnxruntime.InferenceSession(str(path), options, providers=providers)
