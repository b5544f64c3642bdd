"""The gate: its trees tell what the fitted ones told, and are read from the file as they were
written.
"""

from __future__ import annotations

import json

import numpy as np

from bot.nlu.answerability import SIGNS, Gate, Trees
from tools.fit_ranker import fit_gate


def test_trees_tell_good_signs_from_bad_ones_and_survive_the_file() -> None:
    random = np.random.default_rng(0)
    good = random.normal(0.5, 0.3, (600, len(SIGNS))).astype(np.float32)
    bad = random.normal(-0.5, 0.3, (400, len(SIGNS))).astype(np.float32)
    trees = fit_gate(good, [1] * len(good), bad)
    gate = Gate(trees, 0.5)
    assert np.mean([gate.probability(row) > 0.5 for row in good]) > 0.99
    assert np.mean([gate.probability(row) < 0.5 for row in bad]) > 0.99
    again = Gate(Trees.from_dict(json.loads(json.dumps(trees.to_dict()))), 0.5)
    assert np.allclose(
        [gate.probability(row) for row in good[:50]],
        [again.probability(row) for row in good[:50]],
        atol=0.01,
    )


def test_the_gate_of_the_project_is_complete() -> None:
    gate = Gate.read()
    assert 0.0 < gate.threshold < 1.0
    assert 0.0 < gate.probability(np.zeros(len(SIGNS), dtype=np.float32)) < 1.0
