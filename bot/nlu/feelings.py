"""Which feeling of the person's own a message tells, beside whatever it asks or tells."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.knowledge.vectors import Vectors
from bot.parsing.asking import asks, speaks_of_self
from bot.parsing.function_words import words_of

MODEL = Path("data/questions/feelings.json")
# Words from which length tells nothing more.
_LONG = 20


class FeelingModel:
    """A logistic regression over both vectors of a message, fitted by `tools.fit_feelings`.

    Intents share out one likelihood, so that "bombed it yesterday, when can I go again?" is either
    a question or bad news to them. This tells of the news alone.
    """

    def __init__(
        self, feelings: Sequence[str], weights: Sequence[Sequence[float]], biases: Sequence[float]
    ) -> None:
        self._feelings = tuple(feelings)
        self._weights = np.array(weights, dtype=np.float32)
        self._biases = np.array(biases, dtype=np.float32)

    @classmethod
    def read(cls, path: Path = MODEL) -> FeelingModel:
        held = json.loads(path.read_text("utf-8"))
        return cls(held["feelings"], held["weights"], held["biases"])

    def probabilities(self, text: str, general: Vectors, tuned: Vectors) -> Mapping[str, float]:
        """How likely each feeling is, `none` among them; they add up to 1."""
        sums = self._weights @ features(text, general, tuned) + self._biases
        shares = np.exp(sums - sums.max())
        return dict(zip(self._feelings, (shares / shares.sum()).tolist(), strict=True))


@lru_cache(maxsize=1)
def feeling_model() -> FeelingModel:
    return FeelingModel.read()


def features(text: str, general: Vectors, tuned: Vectors) -> Vectors:
    """The general vector and the one tuned to questions, whether the message asks something,
    whether it speaks of the person, and how long it is.
    """
    length = min(len(words_of(text)), _LONG) / _LONG
    told = np.array([asks(text), speaks_of_self(text), length], dtype=np.float32)
    row: Vectors = np.concatenate([general, tuned, told])
    return row
