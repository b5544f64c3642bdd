"""Finds the passages of the knowledge base that come closest to a message in meaning."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.store import KnowledgeReader
from bot.nlu.embeddings import EMBEDDING
from bot.nlu.encoder import Vectors, encoder

PASSAGES = "passages"
"""Message property: `(passage id, cosine similarity)`, the closest first."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PassageSearch(GraphComponent):
    """Ranks the passages of articles; `count` of them are kept. Passages are embedded again after a rebuild only."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"directory": "build/minilm", "sha256": {}, "count": 8}

    def __init__(self, config: dict[str, Any]) -> None:
        self._count = int(config["count"])
        self._encoder = encoder(config["directory"], config["sha256"])
        self._reader = KnowledgeReader()
        self._digest = ""
        self._ids: list[str] = []
        self._vectors: Vectors = np.zeros((0, 1), dtype=np.float32)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PassageSearch:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        self._refresh()
        for message in messages:
            vector = message.get(EMBEDDING)
            if vector is None or not self._ids:
                continue
            similarities = self._vectors @ vector
            closest = np.argsort(-similarities, kind="stable")[: self._count]
            message.set(
                PASSAGES, [(self._ids[index], float(similarities[index])) for index in closest]
            )
        return messages

    def _refresh(self) -> None:
        kb = self._reader.current()
        if kb.digest == self._digest:
            return
        # a statement with facts of its own is answered by these, with what warns of its age
        held = {fact.passage.id for fact in kb.all_facts}
        quotable = [
            p
            for p in kb.passages
            if not p.text.endswith(":")
            and not p.source.company
            and (p.source == kb.main_source or p.id not in held)
        ]
        self._ids = [passage.id for passage in quotable]
        alone = self._encoder.encode([passage.text for passage in quotable])
        in_context = self._encoder.encode(
            [f"{passage.section}: {passage.text}" for passage in quotable]
        )
        both = (
            alone + in_context
        )  # a list item means little without its heading, and too much of it with
        self._vectors = both / np.linalg.norm(both, axis=1, keepdims=True)
        self._digest = kb.digest
