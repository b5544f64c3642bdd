"""Whether a message leans on the conversation, told by the model that was fitted for it."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.encoder import encoder
from bot.nlu.leaning import LeaningModel, features, leaning_model

# Neither is among the examples that the model was fitted on.
LEANS = [
    "which of those stay in the job longer",
    "for a firm with 3000 people?",
    "and what would the board say to that",
    "how do i ask for more of it",
]
STANDS = [
    "CRISC exam requirements",
    "does a chief information security officer need a degree",
    "what do employers ask for in ciso job ads",
    "which certification should a ciso have",
]


def probability(text: str) -> float:
    return leaning_model().probability(text, encoder("build/minilm").encode([text])[0])


@pytest.mark.parametrize("text", LEANS)
def test_what_needs_the_conversation_leans(text: str) -> None:
    assert probability(text) > 0.5


@pytest.mark.parametrize("text", STANDS)
def test_what_is_complete_stands_alone(text: str) -> None:
    assert probability(text) < 0.3


def test_classes_of_words_count_beside_the_meaning() -> None:
    nothing = np.zeros(3, dtype=np.float32)
    row = features("and those?", nothing)
    weights = np.zeros(len(row))
    weights[3:] = 1.0
    model = LeaningModel(weights.tolist(), -1.0)
    assert model.probability("and those?", nothing) > model.probability("budgets", nothing)
