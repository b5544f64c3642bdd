"""The retriever: puts the evidence found for a message, and whether it answers it, beside the message."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain.evidence import Retrieval
from bot.knowledge.store import KnowledgeReader
from bot.knowledge.units import QUESTIONS as QUESTION_FILES
from bot.knowledge.vectors import VectorCache, Vectors
from bot.nlu.answerability import OUT_OF_SCOPE
from bot.nlu.embeddings import EMBEDDING
from bot.nlu.encoder import encoder
from bot.nlu.entity_linker import MENTIONS
from bot.nlu.evidence_search import EvidenceSearch, unanswerable_in
from bot.nlu.mentions import MentionFinder, Mentions
from bot.nlu.subjects import SubjectModel
from bot.settings import data_folder

RETRIEVAL = "retrieval"
"""Message property: the `Retrieval` of the text."""
_FILE, _OUTSIDE = "subjects.npz", "outside.json"
_NARROWING = ("place", "industry", "company", "year")
"""Categories whose absence from the evidence leaves something to tell: the closest figure that isn't of them."""
_KINDS_THAT_NARROW = (
    "pay", "pay_change", "survey", "tenure", "turnover", "reporting_line", "list", "passage", "title", "framework",
)  # fmt: skip


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EvidenceRetriever(GraphComponent):
    """Holds the index of the current knowledge base; a rebuilt one is read again without training.

    A training set without our own intents (another domain's benchmark) leaves messages as they are.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"directory": "build/minilm", "sha256": {}, "questions": str(QUESTION_FILES)}

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        subjects: SubjectModel | None = None,
        outside: Iterable[str] = (),
    ) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._subjects, self._outside = subjects, tuple(outside)
        self._encoder = encoder(config["directory"], config["sha256"])
        self._reader = KnowledgeReader()
        self._search: EvidenceSearch | None = None
        self._digest = ""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EvidenceRetriever:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the subjects on the vectors that the featurizer has made already, and warm the cache of vectors."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        intents = [str(example.get(INTENT)) for example in examples]
        if OUT_OF_SCOPE not in intents:
            return self._resource
        vectors = np.vstack([self._vector(example) for example in examples])
        self._subjects = SubjectModel.fit(intents, vectors)
        self._outside = tuple(
            str(e.get(TEXT))
            for e, intent in zip(examples, intents, strict=True)
            if intent == OUT_OF_SCOPE
        )
        with self._storage.write_to(self._resource) as directory:
            model = self._subjects
            np.savez(
                directory / _FILE, intents=np.array(model.intents), mean=model.mean, weights=model.weights,
                shares=model.shares,
            )  # fmt: skip
            (directory / _OUTSIDE).write_text(json.dumps(self._outside), "utf-8")
        self._refresh()
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EvidenceRetriever:
        try:
            with model_storage.read_from(resource) as directory:
                held = np.load(directory / _FILE, allow_pickle=False)
                subjects = SubjectModel(
                    tuple(map(str, held["intents"])), held["mean"], held["weights"], held["shares"]
                )
                outside = json.loads((directory / _OUTSIDE).read_text("utf-8"))
        except ValueError:  # nothing was stored: another domain's examples
            return cls(config, model_storage, resource)
        return cls(config, model_storage, resource, subjects, outside)

    def process(self, messages: list[Message]) -> list[Message]:
        if self._subjects is None:
            return messages
        search = self._refresh()
        for message in messages:
            vector, mentions = message.get(EMBEDDING), message.get(MENTIONS)
            if vector is not None and mentions is not None:
                text = str(message.get(TEXT) or "")
                message.set(RETRIEVAL, self._found(search, text, vector, mentions))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def _found(
        self, search: EvidenceSearch, text: str, vector: Vectors, mentions: Mentions
    ) -> Retrieval:
        """What answers a question, or what would if it didn't name a place or year that no evidence has."""
        retrieval = search.find(text, vector, mentions)
        best = retrieval.best
        if best is None or not best.missing or mentions.foreign:
            return retrieval
        spans = search.spans(text, mentions, best.missing, _NARROWING)
        if not spans:
            return retrieval
        general = _without(text, [(start, end) for start, end, _ in spans])
        wider = search.find(general, self._encoder.encode([general])[0], search.mentions(general))
        if not wider.answered or wider.best is None:
            return replace(retrieval, answered=False)
        kind = search.kind(wider.best.evidence)
        if kind not in _KINDS_THAT_NARROW:
            return retrieval if retrieval.answered else wider
        names = tuple(dict.fromkeys(text[start:end] for start, end, _ in spans))
        return replace(wider, partly=True, missing=names, form=retrieval.form)

    def _refresh(self) -> EvidenceSearch:
        kb = self._reader.current()
        if self._search is None or kb.digest != self._digest:
            assert self._subjects is not None
            folder = Path(self._config["questions"])
            cache = VectorCache(self._encoder.encode, data_folder() / "vectors.npz")
            self._search = EvidenceSearch(
                kb,
                MentionFinder(kb),
                cache,
                self._subjects,
                folder,
                unanswerable_in(folder, self._outside),
            )
            self._digest = kb.digest
        return self._search

    def _vector(self, example: Message) -> Vectors:
        """The sentence vector among the dense features of an example: it comes first, and scaled."""
        dense = example.get_dense_features(TEXT)[1]
        row = np.asarray(dense.features, dtype=np.float32).reshape(-1)[: self._encoder.size]
        unit: Vectors = (row / max(float(np.linalg.norm(row)), 1e-9))[None, :]
        return unit


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start].rstrip()} {text[end:].lstrip()}"
    words = text.replace(" ?", "?").split()
    while words and words[-1].rstrip("?.!").lower() in (
        "in",
        "at",
        "for",
        "of",
        "from",
        "a",
        "an",
        "the",
        "or",
    ):
        words.pop()
    return " ".join(words)
