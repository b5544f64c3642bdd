"""Featurizers: the meaning of a sentence (embedding) and its spelling (character n-grams)."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import CountVectorizer

from bot.nlu.component import Component, Node
from bot.nlu.encoder import SentenceEncoder, Vectors, encoder
from bot.nlu.spell_corrector import SPELLED

# Message property: the unit-length sentence vector, for the components behind.
EMBEDDING = "embedding"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddingFeaturizer(Component, DenseFeaturizer):
    """Adds a sentence embedding as a dense sentence feature, times `scale`.

    The scale stands for the strength of the classifier's regularisation: a larger one lets it trust
    meaning more.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"alias": None, "directory": "build/minilm", "sha256": {}, "scale": 5.0}

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        DenseFeaturizer.__init__(self, node.name, config)
        self._scale = float(config["scale"])
        self._encoder: SentenceEncoder = encoder(config["directory"], config["sha256"])

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Whatever is wrong with a value shows when the component is made."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message, vector in zip(messages, self._add_features(messages), strict=True):
            message.set(EMBEDDING, vector)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        # without the property: Rasa fingerprints every property of every example, number by number
        self._add_features(
            [example for example in training_data.training_examples if example.get(TEXT)]
        )
        return training_data

    def _add_features(self, messages: list[Message]) -> Vectors:
        vectors = self._encoder.encode(
            [message.get(SPELLED) or message.get(TEXT) or "" for message in messages]
        )
        for message, vector in zip(messages, vectors, strict=True):
            row = vector[None, :] * self._scale
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return vectors


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class CharacterNgramFeaturizer(Component, SparseFeaturizer):
    """Adds hashed character n-grams of one length (`scale`), so that a typo changes a few features,
    not the word.

    Rasa's CountVectorsFeaturizer gives raw counts, whose length drowns a unit-length embedding.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"alias": None, "min_ngram": 3, "max_ngram": 4, "buckets": 2048, "scale": 3.0}

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        SparseFeaturizer.__init__(self, node.name, config)
        # the halves of HashingVectorizer, which looks through its settings anew for every message
        self._scale = float(config["scale"])
        ngrams = (config["min_ngram"], config["max_ngram"])
        self._ngrams = CountVectorizer(analyzer="char_wb", ngram_range=ngrams).build_analyzer()
        self._hasher = FeatureHasher(
            config["buckets"], input_type="string", alternate_sign=False, dtype=np.float32
        )

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Whatever is wrong with a value shows when the component is made."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = str(message.get(SPELLED) or message.get(TEXT) or "")
            row: scipy.sparse.csr_matrix = self._hasher.transform([self._ngrams(text)])
            row.data *= self._scale / max(float(np.linalg.norm(row.data)), 1e-9)
            message.add_features(
                Features(row.tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
            )
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process([example for example in training_data.training_examples if example.get(TEXT)])
        return training_data
