"""Fits the ranker and the gate on the anchors, each question held out, and writes
data/questions/ranker.json.

python -m tools.fit_ranker [--evaluate]

Every question is ranked by an index that doesn't hold it (see `tools.held_out`). The gate learns
from those, from training examples, which other hands wrote, and from questions without an answer,
held out as well. `--evaluate` fits on the units of four fifths of the sources and scores on the
rest, five times, and writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from bot.knowledge.vectors import Vectors
from bot.nlu.answerability import Gate, Trees, signs
from bot.nlu.ranker import MODEL, Ranker
from bot.nlu.ranking_signals import SIGNALS
from tools.held_out import FOLDS, Held
from tools.ranking_data import UNIT_UNKNOWN, Cases, RankingData

_L2 = 1e-3
_EXAMPLE_WEIGHT = 4.0
_TREES, _DEPTH, _RATE = 80, 4, 0.1
# Questions that a leaf rests on at least: with 150 fewer questions without an answer pass, but a
# paragraph on a new subject is declined more often (13 of 50 phrasings, 9 are allowed).
_LEAST_OF_LEAF = 40
# Share of the answerable questions, held out, that the first threshold lets through;
# `tools.thresholds` sets another.
_SHARE_KEPT = 0.97
# What the tuned vectors weigh beside the signals. They know the anchors, so the weights come from
# the development questions: from a third of these to twice as much the figures are the same.
_TUNED = {"cosine": 2.4, "share": 0.075}
# Share of the questions without an answer that may pass, for the evaluation's figure.
_MAY_PASS = 0.08


def fit_ranker(rows: Sequence[Vectors], right: Sequence[int]) -> Vectors:
    """Weights under which the right unit's share of its pool is largest: a conditional logit."""
    kept = [(row, place) for row, place in zip(rows, right, strict=True) if place >= 0]
    longest = max(len(row) for row, _ in kept)
    scale = np.vstack([row for row, _ in kept]).std(axis=0) + 1e-6
    table = np.zeros((len(kept), longest, len(SIGNALS)), dtype=np.float32)
    absent = np.full((len(kept), longest), -1e9, dtype=np.float32)
    for number, (row, _) in enumerate(kept):
        table[number, : len(row)] = row / scale
        absent[number, : len(row)] = 0.0
    places = np.array([place for _, place in kept])
    every = np.arange(len(kept))
    chosen = table[every, places].mean(axis=0)

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        sums = table @ weights.astype(np.float32) + absent
        sums -= sums.max(axis=1, keepdims=True)
        shares = np.exp(sums)
        shares /= shares.sum(axis=1, keepdims=True)
        value = -np.log(shares[every, places] + 1e-12).mean() + _L2 * weights @ weights
        slope = np.einsum("nm,nmd->d", shares, table) / len(kept) - chosen
        return float(value), slope.astype(np.float64) + 2 * _L2 * weights

    found = minimize(
        loss, np.zeros(len(SIGNALS)), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    )
    weights: Vectors = (found.x / scale).astype(np.float32)
    return weights


def gate_rows(cases: Cases, ranker: Ranker, intents: tuple[str, ...]) -> list[Vectors]:
    """What the gate sees of each case."""
    found = []
    for (asked, index, numbers, closeness), row in zip(cases.asked, cases.rows, strict=True):
        found.append(signs(asked, ranker.ordered(numbers, row, closeness), index, intents))
    return found


def is_first(row: Vectors, place: int, weights: Vectors) -> bool:
    return place >= 0 and int((row @ weights).argmax()) == place


def evaluate(data: RankingData) -> None:
    """First place and the gate's AUC, both on sources that the weights haven't seen."""
    for held_out in Held:
        answered, unanswered = data.cases(held_out)
        folds = np.array([_fold(data, unit, place) for place, unit in enumerate(answered.units)])
        firsts, scores, truth = [], [], []
        for fold in range(FOLDS):
            train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            weights = fit_ranker(
                [answered.rows[n] for n in train], [answered.right[n] for n in train]
            )
            ranker = Ranker(dict(zip(SIGNALS, weights.tolist(), strict=True)))
            good = np.array(gate_rows(answered, ranker, data.subjects.intents))
            bad = np.array(gate_rows(unanswered, ranker, data.subjects.intents))
            firsts += [
                is_first(answered.rows[n], answered.right[n], weights)
                for n in test
                if answered.units[n] != UNIT_UNKNOWN
            ]
            own = np.arange(len(bad)) % FOLDS == fold
            units = [answered.units[n] for n in train]
            gate = Gate(fit_gate(good[train], units, bad[~own]), 0.5)
            scores += [gate.probability(row) for row in np.vstack([good[test], bad[own]])]
            truth += [1] * len(test) + [0] * int(own.sum())
        probabilities, answers = np.array(scores), np.array(truth, dtype=bool)
        least = np.quantile(probabilities[~answers], 1 - _MAY_PASS)
        print(
            f"{held_out.value}: first {np.mean(firsts):.1%}, "
            f"gate AUC {roc_auc_score(truth, scores):.3f}, passes "
            f"{(probabilities[answers] >= least).mean():.1%} beside {_MAY_PASS:.0%} without answer"
        )


def _fold(data: RankingData, unit: int, place: int) -> int:
    return place % FOLDS if unit == UNIT_UNKNOWN else data.fold(unit)


def fit(data: RankingData) -> tuple[dict[str, Any], Trees]:
    """The weights of ranker and gate, fitted on everything."""
    both = [data.cases(held_out) for held_out in Held]
    rows = [row for answered, _ in both for row in answered.rows]
    right = [place for answered, _ in both for place in answered.right]
    weights = fit_ranker(rows, right)
    ranker = Ranker(dict(zip(SIGNALS, weights.tolist(), strict=True)))
    answered_cases, unanswered_cases = zip(*both, strict=True)
    good = _gate_rows_of(answered_cases, ranker, data)
    bad = _gate_rows_of(unanswered_cases, ranker, data)
    units = [unit for answered, _ in both for unit in answered.units]
    trees = fit_gate(np.vstack(good), units, np.vstack(bad))
    gate = Gate(trees, 0.5)
    passed = [gate.probability(row) for row in good]
    threshold = round(float(np.quantile(passed, 1 - _SHARE_KEPT)), 4)
    weighed = {name: round(float(weight), 4) for name, weight in zip(SIGNALS, weights, strict=True)}
    return {"ranker": weighed, "tuned": _TUNED, "threshold": threshold}, trees


def _gate_rows_of(cases: Iterable[Cases], ranker: Ranker, data: RankingData) -> list[Vectors]:
    return [row for held in cases for row in gate_rows(held, ranker, data.subjects.intents)]


def fit_gate(good: Vectors, units: Sequence[int], bad: Vectors) -> Trees:
    """Boosted trees that tell the signs of answerable questions from those of others.

    Both sides weigh the same; a training example weighs more than an anchor, because another hand
    wrote it.
    """
    weights = np.r_[
        np.where(np.array(units) == UNIT_UNKNOWN, _EXAMPLE_WEIGHT, 1.0), np.ones(len(bad))
    ]
    weights[len(good) :] *= weights[: len(good)].sum() / len(bad)
    boosted = GradientBoostingClassifier(
        n_estimators=_TREES, max_depth=_DEPTH, learning_rate=_RATE, subsample=0.5, max_features=0.4,
        min_samples_leaf=_LEAST_OF_LEAF, init="zero", random_state=0,
    )  # fmt: skip
    boosted.fit(
        np.vstack([good, bad]).round(3),
        np.r_[np.ones(len(good)), np.zeros(len(bad))],
        sample_weight=weights,
    )
    grown = [_completed(tree.tree_) for tree in boosted.estimators_[:, 0]]
    signs, cuts, leaves = (np.array(part) for part in zip(*grown, strict=True))
    return Trees(signs, cuts, leaves * _RATE)


def _completed(tree: Any) -> tuple[list[int], list[float], list[float]]:
    """A tree of scikit-learn's with all its levels: where it ended early, both ways lead to the
    same score.
    """
    inner = 2**_DEPTH - 1
    signs, cuts = [0] * inner, [1e9] * inner
    leaves = [0.0] * (inner + 1)

    def grow(node: int, place: int) -> None:
        ends = tree.children_left[node] == -1
        if place >= inner:
            leaves[place - inner] = float(tree.value[node, 0, 0])
        elif ends:
            grow(node, 2 * place + 1)
        else:
            signs[place], cuts[place] = int(tree.feature[node]), float(tree.threshold[node])
            grow(tree.children_left[node], 2 * place + 1)
            grow(tree.children_right[node], 2 * place + 2)

    grow(0, 0)
    return signs, cuts, leaves


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evaluate", action="store_true")
    options = parser.parse_args()
    data = RankingData()
    print(f"{len(data.units)} units, {sum(len(unit.anchors) for unit in data.units)} anchors, "
          f"{len(data.unanswerable)} questions without an answer")  # fmt: skip
    if options.evaluate:
        evaluate(data)
        return
    weighed, trees = fit(data)
    held = json.loads(MODEL.read_text("utf-8"))
    MODEL.write_text(json.dumps(held | weighed, indent=1) + "\n", "utf-8")
    (MODEL.parent / "gate.json").write_text(json.dumps(trees.to_dict()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
