"""Logistic regressions over vectors, judged by folds and written as plain weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.knowledge.vectors import Vectors

Labels = npt.NDArray[np.int64]
_FOLDS, _DIGITS = 5, 4


def left_out(rows: Vectors, labels: Labels, strength: float) -> npt.NDArray[np.float64]:
    """The probability of each row, each fifth judged by the other four."""
    shares = np.zeros(len(labels))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    for train, test in folds.split(rows, labels):
        model = _fitted(rows[train], labels[train], strength)
        shares[test] = model.predict_proba(rows[test])[:, 1]
    return shares


def write(rows: Vectors, labels: Labels, strength: float, path: Path) -> None:
    """Fit all rows, and write bias and weights."""
    model = _fitted(rows, labels, strength)
    weights = [round(float(weight), _DIGITS) for weight in model.coef_[0]]
    held = {"bias": round(float(model.intercept_[0]), _DIGITS), "weights": weights}
    path.write_text(json.dumps(held) + "\n", "utf-8")


def _fitted(rows: Vectors, labels: Labels, strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=2000).fit(rows, labels)
