"""Vectors of questions from the embedding model's upper layers, tuned to what answers a question.

The general vectors tell what a question is near to. These tell what answers it, also where it leans
on the question before it, how likely nothing that is held does, and what a message does in its
conversation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.domain.errors import AdvisorError
from bot.knowledge.vectors import Vectors
from bot.matrices.byte_matrix import Matrix
from bot.nlu.encoder import RecentVectors, SentenceEncoder
from bot.nlu.tuned_layers import TunedLayers, general_weights, lora_names, merged
from bot.parsing.sanitize import without_emoji

ADAPTER = Path("data/embeddings/question_adapter.npz")
# What a cosine is multiplied by, in tuning and here.
SHARPNESS = 16.0
# What stands between the question before and the message that leans on it: BERT's own mark.
_THEN = " [SEP] "
_OF_EVIDENCE = ("evidence/left", "evidence/right", "nothing/vectors", "nothing/bias")
_OF_INTENTS = ("intents/vectors", "intents/bias")
# The names of the intents in an adapter's file.
INTENTS = "intents/names"


@dataclass(frozen=True)
class QuestionAdapter:
    """What was tuned: the factors of the layers, what maps evidence, and a column for each intent,
    in the order of `intents`.
    """

    weights: Mapping[str, Matrix]
    intents: tuple[str, ...]


@dataclass(frozen=True)
class Likelihoods:
    """How likely each unit of evidence answers a question: an entry a unit, and for none of them.

    `cosines` are of the tuned vectors; `shares` with `nothing` add up to 1.
    """

    cosines: Vectors
    shares: Vectors
    nothing: float

    @property
    def share_of_held(self) -> Vectors:
        """How likely each unit is, if one of them answers."""
        shares: Vectors = self.shares / max(1.0 - self.nothing, 1e-9)
        return shares


class QuestionEncoder:
    """Turns questions and evidence into vectors that are near where one answers the other."""

    def __init__(self, encoder: SentenceEncoder, adapter: QuestionAdapter) -> None:
        weights = adapter.weights
        self._encoder = encoder
        self._as_trained: Callable[[str], str] = str
        self._layers = TunedLayers(merged(general_weights(encoder), weights))
        self._left, self._right, self._nothing, bias = (weights[name] for name in _OF_EVIDENCE)
        self._bias = float(bias)
        self._intents = adapter.intents
        self._of_intents, self._bias_of_intents = (weights[name] for name in _OF_INTENTS)
        self._recent: RecentVectors[Vectors] = RecentVectors()

    def of_role(self, as_trained: Callable[[str], str]) -> QuestionEncoder:
        """The same, for texts that name the role otherwise than those that it was tuned to."""
        other = copy(self)
        other._as_trained = as_trained
        return other

    def vector(self, text: str, before: str = "") -> Vectors:
        """The vector, of unit length, of a question; `before` is the one that it leans on."""
        # it was tuned to words: two emoji behind a question say something else to it
        whole = self._as_trained(joined(without_emoji(text), before))
        vector = self._recent.of(whole)
        if vector is None:
            pieces = self._encoder.middle(whole)
            vector = _unit(self._layers([pieces])[0].mean(axis=0))
            self._recent.keep(whole, vector)
        return vector

    @property
    def intent_names(self) -> tuple[str, ...]:
        """The intents that it tells apart."""
        return self._intents

    def intents(self, text: str) -> dict[str, float]:
        """How likely a message is of each intent, by its own words."""
        sums = SHARPNESS * (self.vector(text) @ self._of_intents) + self._bias_of_intents
        shares = np.exp(sums - sums.max())
        return dict(zip(self._intents, (shares / shares.sum()).tolist(), strict=True))

    def evidence(self, general: Vectors) -> Vectors:
        """The vectors of evidence, a row each, from its general ones."""
        return _unit(general + (general @ self._left) @ self._right)

    def likelihoods(self, vector: Vectors, evidence: Vectors) -> Likelihoods:
        """Compare a question's vector with those of all evidence."""
        cosines = evidence @ vector
        of_nothing = SHARPNESS * (self._nothing @ vector)
        highest = float(of_nothing.max())
        nothing = highest + float(np.log(np.exp(of_nothing - highest).sum())) + self._bias
        sums = np.append(SHARPNESS * cosines, np.float32(nothing))
        shares = np.exp(sums - sums.max())
        shares /= shares.sum()
        return Likelihoods(cosines, shares[:-1], float(shares[-1]))


@lru_cache(maxsize=1)  # an encoder a process, and beside it those of tests
def question_encoder(encoder: SentenceEncoder) -> QuestionEncoder:
    """The tuned encoder over a general one, made once: each holds the tuned layers."""
    return QuestionEncoder(encoder, read_question_adapter())


def joined(text: str, before: str) -> str:
    """A question and, in front of it, the one that it leans on."""
    return f"{before}{_THEN}{text}" if before else text


def read_question_adapter(path: Path = ADAPTER) -> QuestionAdapter:
    """An adapter from its file.

    Raises AdvisorError, naming the file, when it is missing or isn't such an adapter."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError) as error:
        raise AdvisorError(f"{path} is not an adapter for questions: {error}") from error
    if set(held) != {*lora_names(), *_OF_EVIDENCE, *_OF_INTENTS, INTENTS}:
        raise AdvisorError(
            f"{path} is an adapter of something else; make it again: make question-adapter"
        )
    intents = tuple(map(str, held.pop(INTENTS)))
    return QuestionAdapter({name: a.astype(np.float32) for name, a in held.items()}, intents)


def write_question_adapter(adapter: QuestionAdapter, path: Path) -> None:
    """Write an adapter to its file, in half precision."""
    halves = {name: array.astype(np.float16) for name, array in adapter.weights.items()}
    arrays: dict[str, Any] = {INTENTS: np.array(adapter.intents, dtype=np.str_), **halves}
    np.savez_compressed(path, **arrays)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result
