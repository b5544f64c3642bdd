"""What tuning the embedding model's upper layers needs, whatever they are tuned to: JAX only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bot.nlu.transformer import HEADS, PARTS, TINY
from bot.nlu.tuned_layers import LAYERS, SCALE

Arrays = dict[str, Any]
_BEYOND = -1e9


def random_matrix(chance: np.random.Generator, *shape: int) -> Any:
    """A random matrix whose products keep the scale of what they take."""
    return jnp.asarray((chance.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32))


def initial_factors(general: Mapping[str, Any], rank: int, chance: np.random.Generator) -> Arrays:
    """An adapter that changes nothing yet."""
    weights: Arrays = {}
    for layer in LAYERS:
        for part in PARTS:
            name = f"{layer}/{part}"
            rows, columns = general[f"{name}/matrix"].shape
            weights[f"{name}/left"] = random_matrix(chance, rows, rank)
            weights[f"{name}/right"] = jnp.zeros((rank, columns))
            weights[f"{name}/bias"] = jnp.zeros(columns)
    return weights


def tuned(weights: Arrays, general: Arrays, pieces: Any, present: Any) -> Any:
    """The vectors of a batch of messages behind the adapted layers; as `TunedLayers`, in JAX."""
    width = pieces.shape[-1]

    def product(name: str, vectors: Any) -> Any:
        learnt = (vectors @ weights[f"{name}/left"]) @ weights[f"{name}/right"]
        plain = vectors @ general[f"{name}/matrix"] + general[f"{name}/bias"]
        return plain + SCALE * learnt + weights[f"{name}/bias"]

    def heads(vectors: Any) -> Any:
        return vectors.reshape(*vectors.shape[:2], HEADS, -1).transpose(0, 2, 1, 3)

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


State = tuple[Arrays, Arrays, Arrays]


def beginning(weights: Arrays) -> State:
    """The state of Adam before the first step: the weights and their two moments."""
    still = {name: jnp.zeros_like(weight) for name, weight in weights.items()}
    return weights, still, still


def adam(state: State, number: int, rate: float, gradients: Arrays) -> State:
    """Take one step of Adam, its gradient clipped."""
    weights, firsts, seconds = state
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
    return weights, firsts, seconds


def rate_at(highest: float, number: int, steps: int, warm_up: int) -> float:
    """The rate of a step: it rises while warming up, and falls from then on."""
    return highest * min(1.0, number / warm_up) * (1 - number / (steps + 1))
