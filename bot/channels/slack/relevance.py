"""Whether a line in a channel's thread, which mentions nobody, was meant for the advisor."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.channels.turns import Turn
from bot.nlu.encoder import encoder
from bot.nlu.evidence_finder import EvidenceFinder

MODEL, _ENCODER = Path("data/questions/talk.json"), "build/minilm"

NOT_FOR_US = frozenset({"smalltalk", "not_covered", "out_of_scope"})
# Confidence from which an answer may join people's talk unasked; a guess may not.
SURE = 0.5
# How likely a line has to be meant for the advisor; `python -m tools.fit_relevance` shows what it
# lets through.
MEANT = 0.5
_ASKING = frozenset(
    [
        "am", "are", "can", "could", "did", "do", "does", "had", "has", "have", "how", "is",
        "may", "might", "must", "should", "was", "were", "what", "when", "where", "which", "who",
        "whose", "why", "will", "would", "what's",
        "who's", "how's", "where's", "isn't", "aren't", "don't", "doesn't", "and", "so",
    ]
)  # fmt: skip
# words that tell whom a line is about, which a sentence vector hardly holds: the model weighs each
_PERSONS = (
    frozenset(["we", "our", "ours", "us", "we're", "we've", "we'll"]),
    frozenset(["you", "your", "yours", "you're", "you've", "you'd", "you'll"]),
    frozenset(["he", "she", "him", "her", "his", "hers", "he's", "she's"]),
    frozenset(["they", "them", "their", "they're"]),
    frozenset(["i", "me", "my", "mine", "i'm", "i've", "i'd", "i'll"]),
    frozenset(["a", "an"]),
    frozenset(["the"]),
    frozenset(["this", "that", "these", "those"]),
    frozenset(["did", "was", "were", "got", "went", "had"]),
    frozenset(
        [
            "today",
            "tonight",
            "tomorrow",
            "yesterday",
            "now",
            "yet",
            "here",
            "there",
            "monday",
            "friday",
        ]
    ),
)
_WORD = re.compile(r"[a-z']+")
_FORMS = "?？؟"


def is_question(text: str) -> bool:
    """Whether a text has the form of a question: a question mark, or a word in front that begins
    one.
    """
    first = _WORD.search(text.lower().replace("’", "'"))
    return any(mark in text for mark in _FORMS) or bool(first and first.group() in _ASKING)


def features(text: str, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sentence vector, and for each group of words about persons whether the text has one."""
    words = set(_WORD.findall(text.lower().replace("’", "'")))
    persons = [float(bool(words & group)) for group in _PERSONS]
    return np.concatenate([vector, np.array(persons, dtype=np.float32)])


class TalkModel:
    """Tells what the advisor is asked and told from what colleagues say to each other, by its
    meaning.

    A logistic regression over sentence vectors and whom a line is about, fitted by
    `tools.fit_relevance`. The confidence of an answer can't tell them apart: "do we have budget for
    that?" has one in the sources, and nobody asked the advisor.
    """

    def __init__(self, weights: tuple[float, ...], bias: float) -> None:
        self._weights, self._bias = np.array(weights, dtype=np.float32), bias

    @classmethod
    def read(cls, path: Path = MODEL) -> TalkModel:
        held = json.loads(path.read_text("utf-8"))
        return cls(tuple(held["weights"]), float(held["bias"]))

    def meant_for_advisor(self, text: str) -> float:
        """How likely a text is meant for the advisor, from 0 to 1."""
        running = EvidenceFinder.running  # the model of this process has the encoder loaded already
        vector = (running.encoder if running else encoder(_ENCODER)).encode([text])[0]
        score = float(features(text, vector) @ self._weights) + self._bias
        return float(1.0 / (1.0 + np.exp(-score)))


@lru_cache(maxsize=1)
def _talk_model() -> TalkModel:
    return TalkModel.read()


def concerns_advisor(turn: Turn, was_asked: bool) -> bool:
    """Whether to answer: a question that the advisor has an answer to, or what it asked the person
    for.
    """
    fitting = all(
        reply.topic not in NOT_FOR_US and reply.confidence >= SURE for reply in turn.replies
    )
    if not fitting or not turn.replies:
        return False
    awaited = was_asked and all(reply.topic == "advice" for reply in turn.replies)
    if not awaited and not is_question(turn.asked):
        return False
    return _talk_model().meant_for_advisor(turn.asked) >= MEANT
