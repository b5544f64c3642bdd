"""Fits the ranker and the gate on the anchors, each question held out, and writes data/questions/ranker.json.

    python -m tools.fit_ranker [--evaluate]

Every question is ranked by an index that doesn't hold it: once beside all other anchors, once beside a random few, so
that a new subject with two anchors is judged fairly. The gate learns from those and from questions without an answer,
held out as well. `--evaluate` fits on four fifths of the units and scores on the rest, five times, and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from bot.domain.evidence import Evidence
from bot.knowledge.index import EvidenceIndex, Unanswerable
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import units_of
from bot.knowledge.vectors import VectorCache, Vectors
from bot.nlu.answerability import OUT_OF_SCOPE, SIGNS, signs
from bot.nlu.encoder import encoder
from bot.nlu.evidence_search import anchors_in, unanswerable_in
from bot.nlu.mentions import MentionFinder
from bot.nlu.names import names_in
from bot.nlu.profiles import profiles_of
from bot.nlu.question_form import FormClassifier, read_examples
from bot.nlu.ranker import MODEL, SIGNALS, Asked, Ranker, pool, signals
from bot.nlu.subjects import SubjectModel
from bot.parsing.scopes import ScopeReader

FOLDS = 5
_KEPT = (1, 2, 3, 4, 6, 8, 20)
"""Numbers of anchors that a unit keeps where anchors are few."""
_L2 = 1e-3
_SHARE_KEPT = 0.97
"""Share of the answerable questions, held out, that the first threshold lets through; `tools.thresholds` sets another."""
EXAMPLE = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass
class Cases:
    """Held-out questions: signals of each pool, which of it is right, the unit, and what the gate needs to see."""

    rows: list[Vectors]
    right: list[int]
    units: list[int]
    asked: list[tuple[Asked, EvidenceIndex, npt.NDArray[np.int64], Any]]


class Workbench:
    """Everything that stays the same over the folds."""

    def __init__(self, seed: int = 0) -> None:
        self.kb = KnowledgeBase.load()
        self.cache = _Memory(encoder("build/minilm").encode)
        self.finder = MentionFinder(self.kb)
        self.scopes = ScopeReader.load(self.kb.job.home)
        self.units = units_of(self.kb, anchors_in(MODEL.parent))
        intents, texts = training_examples(Path("data/nlu"))
        self.subjects = SubjectModel.fit(intents, self.cache.vectors(texts))
        forms, questions = read_examples()
        self.forms = FormClassifier(forms, questions, self.cache.vectors(questions))
        outside = [
            text for intent, text in zip(intents, texts, strict=True) if intent == OUT_OF_SCOPE
        ]
        self.unanswerable = unanswerable_in(MODEL.parent, outside)
        self.random = random.Random(seed)

    def asked(self, text: str) -> Asked:
        vector = self.cache.vectors([text])[0]
        names = names_in(text, self.finder.find(text), self.scopes)
        forms = self.forms.probabilities(text, vector)
        return Asked(text, vector, names, forms, self.subjects.probabilities(vector[None, :])[0])

    def folds(
        self, *, few: bool
    ) -> Iterator[tuple[set[tuple[int, str]], list[Unanswerable], EvidenceIndex]]:
        """What is held out, and the index of the rest."""
        held: list[set[tuple[int, str]]] = [set() for _ in range(FOLDS)]
        for number, unit in enumerate(self.units):
            questions = [anchor.question for anchor in unit.anchors]
            self.random.shuffle(questions)
            first = self.random.randrange(FOLDS)
            for place, question in enumerate(questions):
                held[(place + first) % FOLDS].add((number, question))
        nothing = list(self.unanswerable)
        self.random.shuffle(nothing)
        for fold in range(FOLDS):
            units = [
                self._without(number, unit, held[fold], few=few)
                for number, unit in enumerate(self.units)
            ]
            left = [entry for place, entry in enumerate(nothing) if place % FOLDS != fold]
            yield held[fold], nothing[fold::FOLDS], EvidenceIndex(units, self.cache, left)

    def _without(
        self, number: int, unit: Evidence, held: set[tuple[int, str]], *, few: bool
    ) -> Evidence:
        rest = [anchor for anchor in unit.anchors if (number, anchor.question) not in held]
        if few:
            self.random.shuffle(rest)
            rest = rest[: self.random.choice(_KEPT)]
        return replace(unit, anchors=tuple(rest))

    def cases(self, *, few: bool) -> tuple[Cases, Cases]:
        """Held-out questions with an answer and without one."""
        answered, unanswered = Cases([], [], [], []), Cases([], [], [], [])
        for held, nothing, index in self.folds(few=few):
            profiles = profiles_of(
                index,
                self.finder,
                self.scopes,
                self.forms.probabilities,
                self.subjects.probabilities,
            )
            questions = [(number, text, answered) for number, text in sorted(held)]
            questions += [(-1, entry.question, unanswered) for entry in nothing]
            for number, text, cases in questions:
                asked = self.asked(text)
                closeness = index.closeness(asked.vector, text)
                numbers = pool(closeness)
                place = np.flatnonzero(numbers == number)
                cases.rows.append(signals(asked, numbers, closeness, index, profiles))
                cases.right.append(int(place[0]) if len(place) else -1)
                cases.units.append(number)
                cases.asked.append((asked, index, numbers, closeness))
        return answered, unanswered


class _Memory(VectorCache):
    """Keeps vectors while the program runs, and in no file."""

    def __init__(self, encode: Any) -> None:
        super().__init__(encode, Path("build/fitting-vectors.npz"))
        self._known: dict[str, Vectors] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        if new:
            held = self._read()
            keys = [self.key(text) for text in new]
            missing = {key: text for key, text in zip(keys, new, strict=True) if key not in held}
            if missing:
                held |= self._encoded(missing)
                self._write(held)
            self._known |= dict(zip(new, self._unit([held[key] for key in keys]), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(
            len(texts), -1
        )


def training_examples(folder: Path) -> tuple[list[str], list[str]]:
    """Intents and texts of all Rasa training examples of a folder."""
    intents, texts = [], []
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            for line in (block.get("examples") or "").splitlines() if "intent" in block else ():
                if line.startswith("- "):
                    intents.append(str(block["intent"]))
                    texts.append(EXAMPLE.sub(r"\1", line[2:].strip()))
    return intents, texts


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


def evaluate(bench: Workbench) -> None:
    """First place and the gate's AUC, both on units (and questions) that the weights haven't seen."""
    for few in (False, True):
        answered, unanswered = bench.cases(few=few)
        firsts, scores, truth = [], [], []
        for fold in range(FOLDS):
            train = [n for n, unit in enumerate(answered.units) if unit % FOLDS != fold]
            weights = fit_ranker(
                [answered.rows[n] for n in train], [answered.right[n] for n in train]
            )
            ranker = Ranker(dict(zip(SIGNALS, weights.tolist(), strict=True)))
            good = np.array(gate_rows(answered, ranker, bench.subjects.intents))
            bad = np.array(gate_rows(unanswered, ranker, bench.subjects.intents))
            test = [n for n, unit in enumerate(answered.units) if unit % FOLDS == fold]
            firsts += [is_first(answered.rows[n], answered.right[n], weights) for n in test]
            own = np.arange(len(bad)) % FOLDS == fold
            scaler = StandardScaler().fit(np.vstack([good[train], bad[~own]]))
            gate = LogisticRegression(max_iter=500, class_weight="balanced").fit(
                scaler.transform(np.vstack([good[train], bad[~own]])),
                [1] * len(train) + [0] * int((~own).sum()),
            )
            scores += gate.decision_function(
                scaler.transform(np.vstack([good[test], bad[own]]))
            ).tolist()
            truth += [1] * len(test) + [0] * int(own.sum())
        print(
            f"{'few' if few else 'all'} anchors: first {np.mean(firsts):.1%}, gate AUC {roc_auc_score(truth, scores):.3f}"
        )


def fit(bench: Workbench) -> dict[str, Any]:
    """The weights of ranker and gate, fitted on everything."""
    both = [bench.cases(few=few) for few in (False, True)]
    rows = [row for answered, _ in both for row in answered.rows]
    right = [place for answered, _ in both for place in answered.right]
    weights = fit_ranker(rows, right)
    ranker = Ranker(dict(zip(SIGNALS, weights.tolist(), strict=True)))
    good = [
        row for answered, _ in both for row in gate_rows(answered, ranker, bench.subjects.intents)
    ]
    bad = [
        row
        for _, unanswered in both
        for row in gate_rows(unanswered, ranker, bench.subjects.intents)
    ]
    table = np.vstack([*good, *bad])
    scaler = StandardScaler().fit(table)
    gate = LogisticRegression(max_iter=500, class_weight="balanced")
    gate.fit(scaler.transform(table), [1] * len(good) + [0] * len(bad))
    slopes = gate.coef_[0] / scaler.scale_
    bias = float(gate.intercept_[0] - slopes @ scaler.mean_)
    passed = 1 / (1 + np.exp(-(np.vstack(good) @ slopes + bias)))
    return {
        "ranker": {
            name: round(float(weight), 4) for name, weight in zip(SIGNALS, weights, strict=True)
        },
        "gate": {name: round(float(weight), 4) for name, weight in zip(SIGNS, slopes, strict=True)},
        "gate_bias": round(bias, 4),
        "threshold": round(float(np.quantile(passed, 1 - _SHARE_KEPT)), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evaluate", action="store_true")
    options = parser.parse_args()
    bench = Workbench()
    print(f"{len(bench.units)} units, {sum(len(unit.anchors) for unit in bench.units)} anchors, "
          f"{len(bench.unanswerable)} questions without an answer")  # fmt: skip
    if options.evaluate:
        evaluate(bench)
        return
    MODEL.write_text(json.dumps(fit(bench), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
