"""Embeddings come from the files that are meant, or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.encoder import EncoderError, RecentVectors, SentenceEncoder, encoder

MODEL = Path("build/minilm")


def test_a_missing_model_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"model\.onnx is missing"):
        SentenceEncoder(tmp_path)


def test_an_altered_model_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes((MODEL / name).read_bytes())
    (tmp_path / "tokenizer.json").write_bytes(b"{}")
    with pytest.raises(EncoderError, match=r"tokenizer\.json has been altered"):
        SentenceEncoder(tmp_path, {"tokenizer.json": "0" * 64})
    with pytest.raises(EncoderError, match=r"tokenizer\.json is not a tokenizer"):
        SentenceEncoder(tmp_path)


def test_a_broken_model_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes((MODEL / "model.onnx").read_bytes()[:5000])
    (tmp_path / "tokenizer.json").write_bytes((MODEL / "tokenizer.json").read_bytes())
    with pytest.raises(EncoderError, match=r"model\.onnx is not an ONNX model"):
        SentenceEncoder(tmp_path)


def test_a_sentence_means_the_same_alone_and_among_others() -> None:
    held = encoder(str(MODEL))
    texts = ["what does a CISO earn", "hi", "x " * 300, ""]
    together = held.encode(texts)
    for text, row in zip(texts, together, strict=True):
        assert np.dot(held.encode([text])[0], row) > 0.97
        assert abs(float(np.linalg.norm(row)) - 1.0) < 1e-3


def test_like_meanings_are_closer_than_unlike_ones() -> None:
    pay, earn, cook = encoder(str(MODEL)).encode(
        ["How much is the pay?", "What do they earn?", "How do I cook rice?"]
    )
    assert np.dot(pay, earn) > np.dot(pay, cook) + 0.2


def test_vectors_of_word_pieces_lie_where_the_words_are() -> None:
    text = "I have 8 years in security"
    found = SentenceEncoder(Path("build/minilm")).encode_tokens(text)
    words = [text[start:end] for start, end in found.places if end > start]
    assert words == ["I", "have", "8", "years", "in", "security"]
    assert found.vectors.shape == (len(found.places), 384)


def test_one_pass_serves_word_pieces_and_sentence() -> None:
    fresh, shared = (SentenceEncoder(Path("build/minilm")) for _ in range(2))
    texts = ["I have 8 years in security", "what is a CISO?"]
    shared.encode_tokens(texts[0])
    assert abs(fresh.encode(texts) - shared.encode(texts)).max() < 1e-6


def test_a_text_is_encoded_once_and_alike_whoever_asks() -> None:
    encoder = SentenceEncoder(Path("build/minilm"))
    texts = ["what is a CISO?", "I have 8 years in security and lead a team of 12"]
    apart = np.vstack([encoder.encode([text]) for text in texts])
    assert (encoder.encode(texts) == apart).all()
    fresh = SentenceEncoder(Path("build/minilm"))
    for text in texts:
        fresh.encode_tokens(text)
    assert (fresh.encode(texts) == apart).all()
    apart[0] = 0.0  # the caller's own
    assert encoder.encode(texts)[0].any()


def test_no_text_is_kept_with_its_vector() -> None:
    recent = RecentVectors(most=2)
    for text in ("one", "two", "three"):
        recent.keep(text, np.zeros(3, dtype=np.float32))
    assert recent.of("one") is None and recent.of("three") is not None
    assert "two" not in repr(vars(recent))
