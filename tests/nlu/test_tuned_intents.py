"""The share of the tuned vectors in the intents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoder import SentenceEncoder
from bot.nlu.knn_classifier import PROBABILITIES
from bot.nlu.question_encoder import question_encoder, read_question_adapter
from bot.nlu.tuned_intents import TunedIntents

NAMES = read_question_adapter().intents


@pytest.fixture
def component(tmp_path: Path) -> TunedIntents:
    context = ExecutionContext(GraphSchema({}), node_name="tuned")
    storage, resource = LocalModelStorage(tmp_path), Resource("tuned")
    config = {**TunedIntents.get_default_config(), "weight": 0.5}
    made = TunedIntents.create(config, storage, resource, context)
    assert isinstance(made, TunedIntents)
    return made


def message(text: str, probabilities: dict[str, float]) -> Message:
    return Message(data={TEXT: text, PROBABILITIES: probabilities})


def blended(component: TunedIntents, text: str, before: dict[str, float]) -> dict[str, Any]:
    said = message(text, before)
    component.process([said])
    return dict(said.get(PROBABILITIES))


def test_an_undecided_classifier_is_decided_by_the_tuned_vectors(component: TunedIntents) -> None:
    even = {name: 1 / len(NAMES) for name in NAMES}
    said = message("much obliged, that cleared it up", even)
    component.process([said])
    assert said.get(INTENT)["name"] == "thank"
    assert abs(sum(said.get(PROBABILITIES).values()) - 1) < 1e-4


def test_each_has_its_share(component: TunedIntents, model: SentenceEncoder) -> None:
    text = "much obliged, that cleared it up"
    found = blended(component, text, {name: float(name == "goodbye") for name in NAMES})
    tuned = question_encoder(model).intents(text)
    assert abs(found["thank"] - tuned["thank"] / 2) < 1e-4
    assert abs(found["goodbye"] - (1 + tuned["goodbye"]) / 2) < 1e-4


def test_a_data_set_with_other_intents_is_left_as_it_was_understood(
    component: TunedIntents,
) -> None:
    others = {"card_arrival": 0.6, "lost_card": 0.2, "thank": 0.2}
    assert blended(component, "much obliged", others) == others


def test_a_new_intent_stands_by_the_classifiers(component: TunedIntents) -> None:
    found = blended(component, "much obliged", {"ask_parking": 0.6, "thank": 0.3, "goodbye": 0.1})
    assert max(found, key=lambda name: found[name]) in ("ask_parking", "thank")
    assert found["ask_parking"] > 0.3 and abs(sum(found.values()) - 1) < 1e-9
