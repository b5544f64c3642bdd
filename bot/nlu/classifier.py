"""Rasa's logistic regression, on one dense matrix."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DenseLogisticRegression(LogisticRegressionClassifier):
    """The same classifier; only its matrix is dense.

    Rasa builds a sparse one, message by message. With an embedding in it hardly anything is sparse, and both training
    and answering take longer for it.
    """

    def _create_X(self, messages: list[Message]) -> npt.NDArray[np.float32]:
        rows = []
        for message in messages:
            sparse, dense = message.get_sparse_features(TEXT)[1], message.get_dense_features(TEXT)[1]
            parts = [sparse.features.toarray()] if sparse else []
            parts += [dense.features] if dense else []
            rows.append(np.hstack(parts).astype(np.float32, copy=False))
        return np.vstack(rows)
