"""Vectors of questions from the embedding model's upper layers, tuned to what answers a question.

The general vectors tell what a question is near to. These tell what answers it, also where it leans
on the question before it, and how likely nothing that is held does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.domain.errors import AdvisorError
from bot.knowledge.vectors import Vectors
from bot.nlu.encoder import RecentVectors, SentenceEncoder
from bot.nlu.transformer import Matrix
from bot.nlu.tuned_layers import TunedLayers, general_weights, lora_names, merged
from bot.parsing.sanitize import without_emoji

ADAPTER = Path("data/embeddings/question_adapter.npz")
# What a cosine is multiplied by, in tuning and here.
SHARPNESS = 16.0
# What stands between the question before and the message that leans on it: BERT's own mark.
_THEN = " [SEP] "
_OF_EVIDENCE = ("evidence/left", "evidence/right", "nothing/vectors", "nothing/bias")


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

    def __init__(self, encoder: SentenceEncoder, adapter: Mapping[str, Matrix]) -> None:
        self._encoder = encoder
        self._as_trained: Callable[[str], str] = str
        self._layers = TunedLayers(merged(general_weights(encoder), adapter))
        self._left, self._right, self._nothing, bias = (adapter[name] for name in _OF_EVIDENCE)
        self._bias = float(bias)
        self._recent: RecentVectors[Vectors] = RecentVectors()

    def of_role(self, as_trained: Callable[[str], str]) -> QuestionEncoder:
        """The same, for texts that name the role otherwise than those that it was tuned to."""
        other = copy(self)
        other._as_trained, other._recent = as_trained, RecentVectors()
        return other

    def vector(self, text: str, before: str = "") -> Vectors:
        """The vector, of unit length, of a question; `before` is the one that it leans on."""
        # it was tuned to words: two emoji behind a question say something else to it
        whole = joined(without_emoji(text), before)
        vector = self._recent.of(whole)
        if vector is None:
            pieces = self._encoder.encode_tokens(self._as_trained(whole)).vectors
            vector = _unit(self._layers([pieces])[0].mean(axis=0))
            self._recent.keep(whole, vector)
        return vector

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


def joined(text: str, before: str) -> str:
    """A question and, in front of it, the one that it leans on."""
    return f"{before}{_THEN}{text}" if before else text


def read_question_adapter(path: Path = ADAPTER) -> dict[str, Matrix]:
    """The arrays of an adapter, from a file.

    Raises AdvisorError, naming the file, when it is missing or isn't such an adapter."""
    try:
        with np.load(path) as arrays:
            adapter = {name: arrays[name].astype(np.float32) for name in arrays.files}
    except (OSError, ValueError) as error:
        raise AdvisorError(f"{path} is not an adapter for questions: {error}") from error
    if set(adapter) != {*lora_names(), *_OF_EVIDENCE}:
        raise AdvisorError(
            f"{path} is an adapter of something else; make it again: make question-adapter"
        )
    return adapter


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result
