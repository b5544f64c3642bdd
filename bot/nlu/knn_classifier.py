"""The k-NN re-ranker of intents: the votes of training examples that mean almost the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.matrices.byte_matrix import ByteMatrix, Matrix
from bot.nlu.component import Component, Node

_SENTENCE_VECTOR = "SentenceEmbeddingFeaturizer"

# Message property: every intent with its probability after the vote.
PROBABILITIES = "intent_probabilities"


class Examples:
    """The training examples as unit-length rows, kept as bytes."""

    def __init__(self, vectors: Matrix, labels: npt.NDArray[np.str_]) -> None:
        self._similarities, self._labels = ByteMatrix(vectors.T), labels

    def closest(self, vector: Matrix, count: int) -> tuple[list[str], Matrix]:
        """The labels and similarities of the examples that are closest to a unit-length vector, the
        closest first.
        """
        similarities = self._similarities.products(vector)
        count = min(count, len(similarities))
        closest = np.argpartition(similarities, len(similarities) - count)[-count:]
        order = closest[np.lexsort((closest, -similarities[closest]))]
        return [str(label) for label in self._labels[order]], similarities[order]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NearestExamples(Component, IntentClassifier):
    """Blends the classifier before it with the votes of the `neighbours` closest training examples.

    The classifier sees the shape of a topic, the neighbours the single example that says it all: on
    questions that must be refused each sees what the other misses. `weight` is the share of the
    vote.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"neighbours": 15, "temperature": 0.05, "weight": 0.2, "ranking_length": 3}

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        super().__init__(config, node)
        self._examples: Examples | None = None

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        if examples:
            vectors = np.vstack([_vector(example) for example in examples])
            labels = np.array([example.get(INTENT) for example in examples])
            with self._node.writing() as directory:
                np.savez_compressed(directory / "examples.npz", vectors=vectors, labels=labels)
        return self._node.resource

    def restore(self, directory: Path) -> None:
        held = np.load(directory / "examples.npz", allow_pickle=False)
        self._examples = Examples(held["vectors"], held["labels"])

    def process(self, messages: list[Message]) -> list[Message]:
        if self._examples is None:
            return messages
        for message in messages:
            labels, similarities = self._examples.closest(
                _vector(message)[0], int(self._config["neighbours"])
            )
            votes = _votes(labels, similarities, float(self._config["temperature"]))
            weight = float(self._config["weight"])
            blended = {
                str(intent["name"]): (1 - weight) * float(intent["confidence"])
                + weight * votes.get(intent["name"], 0.0)
                for intent in message.get("intent_ranking") or []
            }
            ranking = sorted(blended.items(), key=lambda pair: (-pair[1], pair[0]))
            as_output = [{"name": name, "confidence": confidence} for name, confidence in ranking]
            message.set(PROBABILITIES, blended)
            if as_output:
                message.set(INTENT, as_output[0], add_to_output=True)
                message.set(
                    "intent_ranking",
                    as_output[: self._config["ranking_length"]],
                    add_to_output=True,
                )
        return messages


def _votes(labels: list[str], similarities: Matrix, temperature: float) -> dict[str, float]:
    weights = np.exp((similarities - similarities[0]) / temperature)
    weights /= weights.sum()
    votes: dict[str, float] = {}
    for label, weight in zip(labels, weights, strict=True):
        votes[label] = votes.get(label, 0.0) + float(weight)
    return votes


def _vector(message: Message) -> Matrix:
    """The sentence vector of a message in one row of unit length.

    What the linker found stands beside it for the classifier; in the vote it drew together whatever
    names the same.
    """
    found = [
        feature.features
        for feature in message.features
        if feature.is_dense() and _SENTENCE_VECTOR in str(feature.origin)
    ]
    row = np.asarray(found[0] if found else np.zeros((1, 1)), dtype=np.float32).reshape(1, -1)
    unit: Matrix = row / max(float(np.linalg.norm(row)), 1e-9)
    return unit
