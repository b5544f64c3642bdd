"""Proves that intents are weighed as scikit-learn weighs them."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.nlu.softmax_regression import fit_softmax


def test_the_probabilities_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(0)
    rows = random.standard_normal((400, 20)).astype(np.float32)
    classes = (rows[:, :4] + random.standard_normal((400, 4))).argmax(axis=1)
    classes[:150] = 0  # one class is much larger than the others
    ours = fit_softmax(rows, classes, 4, max_iter=200, tolerance=1e-6)
    scores = rows @ ours.coefficients.T + ours.intercepts
    found = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    theirs = LogisticRegression(class_weight="balanced", max_iter=500, tol=1e-6).fit(rows, classes)
    assert np.allclose(found, theirs.predict_proba(rows), atol=2e-3)


def test_the_same_rows_give_the_same_weights() -> None:
    rows = np.random.default_rng(1).standard_normal((90, 5)).astype(np.float32)
    classes = np.arange(90) % 3
    one, two = (fit_softmax(rows, classes, 3) for _ in range(2))
    assert np.array_equal(one.coefficients, two.coefficients)
