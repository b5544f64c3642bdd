"""Sentence embeddings and vectors of word pieces from the embedding model's file; no Rasa, no
download, no fall-back.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from bot.domain.errors import AdvisorError
from bot.nlu.embedding_weights import LAYERS, read_weights
from bot.nlu.onnx_format import OnnxError
from bot.nlu.transformer import Gelu, Mask, Transformer

MAX_TOKENS = 192
_BATCH = 16
# A batch is padded to its longest text: one that is so many times as long gets a batch of its own.
_LIKE = 1.5
# Batches from which on several threads beat one; a message alone is never worth them.
_WORTH_THREADS = 4

# Texts up to which a call is of a turn, whose vectors are kept for a while: some megabytes in all.
_FEW = 8
_MOST_RECENT = 4096
# Texts whose word pieces are kept, some ten kilobytes each: those of the turns in flight.
_FEW_TOKENS = 32

# What the third of the model's six layers gives. Its vectors still hold what each word means where
# it stands; the last layer's have blurred into the sentence (5 points worse for labels of spans).
_MIDDLE, _LAST = 2, LAYERS[-1]

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TokenVectors:
    """The word pieces of a text: `places` are start and end in the text, a row of `vectors` each.

    `sentence` is the mean of the last layer, not scaled.
    """

    places: tuple[tuple[int, int], ...]
    vectors: Vectors
    sentence: Vectors


class EncoderError(AdvisorError):
    """The embedding model can't be used; the message names the file."""


Held = TypeVar("Held")


class RecentVectors(Generic[Held]):
    """The vectors of sentences met lately: a turn reads a text several times, and people press the
    same suggestions.

    Sentences are told apart by a digest; nothing that anybody wrote is kept.
    """

    def __init__(self, most: int = _MOST_RECENT) -> None:
        self._most = most
        self._held: OrderedDict[bytes, Held] = OrderedDict()
        self._changing = threading.Lock()

    def of(self, text: str) -> Held | None:
        key = _digest(text)
        with self._changing:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def keep(self, text: str, vector: Held) -> None:
        with self._changing:
            self._held[_digest(text)] = vector
            if len(self._held) > self._most:
                self._held.popitem(last=False)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class SentenceEncoder:
    """Mean-pooled, unit-length sentence vectors. A directory holds `model.onnx` and
    `tokenizer.json`.
    """

    def __init__(self, directory: Path, sha256: Mapping[str, str] | None = None) -> None:
        """Raises EncoderError naming the file when one is missing, broken or not the one that
        `sha256` expects.
        """
        files = {name: directory / name for name in ("model.onnx", "tokenizer.json")}
        for name, path in files.items():
            if not path.is_file():
                raise EncoderError(
                    f"{path} is missing: run 'make setup' or set the directory in config.yml"
                )
            expected = (sha256 or {}).get(name)
            if expected and hashlib.sha256(path.read_bytes()).hexdigest() != expected:
                raise EncoderError(
                    f"{path} has been altered: its sha256 is not the one in config.yml"
                )
        try:
            self._tokenizer = Tokenizer.from_file(str(files["tokenizer.json"]))
        except Exception as error:
            raise EncoderError(f"{files['tokenizer.json']} is not a tokenizer: {error}") from error
        try:
            weights = read_weights(files["model.onnx"])
        except OnnxError as error:
            raise EncoderError(str(error)) from error
        self.model = files["model.onnx"]
        self._words = weights.words
        self._layers = Transformer(weights.layers, LAYERS, Gelu.EXACT, (_MIDDLE, _LAST))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._recent: RecentVectors[Vectors] = RecentVectors()
        self._recent_tokens: RecentVectors[TokenVectors] = RecentVectors(_FEW_TOKENS)
        self.size = weights.words.places.shape[1]

    def words(self) -> frozenset[str]:
        """The whole words of the tokenizer's vocabulary: common English, lower case."""
        return frozenset(word for word in self._tokenizer.get_vocab() if word.isalpha())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text; equal texts give equal rows whatever stands beside them, up
        to rounding.
        """
        if len(texts) <= _FEW:
            sentences = [self._sentence(text) for text in texts]
            return np.array(sentences, dtype=np.float32).reshape(-1, self.size)
        vectors = np.zeros((len(texts), self.size), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        batches = _of_like_length(order, texts)
        inputs = [[texts[index] for index in batch] for batch in batches]
        if len(batches) < _WORTH_THREADS:
            encoded = [self._encode_batch(batch) for batch in inputs]
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                encoded = list(pool.map(self._encode_batch, inputs))
        for batch, rows in zip(batches, encoded, strict=True):
            vectors[batch] = rows
        return vectors

    def encode_tokens(self, text: str) -> TokenVectors:
        """The vectors of a text's word pieces, from the middle of the model.

        Hearing and the search for evidence ask for those of the same message, one after another.
        """
        known = self._recent_tokens.of(text)
        return self._encoded(text)[0] if known is None else known

    def _sentence(self, text: str) -> Vectors:
        known = self._recent.of(text)
        return self._encoded(text)[1] if known is None else known

    def _encoded(self, text: str) -> tuple[TokenVectors, Vectors]:
        """A text's word pieces and its sentence from one pass, each kept for who asks next."""
        encoded = self._tokenizer.encode(text)
        middle, last = self._layers(self._words.of(np.array([encoded.ids], dtype=np.int64)))
        inner = last[0][1:-1] if last.shape[1] > 2 else last[0]
        tokens = TokenVectors(tuple(encoded.offsets), middle[0], inner.mean(axis=0))
        sentence = _pooled(last, np.ones(last.shape[:2], dtype=np.int32))[0]
        self._recent_tokens.keep(text, tokens)
        self._recent.keep(text, sentence)
        return tokens, sentence

    def _encode_batch(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([item.ids for item in encoded], dtype=np.int64)
        mask = np.array([item.attention_mask for item in encoded], dtype=np.int32)
        return _pooled(self._layers(self._words.of(ids), mask)[1], mask)


def _pooled(hidden: Vectors, mask: Mask) -> Vectors:
    """The mean of each text's word pieces, of unit length."""
    weights = mask[..., None].astype(np.float32)
    pooled = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
    norms = np.linalg.norm(pooled, axis=1, keepdims=True)
    result: Vectors = (pooled / np.maximum(norms, 1e-9)).astype(np.float32)
    return result


def _of_like_length(order: Sequence[int], texts: Sequence[str]) -> list[list[int]]:
    """Batches of texts, given in the order of their lengths, of which none is padded far."""
    batches: list[list[int]] = []
    for index in order:
        batch = batches[-1] if batches else []
        if 0 < len(batch) < _BATCH and len(texts[index]) <= _LIKE * (len(texts[batch[0]]) + 8):
            batch.append(index)
        else:
            batches.append([index])
    return batches


@lru_cache(maxsize=4)
def _loaded(directory: str, sha256: tuple[tuple[str, str], ...]) -> SentenceEncoder:
    return SentenceEncoder(Path(directory), dict(sha256))


def encoder(directory: str, sha256: Mapping[str, str] | None = None) -> SentenceEncoder:
    """The encoder of a directory, loaded once a process."""
    return _loaded(str(directory), tuple(sorted((sha256 or {}).items())))
