"""Tune the upper layers of the embedding model to the annotated statements, as a small adapter.

Two factors of low rank are learnt for each matrix of three layers (LoRA), together with a small
network for each kind of span, which is thrown away: `make train` trains its own on the tuned
vectors. It takes half an hour on two cores; JAX, which Rasa's dependencies bring, gives the
gradients. The same statements give the same adapter.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bot.nlu.profile_compositions import COMPOSED, composed
from bot.nlu.training_rows import TrainingRows
from bot.nlu.tuned_layers import LAYERS, general_weights
from bot.rasa_adapter.tensorflow_stub import leave_out_tensorflow
from tools.lora import (
    State,
    adam,
    beginning,
    initial_factors,
    random_matrix,
    rate_at,
    tuned,
)
from tools.tuning_data import CONTEXT, KINDS, Arrays, Batches, Labels, Message, parts_of, read

ADAPTER = Path("data/embeddings/hearing_adapter.npz")


@dataclass(frozen=True)
class TuningSettings:
    """Usual values, not searched: judged once, on the statements of a hand that was left out."""

    rank: int = 16
    rounds: int = 2
    batch: int = 48
    rate: float = 1e-3
    hidden: int = 96
    dropped_vectors: float = 0.2
    dropped_hidden: float = 0.3
    warm_up: int = 40


def initial(general: Mapping[str, Any], labels: Labels, settings: TuningSettings) -> Arrays:
    """An adapter that changes nothing yet, and a network for each kind of span."""
    chance = np.random.default_rng(0)
    normal = partial(random_matrix, chance)
    weights = initial_factors(general, settings.rank, chance)
    width = general[f"{LAYERS[0]}/query/matrix"].shape[0]
    for kind in KINDS:
        weights[f"{kind}.in"] = normal(parts_of(kind) * width, settings.hidden)
        weights[f"{kind}.context"] = 0.4 * normal(CONTEXT, settings.hidden)
        weights[f"{kind}.shift"] = jnp.zeros(settings.hidden)
        weights[f"{kind}.out"] = normal(settings.hidden, labels.count(kind))
        weights[f"{kind}.prior"] = jnp.zeros(labels.count(kind))
    return weights


def loss(
    weights: Arrays,
    general: Arrays,
    pieces: Any,
    present: Any,
    spans: Arrays,
    key: Any,
    settings: TuningSettings,
) -> Any:
    """The cross-entropy of the labels of all spans, by message."""
    vectors = tuned(weights, general, pieces, present)
    total = 0.0
    for kind, (rows, parts, context, labels, weighed) in spans.items():
        span = jnp.einsum("nfp,npd->nfd", parts, vectors[rows]).reshape(len(rows), -1)
        key, first, second = jax.random.split(key, 3)
        span = _dropped(span, settings.dropped_vectors, first)
        hidden = span @ weights[f"{kind}.in"] + context @ weights[f"{kind}.context"]
        hidden = jax.nn.relu(hidden + weights[f"{kind}.shift"])
        hidden = _dropped(hidden, settings.dropped_hidden, second)
        scores = jax.nn.log_softmax(hidden @ weights[f"{kind}.out"] + weights[f"{kind}.prior"])
        total -= (scores[jnp.arange(len(labels)), labels] * weighed).sum()
    return total / settings.batch


def _dropped(values: Any, share: float, key: Any) -> Any:
    return values * jax.random.bernoulli(key, 1 - share, values.shape) / (1 - share)


@partial(jax.jit, static_argnames="settings")
def step(
    state: State,
    number: int,
    rate: float,
    general: Arrays,
    batch: tuple[Any, Any, Arrays],
    key: Any,
    settings: TuningSettings,
) -> tuple[State, Any]:
    """Take one step towards a smaller loss."""
    value, gradients = jax.value_and_grad(loss)(state[0], general, *batch, key, settings)
    return adam(state, number, rate, gradients), value


def tune(
    messages: Sequence[Message], labels: Labels, general: Arrays, settings: TuningSettings
) -> Arrays:
    """Learn the adapter; returns its arrays under the names that `read_adapter` expects."""
    state = beginning(initial(general, labels, settings))
    batches = Batches(messages, settings.batch)
    steps, number, key = settings.rounds * len(batches), 0, jax.random.PRNGKey(0)
    for turn in range(settings.rounds):
        values = []
        for batch in batches:
            number += 1
            key, own = jax.random.split(key)
            rate = rate_at(settings.rate, number, steps, settings.warm_up)
            state, value = step(state, number, rate, general, batch, own, settings)
            values.append(float(value))
        print(f"round {turn + 1} of {settings.rounds}: loss {np.mean(values):.3f}", flush=True)
    return {name: np.asarray(array) for name, array in state[0].items() if "/" in name}


def main(arguments: list[str] | None = None) -> None:
    """Make the adapter of all statements, or of all but some hands', to judge it on those."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--without", nargs="+", default=(), help="leave out these files of data/nlu/statements"
    )
    parser.add_argument("--rounds", type=int, default=TuningSettings().rounds)
    parser.add_argument("--out", type=Path, default=ADAPTER)
    options = parser.parse_args(arguments)
    # Rasa is imported after the process is prepared for it
    leave_out_tensorflow()
    from bot.nlu.profile_component import ProfileHearing, encoder_of, names_of
    from tools.cross_validate_hearing import TODAY, statements

    config = ProfileHearing.get_default_config()
    encoder, names = encoder_of(config), names_of(config)
    hands = {name: said for name, said in statements().items() if name not in options.without}
    examples = [message for said in hands.values() for message in said]
    rows, labels = TrainingRows(names, TODAY), Labels()
    every = [*examples, *composed(examples, COMPOSED)]
    messages = [read(example, rows, encoder, labels) for example in every]
    messages = [message for message in messages if message.spans]
    general = {name: jnp.asarray(array) for name, array in general_weights(encoder).items()}
    settings = replace(TuningSettings(), rounds=options.rounds)
    adapter = tune(messages, labels, general, settings)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.out, **{n: a.astype(np.float16) for n, a in adapter.items()})
    print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
