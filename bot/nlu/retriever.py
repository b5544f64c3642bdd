"""The retriever: puts the evidence found for a message, and
whether it answers it, beside the message.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.units import QUESTIONS as QUESTION_FILES
from bot.knowledge.vectors import Vectors
from bot.nlu.answerability import OUT_OF_SCOPE
from bot.nlu.component import Component, Node
from bot.nlu.embeddings import EMBEDDING
from bot.nlu.encoder import encoder
from bot.nlu.entity_linker import MENTIONS
from bot.nlu.evidence_finder import EvidenceFinder
from bot.nlu.spell_corrector import MENDED
from bot.nlu.subjects import SubjectModel

# Message property: the `Retrieval` of the text.
RETRIEVAL = "retrieval"
_FILE, _OUTSIDE = "subjects.npz", "outside.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EvidenceRetriever(Component):
    """Holds the index of the current knowledge base; a rebuilt one is read again without training.

    A training set without our own intents (another domain's benchmark) leaves messages as they are.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"directory": "build/minilm", "sha256": {}, "questions": str(QUESTION_FILES)}

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        super().__init__(config, node)
        self._encoder = encoder(config["directory"], config["sha256"])
        self._finder: EvidenceFinder | None = None

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the subjects on the vectors that the featurizer has made
        already, and warm the cache of vectors.
        """
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        intents = [str(example.get(INTENT)) for example in examples]
        if OUT_OF_SCOPE not in intents:
            return self._node.resource
        vectors = np.vstack([self._vector(example) for example in examples])
        model = SubjectModel.fit(intents, vectors)
        outside = tuple(
            str(e.get(TEXT))
            for e, intent in zip(examples, intents, strict=True)
            if intent == OUT_OF_SCOPE
        )
        with self._node.writing() as directory:
            np.savez(
                directory / _FILE, intents=np.array(model.intents), mean=model.mean,
                weights=model.weights,
                shares=model.shares,
            )  # fmt: skip
            (directory / _OUTSIDE).write_text(json.dumps(outside), "utf-8")
        self._finder = self._made(model, outside)
        self._finder.search()
        return self._node.resource

    def restore(self, directory: Path) -> None:
        held = np.load(directory / _FILE, allow_pickle=False)
        subjects = SubjectModel(
            tuple(map(str, held["intents"])), held["mean"], held["weights"], held["shares"]
        )
        outside = json.loads((directory / _OUTSIDE).read_text("utf-8"))
        self._finder = EvidenceFinder.running = self._made(subjects, outside)

    def process(self, messages: list[Message]) -> list[Message]:
        if self._finder is None:
            return messages
        for message in messages:
            vector, mentions = message.get(EMBEDDING), message.get(MENTIONS)
            if vector is not None and mentions is not None:
                text = str(message.get(TEXT) or "")
                mended = str(message.get(MENDED) or text)
                if mended != text:
                    mentions = self._finder.search().mentions(mended)
                message.set(RETRIEVAL, self._finder.find(mended, vector, mentions))
        return messages

    def _made(self, subjects: SubjectModel, outside: Iterable[str]) -> EvidenceFinder:
        return EvidenceFinder(self._encoder, subjects, outside, Path(self._config["questions"]))

    def _vector(self, example: Message) -> Vectors:
        """The sentence vector among the dense features of an
        example: it comes first, and scaled.
        """
        dense = example.get_dense_features(TEXT)[1]
        row = np.asarray(dense.features, dtype=np.float32).reshape(-1)[: self._encoder.size]
        unit: Vectors = (row / max(float(np.linalg.norm(row)), 1e-9))[None, :]
        return unit
