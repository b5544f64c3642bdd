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

from bot.nlu.profile_compositions import composed
from bot.nlu.profile_extractor import COMPOSED
from bot.nlu.profile_training import TrainingRows
from bot.nlu.tuned_layers import HEADS, LAYERS, PARTS, SCALE, TINY, general_weights
from bot.rasa_adapter.tensorflow_stub import leave_out_tensorflow
from tools.tuning_data import CONTEXT, KINDS, Arrays, Batches, Labels, Message, parts_of, read

ADAPTER = Path("data/embeddings/hearing_adapter.npz")
_BEYOND = -1e9


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

    def normal(*shape: int) -> Any:
        return jnp.asarray((chance.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32))

    weights: Arrays = {}
    for layer in LAYERS:
        for part in PARTS:
            name = f"{layer}/{part}"
            rows, columns = general[f"{name}/matrix"].shape
            weights[f"{name}/left"] = normal(rows, settings.rank)
            weights[f"{name}/right"] = jnp.zeros((settings.rank, columns))
            weights[f"{name}/bias"] = jnp.zeros(columns)
    width = general[f"{LAYERS[0]}/query/matrix"].shape[0]
    for kind in KINDS:
        weights[f"{kind}.in"] = normal(parts_of(kind) * width, settings.hidden)
        weights[f"{kind}.context"] = 0.4 * normal(CONTEXT, settings.hidden)
        weights[f"{kind}.shift"] = jnp.zeros(settings.hidden)
        weights[f"{kind}.out"] = normal(settings.hidden, labels.count(kind))
        weights[f"{kind}.prior"] = jnp.zeros(labels.count(kind))
    return weights


def tuned(weights: Arrays, general: Arrays, pieces: Any, present: Any) -> Any:
    """The vectors of a batch of messages behind the adapted layers; as `TunedLayers`, in JAX."""
    count, length, width = pieces.shape

    def product(name: str, vectors: Any) -> Any:
        learnt = (vectors @ weights[f"{name}/left"]) @ weights[f"{name}/right"]
        plain = vectors @ general[f"{name}/matrix"] + general[f"{name}/bias"]
        return plain + SCALE * learnt + weights[f"{name}/bias"]

    def heads(vectors: Any) -> Any:
        return vectors.reshape(count, length, HEADS, -1).transpose(0, 2, 1, 3)

    def normed(name: str, vectors: Any) -> Any:
        centered = vectors - vectors.mean(-1, keepdims=True)
        deviation = jnp.sqrt((centered**2).mean(-1, keepdims=True) + TINY)
        return centered / deviation * general[f"{name}/gain"] + general[f"{name}/bias"]

    for layer in LAYERS:
        query, key, value = (
            heads(product(f"{layer}/{part}", pieces)) for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width / HEADS)
        scores += (1.0 - present)[:, None, None, :] * _BEYOND
        mixed = (jax.nn.softmax(scores) @ value).transpose(0, 2, 1, 3).reshape(pieces.shape)
        pieces = normed(f"{layer}/attended", product(f"{layer}/mixed", mixed) + pieces)
        raised = jax.nn.gelu(product(f"{layer}/up", pieces), approximate=True)
        pieces = normed(f"{layer}/out", product(f"{layer}/down", raised) + pieces)
    return pieces


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
    state: tuple[Arrays, Arrays, Arrays],
    number: int,
    rate: float,
    general: Arrays,
    batch: tuple[Any, Any, Arrays],
    key: Any,
    settings: TuningSettings,
) -> tuple[tuple[Arrays, Arrays, Arrays], Any]:
    """Take one step of Adam, its gradient clipped; the state is weights and their two moments."""
    weights, firsts, seconds = state
    value, gradients = jax.value_and_grad(loss)(weights, general, *batch, key, settings)
    length = jnp.sqrt(sum((gradient**2).sum() for gradient in gradients.values()))
    clipped = {name: g * jnp.minimum(1.0, 5.0 / length) for name, g in gradients.items()}
    firsts = {name: 0.9 * firsts[name] + 0.1 * g for name, g in clipped.items()}
    seconds = {name: 0.999 * seconds[name] + 0.001 * g * g for name, g in clipped.items()}
    weights = {
        name: weight
        - rate
        * (firsts[name] / (1 - 0.9**number))
        / (jnp.sqrt(seconds[name] / (1 - 0.999**number)) + 1e-8)
        for name, weight in weights.items()
    }
    return (weights, firsts, seconds), value


def tune(
    messages: Sequence[Message], labels: Labels, general: Arrays, settings: TuningSettings
) -> Arrays:
    """Learn the adapter; returns its arrays under the names that `read_adapter` expects."""
    weights = initial(general, labels, settings)
    still = {name: jnp.zeros_like(weight) for name, weight in weights.items()}
    state = weights, still, still
    batches = Batches(messages, settings.batch)
    steps, number, key = settings.rounds * len(batches), 0, jax.random.PRNGKey(0)
    for turn in range(settings.rounds):
        values = []
        for batch in batches:
            number += 1
            key, own = jax.random.split(key)
            rate = settings.rate * min(1.0, number / settings.warm_up) * (1 - number / (steps + 1))
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
