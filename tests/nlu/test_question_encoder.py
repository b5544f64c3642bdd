"""The vectors of questions: what they find, and that they are computed as they were tuned."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from bot.domain.errors import AdvisorError
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import units_of
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.question_encoder import (
    Likelihoods,
    QuestionAdapter,
    QuestionEncoder,
    read_question_adapter,
)
from tools.question_cases import Case
from tools.tune_questions import Settings, initial, sums, sums_of_intents, tune, vectors_of

INTENTS = ("ask_price", "thank")

SETTINGS = Settings(rank=2, evidence_rank=2, nothing=2, rounds=2, batch=2)


@pytest.fixture(scope="module")
def tuned(model: SentenceEncoder) -> QuestionEncoder:
    return QuestionEncoder(model, read_question_adapter())


@pytest.fixture(scope="module")
def evidence(model: SentenceEncoder, tuned: QuestionEncoder) -> tuple[list[str], Any]:
    texts = [unit.text for unit in units_of(KnowledgeBase.load())]
    return texts, tuned.evidence(model.encode(texts))


def likeliest(tuned: QuestionEncoder, evidence: Any, text: str, before: str = "") -> str:
    texts, vectors = evidence
    found = tuned.likelihoods(tuned.vector(text, before), vectors)
    return str(texts[int(found.shares.argmax())])


@pytest.mark.parametrize(
    ("before", "text", "says"),
    [
        ("What does a CISO make?", "a deputy?", "deput"),
        ("Who do CISOs report to?", "and in banks?", "financ|bank|CIO|CEO"),
        ("What does the CISSP cost?", "how long does that one take", "hours|minutes"),
    ],
)
def test_a_message_is_put_to_the_question_before_it(
    tuned: QuestionEncoder, evidence: Any, before: str, text: str, says: str
) -> None:
    assert re.search(says, likeliest(tuned, evidence, text, before), re.IGNORECASE)


def test_what_nothing_answers_is_likelier_to_have_no_answer_than_what_something_does(
    tuned: QuestionEncoder, evidence: Any
) -> None:
    def nothing(text: str) -> float:
        found: Likelihoods = tuned.likelihoods(tuned.vector(text), evidence[1])
        assert abs(float(found.shares.sum()) + found.nothing - 1) < 1e-4
        return found.nothing

    held = [nothing("What does a CISO earn?"), nothing("Do CISOs need a degree?")]
    not_held = [nothing("What color is a CISO's badge?"), nothing("Who is hiring in Denver?")]
    assert max(held) < min(not_held)


def adapter(weights: dict[str, Any]) -> QuestionAdapter:
    return QuestionAdapter({name: np.asarray(a) for name, a in weights.items()}, INTENTS)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("should i bother with a masters at my age", "ask_advice"),
        ("huh, for what reason though", "ask_why"),
        ("cheers, that was a great help", "thank"),
        ("i'm running on fumes and nobody cares", "express_frustration"),
    ],
)
def test_a_message_has_its_intent_whatever_its_words(
    tuned: QuestionEncoder, text: str, intent: str
) -> None:
    likely = tuned.intents(text)
    assert max(likely, key=lambda name: likely[name]) == intent
    assert abs(sum(likely.values()) - 1) < 1e-4


def test_the_layers_compute_nearly_what_was_tuned(
    model: SentenceEncoder, general: dict[str, Any]
) -> None:
    weights = initial(general, SETTINGS, len(INTENTS))
    chance = np.random.default_rng(1)
    for name in [name for name in weights if name.endswith("/right")]:
        weights[name] = 0.05 * chance.standard_normal(weights[name].shape).astype(np.float32)
    text, units = "how long does it take", model.encode(["Six hours.", "It costs $749."])
    made = QuestionEncoder(model, adapter(weights))
    found = made.likelihoods(made.vector(text), made.evidence(units))
    pieces = jnp.asarray(model.encode_tokens(text).vectors[None])
    vectors = vectors_of(weights, general, pieces, jnp.ones(pieces.shape[:2]))
    learned = np.asarray(sums(weights, vectors, jnp.asarray(units)))[0]
    shares = np.exp(learned - learned.max()) / np.exp(learned - learned.max()).sum()
    assert abs(np.append(found.shares, found.nothing) - shares).max() < 0.02
    of_intents = np.exp(np.asarray(sums_of_intents(weights, vectors))[0])
    likely = made.intents(text)
    assert abs(of_intents / of_intents.sum() - np.array(list(likely.values()))).max() < 0.02


def test_tuning_raises_the_likelihood_of_what_answers_and_of_the_intent(
    model: SentenceEncoder, general: dict[str, Any]
) -> None:
    units = model.encode(["Six hours.", "It costs $749."])
    asked = [("how long is it", 0), ("what's the price", 1), ("who is the mayor", 2)] * 6
    said = [("what does it cost", 0), ("thanks a lot", 1)] * 6
    cases, messages = (
        [Case(model.encode_tokens(text).vectors, (right,)) for text, right in rows]
        for rows in (asked, said)
    )
    before = QuestionEncoder(model, adapter(initial(general, SETTINGS, len(INTENTS))))
    after = QuestionEncoder(model, tune(cases, messages, INTENTS, units, general, SETTINGS))

    def lost(one: QuestionEncoder) -> float:
        vectors = one.evidence(units)
        loss = 0.0
        for text, right in asked[:3]:
            found = one.likelihoods(one.vector(text), vectors)
            loss -= float(np.log(np.append(found.shares, found.nothing)[right]))
        return loss

    assert lost(after) < lost(before)
    for text, right in said[:2]:
        assert after.intents(text)[INTENTS[right]] > before.intents(text)[INTENTS[right]], text


def test_a_file_that_is_no_adapter_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"no archive")
    other = tmp_path / "other.npz"
    np.savez(other, **{"3/query/left": np.zeros((2, 2))})
    for path in (broken, other, tmp_path / "missing.npz"):
        with pytest.raises(AdvisorError, match=path.name):
            read_question_adapter(path)
