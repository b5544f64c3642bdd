"""The layers that are made from the embedding model's weights compute what its file computes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer

from bot.matrices.onnx_format import Graph, OnnxError, read_tensors
from bot.nlu.embedding_weights import LAYERS, EmbeddingWeights, read_weights
from bot.nlu.transformer import Gelu, Transformer

MODEL = Path("build/minilm")
TEXTS = [
    "hi",
    "held: CISM, expired: CEH, and 8 years in security",
    "what does a CISO earn in 2025?",
]


@pytest.fixture(scope="module")
def weights() -> EmbeddingWeights:
    return read_weights(MODEL / "model.onnx")


@pytest.fixture(scope="module")
def layers(weights: EmbeddingWeights) -> Transformer:
    return Transformer(weights.layers, LAYERS, Gelu.EXACT)


def encoded(tokenizer: Tokenizer, text: str) -> Any:
    return np.array([tokenizer.encode(text).ids])


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    made.no_padding()
    return made


@pytest.mark.parametrize("text", TEXTS)
def test_a_message_gives_nearly_what_the_models_file_gives(
    weights: EmbeddingWeights, layers: Transformer, tokenizer: Tokenizer, text: str
) -> None:
    ids = encoded(tokenizer, text)
    file = onnxruntime.InferenceSession(MODEL / "model.onnx", providers=["CPUExecutionProvider"])
    feeds = {
        "input_ids": ids,
        "attention_mask": np.ones_like(ids),
        "token_type_ids": np.zeros_like(ids),
    }
    expected = file.run(["last_hidden_state"], feeds)[0][0].mean(axis=0)
    found = layers(weights.words.of(ids)[0]).mean(axis=0)
    assert found @ expected / np.linalg.norm(found) / np.linalg.norm(expected) > 0.98


def test_the_bytes_of_a_matrix_are_those_of_the_models_file(weights: EmbeddingWeights) -> None:
    matrix = weights.layers["0/up/matrix"]
    scales = np.abs(matrix).max(axis=0) / 127
    assert abs(matrix / scales - np.rint(matrix / scales)).max() < 1e-3


def test_the_units_differ_as_little_as_the_approximation_does(
    weights: EmbeddingWeights, tokenizer: Tokenizer
) -> None:
    pieces = weights.words.of(encoded(tokenizer, TEXTS[1]))[0]
    exact, near = (Transformer(weights.layers, LAYERS[:1], gelu)(pieces) for gelu in Gelu)
    assert 0 < abs(exact - near).mean() < 0.01


def test_a_graph_is_read_as_it_was_written(tmp_path: Path) -> None:
    graph, path = Graph(), tmp_path / "graph.onnx"
    held = {
        "long": np.arange(300, dtype=np.int64).reshape(2, 150),
        "bytes": np.array([[-1], [2]], dtype=np.int8),
        "one": np.float32([0.5]),
    }
    for name, array in held.items():
        graph.constant(name, array)
    path.write_bytes(graph.model())
    found = read_tensors(path)
    assert list(found) == list(held)
    assert all((found[name] == array).all() for name, array in held.items())
    assert all(found[name].dtype == array.dtype for name, array in held.items())


@pytest.mark.parametrize("content", [b"", b"no model", b"\x3a\x7f\x00", b"\xff" * 40])
def test_what_is_no_model_is_an_error_that_names_the_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(content)
    with pytest.raises(OnnxError, match=r"broken\.onnx"):
        read_tensors(path)


def test_a_cut_file_and_another_model_are_errors_that_name_the_file(tmp_path: Path) -> None:
    cut, other, graph = tmp_path / "cut.onnx", tmp_path / "other.onnx", Graph()
    cut.write_bytes((MODEL / "model.onnx").read_bytes()[:1_000_000])
    graph.constant("weights", np.zeros(3, dtype=np.float32))
    other.write_bytes(graph.model())
    for path in (cut, other):
        with pytest.raises(OnnxError, match=path.name):
            read_weights(path)


def test_lower_and_upper_layers_give_together_what_all_give_at_once(
    weights: EmbeddingWeights, layers: Transformer, tokenizer: Tokenizer
) -> None:
    pieces = weights.words.of(encoded(tokenizer, TEXTS[1]))[0]
    lower = Transformer(weights.layers, LAYERS[:3], Gelu.EXACT)
    upper = Transformer(weights.layers, LAYERS[3:], Gelu.EXACT)
    assert np.array_equal(upper(lower(pieces)), layers(pieces))
