"""Tune the upper layers of the embedding model to the annotated statements, as a small adapter.

Two factors of low rank are learnt for each matrix of three layers (LoRA), together with a small
network for each kind of span, which is thrown away: `make train` trains its own on the tuned
vectors. It takes some twenty minutes on two cores; JAX, which Rasa's dependencies bring, gives the
gradients. The same statements give the same adapter.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bot.nlu.encoder import SentenceEncoder, TokenVectors
from bot.nlu.profile_compositions import composed
from bot.nlu.profile_examples import AnnotatedMessage
from bot.nlu.profile_extractor import COMPOSED
from bot.nlu.profile_training import TrainingRows
from bot.nlu.tuned_layers import HEADS, LAYERS, PARTS, SCALE, TINY, general_weights
from bot.rasa_adapter.tensorflow_stub import leave_out_tensorflow

Arrays = dict[str, Any]
Matrix = npt.NDArray[np.float32]
ADAPTER = Path("data/embeddings/hearing_adapter.npz")
KINDS = ("quantity", "certification", "degree", "owner", "word")
FIELDS = ("", "job", "experience", "management", "degree", "certifications", "target", "pay")
_WORD_WEIGHT = 0.5
"""Of a word in the loss: there are ten to each other span, most of which tell nothing."""
_BEYOND = -1e9


@dataclass(frozen=True)
class TuningSettings:
    """Chosen on one hand's statements that were left out (`tools.cross_validate_hearing`)."""

    rank: int = 16
    rounds: int = 4
    batch: int = 48
    rate: float = 1e-3
    hidden: int = 96
    dropped_vectors: float = 0.2
    dropped_hidden: float = 0.3
    warm_up: int = 40


@dataclass(frozen=True)
class Message:
    """A statement as the tuning sees it.

    `pieces` are its word pieces' general vectors, a row each; `spans` a kind, the weights of the
    pieces in each part of the span's vector (parts x pieces) and the number of its label;
    `context` marks the field asked for and the one named last.
    """

    pieces: Matrix
    spans: list[tuple[str, Matrix, int]]
    context: Matrix


class Labels:
    """Numbers the labels of each kind of span."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}

    def number(self, kind: str, label: str) -> int:
        numbers = self._numbers[kind]
        return numbers.setdefault(label, len(numbers))

    def count(self, kind: str) -> int:
        return max(2, len(self._numbers[kind]))


def read(
    example: AnnotatedMessage, rows: TrainingRows, encoder: SentenceEncoder, labels: Labels
) -> Message:
    """Take a statement apart.

    A span's vector is a sum of word pieces. Where the pieces' vectors are the unit vectors, it is
    the weights of that sum: so the tuning sees a span just as the classifiers will.
    """
    general = encoder.encode_tokens(example.text)
    count = len(general.places)
    inside = np.full(count, 1.0 / max(count - 2, 1), dtype=np.float32)
    inside[[0, -1]] = 0.0
    units = TokenVectors(general.places, np.eye(count, dtype=np.float32), inside)
    spans = [
        (row.kind, row.vectors[0].reshape(-1, count), labels.number(row.kind, row.label))
        for row in rows.of(example, [units])
        if row.kind in KINDS
    ]
    context = np.zeros(2 * len(FIELDS), dtype=np.float32)
    context[_field(example.asked)] = 1.0
    context[len(FIELDS) + _field(example.last_named)] = 1.0
    return Message(general.vectors.astype(np.float32), spans, context)


def _field(name: str) -> int:
    group = name.partition(".")[0]
    return FIELDS.index(group) if group in FIELDS else 0


@dataclass(frozen=True)
class Shape:
    """The shape of a batch: each one is compiled once, so there are only three."""

    pieces: int
    spans: Mapping[str, int]


_SHAPES = tuple(
    Shape(pieces, dict(zip(KINDS, counts, strict=True)))
    for pieces, counts in (
        (24, (80, 32, 24, 64, 320)),
        (56, (160, 64, 48, 96, 640)),
        (192, (320, 96, 64, 160, 1280)),
    )
)


class Batches:
    """Puts messages of like length together, in another order each round."""

    def __init__(self, messages: Sequence[Message], size: int) -> None:
        self._messages = messages
        self._size = size
        self._chance = random.Random(0)

    def __len__(self) -> int:
        return -(-len(self._messages) // self._size)

    def __iter__(self) -> Iterator[tuple[Any, Any, Arrays]]:
        order = self._chance.sample(self._messages, len(self._messages))
        batches: list[list[Message]] = []
        for start in range(0, len(order), self._size * 16):
            part = sorted(order[start : start + self._size * 16], key=lambda m: len(m.pieces))
            batches += [part[at : at + self._size] for at in range(0, len(part), self._size)]
        self._chance.shuffle(batches)
        return map(self._padded, batches)

    def _padded(self, messages: Sequence[Message]) -> tuple[Any, Any, Arrays]:
        longest = max(len(message.pieces) for message in messages)
        shape = next(shape for shape in _SHAPES if longest <= shape.pieces)
        width = messages[0].pieces.shape[1]
        pieces = np.zeros((self._size, shape.pieces, width), dtype=np.float32)
        present = np.zeros((self._size, shape.pieces), dtype=np.float32)
        present[:, 0] = 1.0  # an empty row would divide by zero
        spans: dict[str, list[tuple[int, Matrix, int]]] = {kind: [] for kind in KINDS}
        for at, message in enumerate(messages):
            count = len(message.pieces)
            pieces[at, :count], present[at, :count] = message.pieces, 1.0
            for kind, parts, label in message.spans:
                spans[kind].append((at, parts, label))
        contexts = [message.context for message in messages]
        return (
            pieces,
            present,
            {kind: self._stacked(kind, spans[kind], contexts, shape) for kind in KINDS},
        )

    def _stacked(
        self,
        kind: str,
        found: list[tuple[int, Matrix, int]],
        contexts: Sequence[Matrix],
        shape: Shape,
    ) -> tuple[Any, ...]:
        self._chance.shuffle(found)
        room = shape.spans[kind]
        rows = np.zeros(room, dtype=np.int32)
        parts = np.zeros((room, _parts(kind), shape.pieces), dtype=np.float32)
        around = np.zeros((room, 2 * len(FIELDS)), dtype=np.float32)
        labels = np.zeros(room, dtype=np.int32)
        weights = np.zeros(room, dtype=np.float32)
        for at, (row, weighed, label) in enumerate(found[:room]):
            rows[at], labels[at], around[at] = row, label, contexts[row]
            parts[at, :, : weighed.shape[1]] = weighed
            weights[at] = _WORD_WEIGHT if kind == "word" else 1.0
        return rows, parts, around, labels, weights


def _parts(kind: str) -> int:
    return 3 if kind == "word" else 6


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
        weights[f"{kind}.in"] = normal(_parts(kind) * width, settings.hidden)
        weights[f"{kind}.context"] = 0.4 * normal(2 * len(FIELDS), settings.hidden)
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
    """Make the adapter of all statements, or of all but one hand's, to judge it on that one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", help="leave out this file of data/nlu/statements")
    parser.add_argument("--rounds", type=int, default=TuningSettings().rounds)
    parser.add_argument("--out", type=Path, default=ADAPTER)
    options = parser.parse_args(arguments)
    # Rasa is imported after the process is prepared for it
    leave_out_tensorflow()
    from bot.nlu.profile_component import ProfileHearing, encoder_of, names_of
    from tools.cross_validate_hearing import TODAY, statements

    config = ProfileHearing.get_default_config()
    encoder, names = encoder_of(config), names_of(config)
    hands = {name: said for name, said in statements().items() if name != options.without}
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
