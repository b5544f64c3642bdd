"""The tuning in JAX and the layers that serve are one computation, and the tuning learns."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np

from bot.nlu.encoder import SentenceEncoder
from bot.nlu.profile_component import ProfileHearing, names_of
from bot.nlu.profile_examples import AnnotatedMessage, AnnotatedSpan
from bot.nlu.training_rows import TrainingRows
from bot.nlu.tuned_layers import TunedLayers, general_weights, merged, read_adapter
from tools.tune_hearing import TuningSettings, initial, tune, tuned
from tools.tuning_data import Labels, Message, read

SETTINGS = TuningSettings(rank=2, rounds=2, batch=4, hidden=4)


def test_the_layers_compute_nearly_what_was_tuned(
    model: SentenceEncoder, general: dict[str, Any]
) -> None:
    pieces = model.encode_tokens("held: CISM, expired: CEH").vectors
    weights = initial(general, Labels(), SETTINGS)
    chance = np.random.default_rng(1)
    for name in [name for name in weights if name.endswith("/right")]:
        weights[name] = 0.05 * chance.standard_normal(weights[name].shape).astype(np.float32)
    adapter = {name: np.asarray(array) for name, array in weights.items() if "/" in name}
    layers = TunedLayers(merged(general_weights(model), adapter))
    present = jnp.ones((1, len(pieces)))
    learned = np.asarray(tuned(weights, general, jnp.asarray(pieces[None]), present))[0]
    found = layers([pieces])[0]
    cosines = (found * learned).sum(axis=1) / np.linalg.norm(found, axis=1)
    assert (cosines / np.linalg.norm(learned, axis=1)).min() > 0.99
    untuned = TunedLayers(general_weights(model))([pieces])[0]
    assert abs(learned - untuned).mean() > 3 * abs(learned - found).mean()


def test_two_rounds_give_an_adapter_that_changes_something(
    model: SentenceEncoder, general: dict[str, Any], tmp_path: Path
) -> None:
    names = names_of(ProfileHearing.get_default_config())
    rows, labels = TrainingRows(names, date(2026, 11, 25)), Labels()
    spans = (AnnotatedSpan(0, 7, "duration.security"),)
    statement = AnnotatedMessage("8 years in a SOC", spans)
    messages: list[Message] = [read(statement, rows, model, labels)] * 4
    adapter = tune(messages, labels, general, SETTINGS)
    np.savez(tmp_path / "adapter.npz", **adapter)
    assert any(abs(array).max() > 0 for name, array in adapter.items() if name.endswith("/right"))
    assert set(read_adapter(tmp_path / "adapter.npz")) == set(adapter)
