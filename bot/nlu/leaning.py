"""Whether a message leans on the one before it, or stands alone, by what it says and how."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.knowledge.vectors import Vectors
from bot.parsing.function_words import has, is_function_word, members, words_of

MODEL = Path("data/questions/leaning.json")
# Words from which length tells nothing more.
_LONG, _MANY = 12, 6
_FRAGMENT = 4
# Classes of words that point at what was said, or join a message to it.
_POINTING = ("pointing", "people", "other", "measuring")
_LEADING = ("joining", "preposition", "interrogative")


class LeaningModel:
    """A logistic regression over the sentence vector and the classes of words of a message, fitted
    by `tools.fit_leaning`.
    """

    def __init__(self, weights: Sequence[float], bias: float) -> None:
        self._weights, self._bias = np.array(weights, dtype=np.float32), bias

    @classmethod
    def read(cls, path: Path = MODEL) -> LeaningModel:
        held = json.loads(path.read_text("utf-8"))
        return cls(tuple(held["weights"]), float(held["bias"]))

    def probability(self, text: str, vector: Vectors) -> float:
        """How likely a message leans on the one before it, from 0 to 1."""
        score = float(features(text, vector) @ self._weights) + self._bias
        return float(1.0 / (1.0 + np.exp(-score)))


@lru_cache(maxsize=1)
def leaning_model() -> LeaningModel:
    return LeaningModel.read()


def features(text: str, vector: Vectors) -> Vectors:
    """The sentence vector, how long a message is, and which classes of words it has or begins
    with.
    """
    words = words_of(text)
    own = sum(not is_function_word(word) for word in words)
    told = [
        min(len(words), _LONG) / _LONG,
        float(len(words) <= _FRAGMENT),
        min(own, _MANY) / _MANY,
        float(own == 0),
        *(float(has(text, name)) for name in _POINTING),
        *(float(bool(words) and words[0] in members(name)) for name in _LEADING),
    ]
    row: Vectors = np.concatenate([vector, np.array(told, dtype=np.float32)])
    return row
