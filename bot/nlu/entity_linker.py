"""Links what a message names to the knowledge base, as entities and as features of the
classifier.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.reader import KnowledgeReader
from bot.nlu.component import Component, Node
from bot.nlu.mentions import MentionFinder, Mentions

# Message property: the `Mentions` of the text.
MENTIONS = "mentions"


@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
        DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR,
    ],
    is_trainable=True,
)
class KnowledgeLinker(Component):
    """Entities carry ids of the knowledge base as their values; a rebuilt knowledge base is noticed
    at once.

    What is named also becomes dense features (our job, another job, a certification we know or
    don't, a place, another language), times `scale`, so that "what does a CTO earn" isn't taken for
    its neighbour.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"scale": 2.0}

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        super().__init__(config, node)
        self._scale = float(config["scale"])
        self._words: list[str] = []
        self._reader = KnowledgeReader()
        self._finder: MentionFinder | None = None
        self._digest = ""

    def restore(self, directory: Path) -> None:
        self._words = (directory / "words.txt").read_text("utf-8").split("\n")

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps the words of the training examples: a word that people use is never a slip of
        another.
        """
        texts = (
            str(example.get(TEXT))
            for example in training_data.training_examples
            if example.get(TEXT)
        )
        counts: dict[str, int] = {}
        for text in texts:
            for word in text.lower().split():
                word = word.strip(".,;:!?\"'()")
                counts[word] = counts.get(word, 0) + 1
        self._words = sorted(word for word, count in counts.items() if word.isalpha() and count > 1)
        with self._node.writing() as directory:
            (directory / "words.txt").write_text("\n".join(self._words), "utf-8")
        return self._node.resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = str(message.get(TEXT) or "")
            mentions = self._current_finder().find(text)
            entities = [
                {
                    "entity": m.kind,
                    "value": m.value,
                    "start": m.start,
                    "end": m.end,
                    "extractor": "KnowledgeLinker",
                }
                for m in mentions.known
            ]
            message.set(MENTIONS, mentions)
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *entities], add_to_output=True)
            self._add_features(message, mentions)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for example in training_data.training_examples:
            if text := example.get(TEXT):
                self._add_features(example, self._current_finder().find(text))
        return training_data

    def _current_finder(self) -> MentionFinder:
        kb = self._reader.current()
        if self._finder is None or kb.digest != self._digest:
            self._finder, self._digest = MentionFinder(kb, known_words=self._words), kb.digest
        return self._finder

    def _add_features(self, message: Message, mentions: Mentions) -> None:
        row = np.array([features_of(mentions)], dtype=np.float32)
        features = Features(row * self._scale, FEATURE_TYPE_SENTENCE, TEXT, self._node.name)
        message.add_features(features)


def features_of(mentions: Mentions) -> tuple[float, ...]:
    """What is named, as numbers from 0 to 1 in a fixed order."""
    others, kinds = bool(mentions.other_jobs), {mention.kind for mention in mentions.known}
    return (
        float(mentions.names_role),
        float(others and not mentions.names_role),
        float(others and mentions.names_role),
        float(bool(mentions.own_jobs)),
        float(bool(mentions.other_certifications)),
        float(bool(mentions.places or mentions.industries)),
        float("certification" in kinds),
        float("organisation" in kinds),
        float("skill" in kinds),
        float("duty" in kinds or "requirement" in kinds),
        float("degree" in kinds),
        float("stepping_stone" in kinds),
        float("work_role" in kinds),
        float(bool(kinds & {"place", "industry", "company"})),
        float(mentions.ordinal is not None),
        float(mentions.years is not None),
        float(mentions.foreign),
    )
