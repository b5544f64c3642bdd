"""The tuned upper layers compute what the model computes, and change it as the adapter says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.encoder import SentenceEncoder, encoder
from bot.nlu.profile_component import ProfileHearing, adapted_layers
from bot.nlu.tuned_layers import (
    AdapterError,
    TunedEncoder,
    TunedLayers,
    general_weights,
    read_adapter,
)

TEXT = "held: CISM, expired: CEH, and 8 years in security"


@pytest.fixture(scope="module")
def model() -> SentenceEncoder:
    return encoder("build/minilm")


def test_layers_without_an_adapter_give_the_last_layer_of_the_model(model: SentenceEncoder) -> None:
    untuned = TunedEncoder(model, TunedLayers(general_weights(model)))
    general, upper = untuned.views([TEXT])[0]
    near = np.dot(general.sentence, upper.sentence) / (
        np.linalg.norm(general.sentence) * np.linalg.norm(upper.sentence)
    )
    assert near > 0.999
    assert upper.vectors.shape == general.vectors.shape


def test_the_adapter_of_the_project_changes_the_upper_layers(model: SentenceEncoder) -> None:
    tuned = TunedEncoder(model, adapted_layers(ProfileHearing.get_default_config()))
    untuned = TunedEncoder(model, TunedLayers(general_weights(model)))
    assert abs(tuned.views([TEXT])[0][1].vectors - untuned.views([TEXT])[0][1].vectors).max() > 0.5


def test_a_missing_or_foreign_adapter_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    missing, text, other = (tmp_path / name for name in ("none.npz", "text.npz", "other.npz"))
    text.write_text("no arrays")
    np.savez(other, weights=np.zeros(3))
    for path in (missing, text, other):
        with pytest.raises(AdapterError, match=path.name):
            read_adapter(path)
