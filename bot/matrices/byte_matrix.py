"""Products with matrices of bytes, which onnxruntime makes several times as fast as numpy makes
those of numbers in full.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import onnxruntime

from bot.matrices.onnx_format import Graph

Matrix = npt.NDArray[np.float32]
_TINY = 1e-12
# The bytes of a matrix: as many above as below the middle, which stands for zero. Unsigned ones
# give the same sums on every processor; signed ones overflow on those without such products.
_MIDDLE, _MOST = 128, 127
_VECTOR, _PRODUCTS = "vector", "products"


class ByteMatrix:
    """A matrix whose columns are kept as bytes with a scale each: a quarter of its memory. Where
    vectors and columns are of unit length, a product is off by 0.005 at most.
    """

    def __init__(self, matrix: Matrix) -> None:
        """`matrix` has a row an entry of the vectors and a column a product, at least one."""
        graph = Graph()
        size, columns = matrix.shape
        vector = graph.input(_VECTOR, np.float32, (1, size))
        add_product(graph, "matrix", matrix, [vector], _PRODUCTS)
        graph.output(_PRODUCTS, np.float32, (1, columns))
        self._session = opened(graph.model())

    def products(self, vector: Matrix) -> Matrix:
        """The product of a vector with each column."""
        found: list[Matrix] = self._session.run(None, {_VECTOR: vector[None]})
        products: Matrix = found[0][0]
        return products


def add_product(
    graph: Graph, name: str, matrix: Matrix, vectors_and_bias: list[str], output: str
) -> str:
    """Add the product of vectors with a matrix that is kept as bytes, and give its output's name.

    `vectors_and_bias` are the names of the vectors and, where there is one, of what is added.
    """
    scales = np.maximum(np.abs(matrix).max(axis=0), _TINY) / _MOST
    held = {
        "bytes": np.rint(matrix / scales + _MIDDLE).astype(np.uint8),
        "scales": scales.astype(np.float32),
        "middles": np.full(len(scales), _MIDDLE, dtype=np.uint8),
    }
    names = [graph.constant(f"{name}/{kind}", array) for kind, array in held.items()]
    vectors, *bias = vectors_and_bias
    return graph.added_node("DynamicQuantizeMatMul", [vectors, *names, *bias], output)


def opened(model: bytes) -> onnxruntime.InferenceSession:
    """A session of a model, with one thread: a message is not worth more.

    From a file, as a session keeps the bytes that it is given beside what it makes of them.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    with TemporaryDirectory() as directory:
        path = Path(directory) / "model.onnx"
        path.write_bytes(model)
        providers = ["CPUExecutionProvider"]
        return onnxruntime.InferenceSession(str(path), options, providers=providers)
