"""Fits the ranker and the gate on the anchors, each question held out, and writes
data/questions/ranker.json.

python -m tools.fit_ranker [--evaluate]

Every question is ranked by an index that doesn't hold it: once beside all other anchors, once
beside a random few, so that a new subject with two anchors is judged fairly. The gate learns from
those, from training examples, which other hands wrote, and from questions without an answer, held
out as well. Subjects come from a model that hasn't seen the question either: one that has is sure
of what is out of scope, and the gate would lean on that. `--evaluate` fits on four fifths of the
units and scores on the rest, five times, and writes nothing.
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
from zlib import crc32

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score

from bot.domain.evidence import Evidence
from bot.knowledge.index import EvidenceIndex, Unanswerable
from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import units_of
from bot.knowledge.vectors import VectorCache, Vectors
from bot.nlu.answerability import OUT_OF_SCOPE, Gate, Trees, signs
from bot.nlu.encoder import encoder
from bot.nlu.evidence_search import anchors_in, unanswerable_in
from bot.nlu.mentions import MentionFinder
from bot.nlu.names import names_in
from bot.nlu.profiles import profiles_of
from bot.nlu.question_form import FormClassifier, read_examples
from bot.nlu.question_parser import is_act
from bot.nlu.ranker import MODEL, SIGNALS, Asked, Ranker, pool, signals
from bot.nlu.subjects import SubjectModel
from bot.parsing.scopes import ScopeReader

FOLDS = 5
# Numbers of anchors that a unit keeps where anchors are few.
_KEPT = (1, 2, 3, 4, 6, 8, 20)
_L2 = 1e-3
_EXAMPLE_WEIGHT = 4.0
_TREES, _DEPTH, _RATE = 80, 4, 0.1
# Questions that a leaf rests on at least: with 150 fewer questions without an answer pass, but a
# paragraph on a new subject is declined more often (13 of 50 phrasings, 9 are allowed).
_LEAST_OF_LEAF = 40
# Share of the answerable questions, held out, that the first threshold lets through;
# `tools.thresholds` sets another.
_SHARE_KEPT = 0.97
# Training examples that the gate learns from, beside the anchors.
_EXAMPLES = 1500
# The unit of a question with an answer that nobody has linked to a unit.
_UNIT_UNKNOWN = -1
EXAMPLE = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass
class Cases:
    """Held-out questions: signals of each pool, which of it is right, the unit, and what the gate
    needs to see.
    """

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
        self._unseen = self._subjects_unseen(intents, texts)
        self.examples = [
            text
            for intent, text in dict.fromkeys(zip(intents, texts, strict=True))
            if intent.startswith("ask_") and intent != "ask_not_covered" and not is_act(intent)
        ]
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
        subjects = self._unseen.get(text)
        if subjects is None:
            subjects = self.subjects.probabilities(vector[None, :])[0]
        return Asked(text, vector, names, forms, subjects)

    def _subjects_unseen(self, intents: Sequence[str], texts: Sequence[str]) -> dict[str, Vectors]:
        """The subjects of each training example, by a model that was fitted without it."""
        names, vectors = np.array(intents), self.cache.vectors(texts)
        found: dict[str, Vectors] = {}
        for fold in range(FOLDS):
            own = np.array([crc32(text.encode()) % FOLDS == fold for text in texts])
            model = SubjectModel.fit(names[~own].tolist(), vectors[~own])
            if model.intents != self.subjects.intents:
                continue
            rows = model.probabilities(vectors[own])
            found |= dict(zip((t for t, o in zip(texts, own, strict=True) if o), rows, strict=True))
        return found

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
        """Held-out questions with an answer, training examples among them, and without one."""
        answered, unanswered = Cases([], [], [], []), Cases([], [], [], [])
        examples = self.random.sample(self.examples, min(_EXAMPLES, len(self.examples)))
        for fold, (held, nothing, index) in enumerate(self.folds(few=few)):
            profiles = profiles_of(
                index,
                self.finder,
                self.scopes,
                self.forms.probabilities,
                self.subjects.probabilities,
            )
            questions = [(number, text, answered) for number, text in sorted(held)]
            questions += [(-1, entry.question, unanswered) for entry in nothing]
            asked_before = set(index.anchors)
            questions += [
                (_UNIT_UNKNOWN, text, answered)
                for text in examples[fold::FOLDS]
                if text not in asked_before
            ]
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
    """First place and the gate's AUC, both on units (and questions) that the weights
    haven't seen.
    """
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
            firsts += [
                is_first(answered.rows[n], answered.right[n], weights)
                for n in test
                if answered.units[n] != _UNIT_UNKNOWN
            ]
            own = np.arange(len(bad)) % FOLDS == fold
            units = [answered.units[n] for n in train]
            gate = Gate(fit_gate(good[train], units, bad[~own]), 0.5)
            scores += [gate.probability(row) for row in np.vstack([good[test], bad[own]])]
            truth += [1] * len(test) + [0] * int(own.sum())
        print(
            f"{'few' if few else 'all'} anchors: first {np.mean(firsts):.1%}, "
            f"gate AUC {roc_auc_score(truth, scores):.3f}"
        )


def fit(bench: Workbench) -> tuple[dict[str, Any], Trees]:
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
    units = [unit for answered, _ in both for unit in answered.units]
    trees = fit_gate(np.vstack(good), units, np.vstack(bad))
    gate = Gate(trees, 0.5)
    passed = [gate.probability(row) for row in good]
    threshold = round(float(np.quantile(passed, 1 - _SHARE_KEPT)), 4)
    weighed = {name: round(float(weight), 4) for name, weight in zip(SIGNALS, weights, strict=True)}
    return {"ranker": weighed, "threshold": threshold}, trees


def fit_gate(good: Vectors, units: Sequence[int], bad: Vectors) -> Trees:
    """Boosted trees that tell the signs of answerable questions from those of others.

    Both sides weigh the same; a training example weighs more than an anchor, because another hand
    wrote it.
    """
    weights = np.r_[
        np.where(np.array(units) == _UNIT_UNKNOWN, _EXAMPLE_WEIGHT, 1.0), np.ones(len(bad))
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
    bench = Workbench()
    print(f"{len(bench.units)} units, {sum(len(unit.anchors) for unit in bench.units)} anchors, "
          f"{len(bench.unanswerable)} questions without an answer")  # fmt: skip
    if options.evaluate:
        evaluate(bench)
        return
    weighed, trees = fit(bench)
    MODEL.write_text(json.dumps(weighed, indent=1) + "\n", "utf-8")
    (MODEL.parent / "gate.json").write_text(json.dumps(trees.to_dict()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
