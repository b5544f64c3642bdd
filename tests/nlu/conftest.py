"""The embedding model, and its weights as the tuning takes them."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import pytest

from bot.nlu.encoder import SentenceEncoder, encoder
from bot.nlu.tuned_layers import general_weights


@pytest.fixture(scope="session")
def model() -> SentenceEncoder:
    return encoder("build/minilm")


@pytest.fixture(scope="session")
def general(model: SentenceEncoder) -> dict[str, Any]:
    return {name: jnp.asarray(array) for name, array in general_weights(model).items()}
