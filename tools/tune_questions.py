"""Tune the upper layers of the embedding model to what answers a question, as a small adapter.

    python -m tools.tune_questions [--fold 0 or 1] [--out FILE]

A question, with the one before it where it leans on that, becomes a vector; the units of evidence
keep their general vectors, mapped by one small product. The likelihood of the unit that answers is
raised among those of all units and of nothing. It learns from the anchors, the follow-ups and the
questions without an answer; no evaluation set is among them. It takes ten minutes on two cores;
the same questions give the same adapter.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import jax
import jax.numpy as jnp
import numpy as np

from bot.domain.evidence import Evidence
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import QUESTIONS, units_of
from bot.nlu.encoder import SentenceEncoder, encoder
from bot.nlu.evidence_search import anchors_in, unanswerable_in
from bot.nlu.question_encoder import ADAPTER, SHARPNESS, joined
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

_FOLLOW_UPS = QUESTIONS / "follow_ups.tsv"
FOLDS = 2
_BEFORE, _NOTHING = " | ", "NONE"
# A pattern that more units have than this says too little about which of them answers.
_MOST_RIGHT = 6
# Word pieces that a batch is padded to: each length is compiled once.
_LENGTHS = (16, 28, 48, 96, 192)
# How many batches are made of questions of like length at a time.
_TOGETHER = 16


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


@dataclass(frozen=True)
class Case:
    """A question's word pieces, a row each, and the units that answer it: numbers, the one behind
    the last unit for nothing.
    """

    pieces: Any
    right: tuple[int, ...]


def questions(units: Sequence[Evidence]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each question to learn from and the units that answer it."""
    nothing = (len(units),)
    for number, unit in enumerate(units):
        for anchor in unit.anchors:
            yield anchor.question, (number,)
    for entry in unanswerable_in(QUESTIONS):
        yield entry.question, nothing
    for line in _FOLLOW_UPS.read_text("utf-8").splitlines()[1:]:
        before, text, says = line.split("\t")
        right = nothing if says == _NOTHING else _saying(says, units)
        if 0 < len(right) <= _MOST_RIGHT:
            yield joined(text, before.split(_BEFORE)[-1]), right


def fold_of(text: str) -> int:
    """The half of the questions that one belongs to."""
    return crc32(text.encode()) % FOLDS


def _saying(pattern: str, units: Sequence[Evidence]) -> tuple[int, ...]:
    says = re.compile(pattern, re.IGNORECASE)
    return tuple(number for number, unit in enumerate(units) if says.search(unit.text))


def initial(general: Arrays, settings: Settings) -> Arrays:
    """An adapter that changes nothing yet, and vectors of nothing by chance."""
    chance = np.random.default_rng(0)
    weights = initial_factors(general, settings.rank, chance)
    width = general["3/query/matrix"].shape[0]
    weights["evidence/left"] = random_matrix(chance, width, settings.evidence_rank)
    weights["evidence/right"] = jnp.zeros((settings.evidence_rank, width))
    weights["nothing/vectors"] = random_matrix(chance, width, settings.nothing).T
    weights["nothing/bias"] = jnp.zeros(())
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


def loss(weights: Arrays, fixed: Arrays, batch: tuple[Any, Any, Any], key: Any, keep: float) -> Any:
    pieces, present, right = batch
    vectors = vectors_of(weights, fixed, pieces, present)
    vectors *= jax.random.bernoulli(key, keep, vectors.shape) / keep
    shares = jax.nn.log_softmax(sums(weights, vectors, fixed["evidence"]))
    return -jax.nn.logsumexp(jnp.where(right > 0, shares, -1e9), axis=-1).mean()


@jax.jit
def step(
    state: State, number: int, rate: float, fixed: Arrays, batch: Any, key: Any, keep: float
) -> tuple[State, Any]:
    """Take one step towards a smaller loss."""
    value, gradients = jax.value_and_grad(loss)(state[0], fixed, batch, key, keep)
    return adam(state, number, rate, gradients), value


def tune(cases: Sequence[Case], evidence: Any, general: Arrays, settings: Settings) -> Arrays:
    """Learn the adapter; returns its arrays under the names that `read_question_adapter`
    expects.
    """
    state = beginning(initial(general, settings))
    fixed = {**general, "evidence": jnp.asarray(evidence)}
    chance, key = random.Random(0), jax.random.PRNGKey(0)
    steps, number = settings.rounds * (len(cases) // settings.batch), 0
    for turn in range(settings.rounds):
        values = []
        for batch in _batches(cases, settings.batch, chance):
            number += 1
            key, own = jax.random.split(key)
            rate = rate_at(settings.rate, number, steps, settings.warm_up)
            arrays = _padded(batch, len(evidence) + 1)
            state, value = step(state, number, rate, fixed, arrays, own, 1 - settings.dropped)
            state = _decayed(state, 1 - rate * settings.decay)
            values.append(float(value))
        print(f"round {turn + 1} of {settings.rounds}: loss {np.mean(values):.3f}", flush=True)
    return {name: np.asarray(array) for name, array in state[0].items()}


def _decayed(state: State, share: float) -> State:
    """The state with the factors that start at zero drawn back towards it."""
    weights, firsts, seconds = state
    less = {n: w * share if n.endswith("/right") else w for n, w in weights.items()}
    return less, firsts, seconds


def _batches(cases: Sequence[Case], size: int, chance: random.Random) -> list[list[Case]]:
    """Whole batches of questions of like length, in an order by chance."""
    order = chance.sample(cases, len(cases))
    batches = []
    for start in range(0, len(order), size * _TOGETHER):
        part = sorted(order[start : start + size * _TOGETHER], key=lambda case: len(case.pieces))
        batches += [part[at : at + size] for at in range(0, len(part), size)]
    batches = [batch for batch in batches if len(batch) == size]
    chance.shuffle(batches)
    return batches


def _padded(batch: Sequence[Case], columns: int) -> tuple[Any, Any, Any]:
    longest = max(len(case.pieces) for case in batch)
    length = next(length for length in _LENGTHS if longest <= length)
    pieces = np.zeros((len(batch), length, batch[0].pieces.shape[1]), dtype=np.float32)
    present = np.zeros((len(batch), length), dtype=np.float32)
    right = np.zeros((len(batch), columns), dtype=np.float32)
    for row, case in enumerate(batch):
        pieces[row, : len(case.pieces)], present[row, : len(case.pieces)] = case.pieces, 1.0
        right[row, list(case.right)] = 1.0
    return pieces, present, right


def read_cases(
    units: Sequence[Evidence], model: SentenceEncoder, without: int | None = None
) -> list[Case]:
    """The questions as the tuning sees them, but for those of the fold `without`."""
    return [
        Case(model.encode_tokens(text).vectors.astype(np.float16), right)
        for text, right in questions(units)
        if fold_of(text) != without
    ]


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
    print(f"{len(cases)} questions, {len(units)} units of evidence", flush=True)
    general = {name: jnp.asarray(array) for name, array in general_weights(model).items()}
    evidence = model.encode([unit.text for unit in units])
    adapter = tune(cases, evidence, general, Settings(rounds=options.rounds))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.out, **{n: a.astype(np.float16) for n, a in adapter.items()})
    print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
