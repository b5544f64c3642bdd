"""Fits what tells the feelings of messages and writes data/questions/feelings.json.

    python -m tools.fit_feelings

The messages of data/questions/feelings.tsv tell bad news, a worry, good news, or no feeling that
asks to be met. What people tell of themselves in data/nlu/statements, and ask in
data/questions/follow_ups.tsv, mostly tells none, and counts as that with a part of the weight.
Prints how many of each are told rightly, each fifth judged by the others.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.answers.feelings import NONE, likeliest
from bot.nlu.encoder import encoder
from bot.nlu.feelings import MODEL, features
from bot.nlu.question_encoder import question_encoder
from tools.fit_continuity import FOLLOW_UPS
from tools.fit_relevance import statements

DATA = MODEL.with_suffix(".tsv")
_C, _FOLDS, _DIGITS = 2.0, 5, 4
# How many statements and follow-up questions are learned from, and what each weighs.
_OTHERS, _WEIGHT = 3000, 0.3


@dataclass(frozen=True)
class Rows:
    """Features of messages, a row each, with the feelings that they tell and what they weigh."""

    found: npt.NDArray[np.float32]
    labels: npt.NDArray[np.str_]
    weights: npt.NDArray[np.float64]

    def of(self, places: npt.NDArray[np.bool_]) -> Rows:
        return Rows(self.found[places], self.labels[places], self.weights[places])


def main() -> int:
    lines = [line.split("\t") for line in DATA.read_text("utf-8").splitlines()[1:]]
    own = _rows([line[1] for line in lines], [line[0] for line in lines], 1.0)
    others = _others()
    rows = Rows(
        np.concatenate([own.found, others.found]),
        np.concatenate([own.labels, others.labels]),
        np.concatenate([own.weights, others.weights]),
    )
    told = _left_out(rows, len(lines))
    for feeling in dict.fromkeys(own.labels.tolist()):
        names, counts = np.unique(told[own.labels == feeling], return_counts=True)
        shares = (f"{n} {c / counts.sum():.1%}" for n, c in zip(names, counts, strict=True))
        print(f"{feeling}, {counts.sum()}: told as {', '.join(shares)}")
    model = _fitted(rows)
    held = {
        "feelings": model.classes_.tolist(),
        "biases": [round(bias, _DIGITS) for bias in model.intercept_.tolist()],
        "weights": [[round(weight, _DIGITS) for weight in row] for row in model.coef_.tolist()],
    }
    MODEL.write_text(json.dumps(held) + "\n", "utf-8")
    return 0


def _others() -> Rows:
    """What tells no feeling for the most part."""
    choose = random.Random(0)
    asked = [line.split("\t")[1] for line in FOLLOW_UPS.read_text("utf-8").splitlines()[1:]]
    texts = [t for found in (statements(), asked) for t in choose.sample(found, _OTHERS)]
    return _rows(texts, [NONE] * len(texts), _WEIGHT)


def _rows(texts: Sequence[str], labels: Sequence[str], weight: float) -> Rows:
    general = encoder("build/minilm")
    tuned = question_encoder(general)
    vectors = zip(texts, general.encode(texts), strict=True)
    found = np.stack([features(text, vector, tuned.vector(text)) for text, vector in vectors])
    return Rows(found, np.array(labels), np.full(len(texts), weight))


def _left_out(rows: Rows, count: int) -> npt.NDArray[np.str_]:
    """The feeling that each of the first `count` rows is told as by the other folds."""
    told = np.full(count, NONE, dtype=object)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    for _, test in folds.split(rows.found[:count], rows.labels[:count]):
        kept = np.ones(len(rows.labels), dtype=bool)
        kept[test] = False
        model = _fitted(rows.of(kept))
        for place, shares in zip(test, model.predict_proba(rows.found[test]), strict=True):
            told[place] = likeliest(dict(zip(model.classes_, shares, strict=True)))
    return told.astype(np.str_)


def _fitted(rows: Rows) -> LogisticRegression:
    model = LogisticRegression(C=_C, max_iter=3000)
    return model.fit(rows.found, rows.labels, sample_weight=rows.weights)


if __name__ == "__main__":
    sys.exit(main())
