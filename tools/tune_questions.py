"""Tune the upper layers of the embedding model to what answers a question, as a small adapter.

    python -m tools.tune_questions [--fold 0 or 1] [--out FILE]

A question, with the one before it where it leans on that, becomes a vector; the units of evidence
keep their general vectors, mapped by one small product. The likelihood of the unit that answers is
raised among those of all units and of nothing. It learns from the anchors, the follow-ups and the
questions without an answer. In batches between these it learns from the training examples which
intent a message has. No evaluation set is among all of them. It takes half an hour; the same
questions give the same adapter.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import QUESTIONS, units_of
from bot.nlu.encoder import encoder
from bot.nlu.known_questions import anchors_in
from bot.nlu.question_encoder import ADAPTER, SHARPNESS, QuestionAdapter, write_question_adapter
from bot.nlu.tuned_layers import general_weights
from tools.lora import (
    Arrays,
    State,
    adam,
    beginning,
    initial_factors,
    random_matrix,
    rate_at,
    tuned,
)
from tools.question_cases import FOLDS, Case, batches_of, padded, read_cases, read_messages


@dataclass(frozen=True)
class Settings:
    """Usual values; the rounds were chosen on follow-ups and questions of hands that were left
    out.
    """

    rank: int = 16
    evidence_rank: int = 32
    nothing: int = 16
    rounds: int = 4
    batch: int = 48
    rate: float = 1e-3
    dropped: float = 0.1
    decay: float = 0.01
    warm_up: int = 40
    smoothing: float = 0.1


@dataclass(frozen=True)
class Batch:
    """Pieces, where there are some, and what is right, of questions or of intents."""

    arrays: tuple[Any, Any, Any]
    of_intents: bool


def initial(general: Arrays, settings: Settings, intents: int) -> Arrays:
    """An adapter that changes nothing yet, and vectors of nothing and of intents by chance."""
    chance = np.random.default_rng(0)
    weights = initial_factors(general, settings.rank, chance)
    width = general["3/query/matrix"].shape[0]
    weights["evidence/left"] = random_matrix(chance, width, settings.evidence_rank)
    weights["evidence/right"] = jnp.zeros((settings.evidence_rank, width))
    weights["nothing/vectors"] = random_matrix(chance, width, settings.nothing).T
    weights["nothing/bias"] = jnp.zeros(())
    weights["intents/vectors"] = random_matrix(chance, width, intents)
    weights["intents/bias"] = jnp.zeros(intents)
    return weights


def sums(weights: Arrays, vectors: Any, evidence: Any) -> Any:
    """What the likelihoods are made of: a column a unit, the last for nothing."""
    mapped = _unit(evidence + (evidence @ weights["evidence/left"]) @ weights["evidence/right"])
    of_nothing = SHARPNESS * (vectors @ weights["nothing/vectors"].T)
    nothing = jax.nn.logsumexp(of_nothing, axis=-1) + weights["nothing/bias"]
    return jnp.concatenate([SHARPNESS * (vectors @ mapped.T), nothing[:, None]], axis=1)


def vectors_of(weights: Arrays, general: Arrays, pieces: Any, present: Any) -> Any:
    """The vectors of a batch of questions, of unit length."""
    inner = tuned(weights, general, pieces, present) * present[:, :, None]
    return _unit(inner.sum(axis=1) / present.sum(axis=1, keepdims=True))


def _unit(vectors: Any) -> Any:
    return vectors / jnp.sqrt((vectors**2).sum(axis=-1, keepdims=True) + 1e-9)


def sums_of_intents(weights: Arrays, vectors: Any) -> Any:
    """What the likelihoods of intents are made of: a column an intent."""
    return SHARPNESS * (vectors @ weights["intents/vectors"]) + weights["intents/bias"]


def loss(weights: Arrays, fixed: Arrays, batch: Batch, key: Any, settings: Settings) -> Any:
    pieces, present, right = batch.arrays
    vectors = vectors_of(weights, fixed, pieces, present)
    keep = 1 - settings.dropped
    vectors *= jax.random.bernoulli(key, keep, vectors.shape) / keep
    if batch.of_intents:
        shares = jax.nn.log_softmax(sums_of_intents(weights, vectors))
        smooth = (1 - settings.smoothing) * right + settings.smoothing / right.shape[1]
        return -(smooth * shares).sum(axis=-1).mean()
    shares = jax.nn.log_softmax(sums(weights, vectors, fixed["evidence"]))
    return -jax.nn.logsumexp(jnp.where(right > 0, shares, -1e9), axis=-1).mean()


@partial(jax.jit, static_argnames=("settings", "of_intents"))
def step(
    state: State, number: int, rate: float, fixed: Arrays, arrays: Any, key: Any,
    settings: Settings, of_intents: bool,
) -> tuple[State, Any]:  # fmt: skip
    """Take one step towards a smaller loss."""
    batch = Batch(arrays, of_intents)
    value, gradients = jax.value_and_grad(loss)(state[0], fixed, batch, key, settings)
    return adam(state, number, rate, gradients), value


def tune(
    cases: Sequence[Case],
    messages: Sequence[Case],
    intents: tuple[str, ...],
    evidence: Any,
    general: Arrays,
    settings: Settings,
) -> QuestionAdapter:
    """Learn the adapter from questions and from messages with their intents."""
    state = beginning(initial(general, settings, len(intents)))
    fixed = {**general, "evidence": jnp.asarray(evidence)}
    chance, key = random.Random(0), jax.random.PRNGKey(0)
    a_round = len(cases) // settings.batch + len(messages) // settings.batch
    steps, number = settings.rounds * a_round, 0
    for turn in range(settings.rounds):
        values: dict[bool, list[float]] = {False: [], True: []}
        batches = [(batch, False) for batch in batches_of(cases, settings.batch, chance)]
        batches += [(batch, True) for batch in batches_of(messages, settings.batch, chance)]
        chance.shuffle(batches)
        for batch, of_intents in batches:
            number += 1
            key, own = jax.random.split(key)
            rate = rate_at(settings.rate, number, steps, settings.warm_up)
            arrays = padded(batch, len(intents) if of_intents else len(evidence) + 1)
            state, value = step(
                state, number, rate, fixed, arrays, own, settings=settings, of_intents=of_intents
            )
            state = _decayed(state, 1 - rate * settings.decay)
            values[of_intents].append(float(value))
        losses = " and ".join(f"{np.mean(found):.3f}" for found in values.values() if found)
        print(f"round {turn + 1} of {settings.rounds}: loss {losses}", flush=True)
    return QuestionAdapter({name: np.asarray(array) for name, array in state[0].items()}, intents)


def _decayed(state: State, share: float) -> State:
    """The state with the factors that start at zero drawn back towards it."""
    weights, firsts, seconds = state
    less = {n: w * share if n.endswith("/right") else w for n, w in weights.items()}
    return less, firsts, seconds


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--fold", type=int, choices=range(FOLDS), help="leave out a half, to judge on it"
    )
    parser.add_argument("--rounds", type=int, default=Settings().rounds)
    parser.add_argument("--out", type=Path, default=ADAPTER)
    options = parser.parse_args(arguments)
    model = encoder("build/minilm")
    units = units_of(KnowledgeBase.load(), anchors_in(QUESTIONS))
    cases = read_cases(units, model, options.fold)
    messages, intents = read_messages(model)
    print(f"{len(cases)} questions, {len(units)} units, {len(messages)} messages", flush=True)
    general = {name: jnp.asarray(array) for name, array in general_weights(model).items()}
    evidence = model.encode([unit.text for unit in units])
    settings = Settings(rounds=options.rounds)
    if options.fold is not None:
        messages = []  # a fold judges questions, and is made in half the time without them
    adapter = tune(cases, messages, intents, evidence, general, settings)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    write_question_adapter(adapter, options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
