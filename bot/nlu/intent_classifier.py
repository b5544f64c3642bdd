"""Rasa's logistic regression, on one dense matrix, kept as plain numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

_FILE = "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DenseLogisticRegression(LogisticRegressionClassifier):
    """The same classifier; only its matrix is dense and its file holds three arrays.

    Rasa builds a sparse matrix, message by message. With an embedding in it hardly anything is
    sparse, and both training and answering take longer for it. Its file is read by skops, which
    looks through every loaded module first: seconds of each start, and a format with advisories of
    its own.
    """

    def _create_X(self, messages: list[Message]) -> npt.NDArray[np.float32]:
        rows = []
        for message in messages:
            sparse, dense = (
                message.get_sparse_features(TEXT)[1],
                message.get_dense_features(TEXT)[1],
            )
            parts = [sparse.features.toarray()] if sparse else []
            parts += [dense.features] if dense else []
            rows.append(np.hstack(parts).astype(np.float32, copy=False))
        return np.vstack(rows)

    def process(self, messages: list[Message]) -> list[Message]:
        """The most likely intents: scikit-learn's softmax without its look
        through every setting for each message.
        """
        if not hasattr(self.clf, "coef_"):  # trained without examples
            return messages
        if len(self.clf.classes_) == 2:  # one row of weights, which is no softmax
            return list(super().process(messages))
        scores = self._create_X(messages) @ self.clf.coef_.T + self.clf.intercept_
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        for message, row in zip(messages, likely.tolist(), strict=True):
            pairs = sorted(zip(self.clf.classes_, row, strict=True), key=lambda pair: -pair[1])
            ranking = [{"name": name, "confidence": confidence} for name, confidence in pairs]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(
                "intent_ranking",
                ranking[: self.config["ranking_length"] or None],
                add_to_output=True,
            )
        return messages

    def persist(self) -> None:
        with self._model_storage.write_to(self._resource) as directory:
            np.savez(
                directory / _FILE,
                coefficients=self.clf.coef_,
                intercepts=self.clf.intercept_,
                classes=np.array(self.clf.classes_, dtype=np.str_),
            )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DenseLogisticRegression:
        component = cls(config, execution_context.node_name, model_storage, resource)
        try:
            with (
                model_storage.read_from(resource) as directory,
                np.load(directory / _FILE, allow_pickle=False) as held,
            ):
                component.clf.coef_, component.clf.intercept_ = (
                    held["coefficients"],
                    held["intercepts"],
                )
                component.clf.classes_ = np.array(
                    [str(name) for name in held["classes"]], dtype=object
                )
        except ValueError:  # nothing was stored: trained without examples
            pass
        return component
