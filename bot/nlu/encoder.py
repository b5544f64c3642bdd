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
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from bot.domain.errors import AdvisorError
from bot.matrices.onnx_format import OnnxError
from bot.nlu.embedding_weights import LAYERS, read_weights
from bot.nlu.transformer import Gelu, Transformer

MAX_TOKENS = 192
# Texts from which on several threads beat one.
_WORTH_THREADS = 64

# Texts up to which a call is of a turn, whose vectors are kept for a while: some megabytes in all.
_FEW = 8
_MOST_RECENT = 4096
# Texts whose word pieces are kept, some ten kilobytes each: those of the turns in flight.
_FEW_TOKENS = 32

# The first three of the model's six layers. Their vectors still hold what each word means where it
# stands; the last layer's have blurred into the sentence (5 points worse for labels of spans).
_LOWER, _UPPER = LAYERS[:3], LAYERS[3:]

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TokenVectors:
    """The word pieces of a text: `places` are start and end in the text, a row of `vectors` each.

    `sentence` is the mean of the last layer, not scaled.
    """

    places: tuple[tuple[int, int], ...]
    vectors: Vectors
    sentence: Vectors


class TokenEncoder(Protocol):
    """What gives the vectors of each text's word pieces, one set a view:
    `bot.nlu.tuned_layers.TunedEncoder`."""

    def general(self, text: str) -> TokenVectors: ...

    def tuned(self, texts: Sequence[TokenVectors]) -> list[TokenVectors]: ...

    def views(self, texts: Sequence[str]) -> list[tuple[TokenVectors, ...]]: ...


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
        self._lower = Transformer(weights.layers, _LOWER, Gelu.EXACT)
        self._upper = Transformer(weights.layers, _UPPER, Gelu.EXACT)
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._recent: RecentVectors[Vectors] = RecentVectors()
        self._recent_tokens: RecentVectors[TokenVectors] = RecentVectors(_FEW_TOKENS)
        self.size = weights.words.places.shape[1]

    def words(self) -> frozenset[str]:
        """The whole words of the tokenizer's vocabulary: common English, lower case."""
        return frozenset(word for word in self._tokenizer.get_vocab() if word.isalpha())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text; equal texts give equal rows, whatever stands beside them."""
        if len(texts) <= _FEW:
            sentences = [self._sentence(text) for text in texts]
        elif len(texts) < _WORTH_THREADS:
            sentences = [_unit(self._passed(text)[2]) for text in texts]
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                passed = pool.map(self._passed, texts)
                sentences = [_unit(last) for _, _, last in passed]
        return np.array(sentences, dtype=np.float32).reshape(-1, self.size)

    def encode_tokens(self, text: str) -> TokenVectors:
        """The vectors of a text's word pieces, from the middle of the model.

        Hearing and the search for evidence ask for those of the same message, one after another.
        """
        known = self._recent_tokens.of(text)
        return self._encoded(text)[0] if known is None else known

    def middle(self, text: str) -> Vectors:
        """The vectors of a text's word pieces alone, which the upper layers needn't run for."""
        known = self._recent_tokens.of(text)
        return self._lower_pass(text)[1] if known is None else known.vectors

    def _sentence(self, text: str) -> Vectors:
        known = self._recent.of(text)
        return self._encoded(text)[1] if known is None else known

    def _encoded(self, text: str) -> tuple[TokenVectors, Vectors]:
        """A text's word pieces and its sentence from one pass, each kept for who asks next."""
        places, middle, last = self._passed(text)
        inner = last[1:-1] if len(last) > 2 else last
        tokens = TokenVectors(places, middle, inner.mean(axis=0))
        sentence = _unit(last)
        self._recent_tokens.keep(text, tokens)
        self._recent.keep(text, sentence)
        return tokens, sentence

    def _passed(self, text: str) -> tuple[tuple[tuple[int, int], ...], Vectors, Vectors]:
        """The places of a text's word pieces, and what the middle and the last layer make of
        them.
        """
        places, middle = self._lower_pass(text)
        return places, middle, self._upper(middle)

    def _lower_pass(self, text: str) -> tuple[tuple[tuple[int, int], ...], Vectors]:
        """The places of a text's word pieces, and what the lower layers make of them."""
        encoded = self._tokenizer.encode(text)
        ids = np.array([encoded.ids], dtype=np.int64)
        return tuple(encoded.offsets), self._lower(self._words.of(ids)[0])


def _unit(pieces: Vectors) -> Vectors:
    """The mean of a text's word pieces, of unit length."""
    mean = pieces.mean(axis=0)
    result: Vectors = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
    return result


@lru_cache(maxsize=4)
def _loaded(directory: str, sha256: tuple[tuple[str, str], ...]) -> SentenceEncoder:
    return SentenceEncoder(Path(directory), dict(sha256))


def encoder(directory: str, sha256: Mapping[str, str] | None = None) -> SentenceEncoder:
    """The encoder of a directory, loaded once a process."""
    return _loaded(str(directory), tuple(sorted((sha256 or {}).items())))
