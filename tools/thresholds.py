"""Weighs the gate's trees and the tuned vectors on the development questions, chooses the
threshold, and writes both to data/questions/ranker.json.

    python -m tools.thresholds

The anchors' own hand flatters the gate, so the threshold comes from questions of other hands: the
highest that declines no more of the answerable ones than may be lost. Questions whose topic alone
is known count, too; those that the first sources didn't cover don't: some have an answer since.
How well such a choice holds is told by folds: each fifth is judged by the threshold of the others.

Evidence of sources that are added later passes at a lower threshold, NEW, chosen by hand on the new
subjects of tests/teaching/test_new_subjects.py; the sources that the gate knows are written, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression

from bot.domain.evidence import source_of
from bot.nlu.answerability import OUT_OF_SCOPE, TUNED, tuned_signs
from bot.nlu.encoder import encoder
from bot.nlu.evidence_search import EvidenceSearch
from bot.nlu.question_encoder import QuestionEncoder, read_question_adapter
from bot.nlu.ranker import MODEL
from tools.question_sets import read_cases
from tools.ranking_data import RankingData

_SETS = Path("tests/evaluation")
DEVELOPMENT = (
    _SETS / "questions/development.yml", _SETS / "questions/forums.yml",
    _SETS / "questions/kinds.yml", _SETS / "questions/people.yml", _SETS / "themes.yml",
    _SETS / "themes-2.yml",
)  # fmt: skip
_GRID = np.round(np.arange(0.05, 0.95, 0.01), 2)
# Share of the answerable questions; three in a hundred are what the project allows itself.
_MAY_BE_DECLINED = 0.02
TOPICS = Path("tests/nlu/development.yml")
_NOT_TOLD = ("not_covered", "smalltalk", "advice")
_FOLDS = 5
# For evidence of sources that the gate was not fitted with.
NEW = 0.05
Scores = npt.NDArray[np.float64]


def main() -> None:
    data = RankingData()
    tuned = QuestionEncoder(encoder("build/minilm"), read_question_adapter())
    search = EvidenceSearch(
        data.kb, data.finder, data.cache, data.subjects, tuned, unanswerable=data.unanswerable
    )
    asked = list(questions())
    signs = np.array([_signs(search, data, question) for question, _ in asked])
    answered = np.array([known for _, known in asked])
    weights = weighed(signs, answered)
    scores = 1.0 / (1.0 + np.exp(-signs @ weights))
    best = chosen(scores[answered])
    held = json.loads(MODEL.read_text("utf-8"))
    held["answerable"] = dict(zip(TUNED, weights.round(3).tolist(), strict=True))
    held["threshold"] = round(best, 2)
    held["sources"] = sorted({source_of(unit.id) for unit in search.index.units} - {""})
    held["new"] = NEW
    MODEL.write_text(json.dumps(held, indent=1) + "\n", "utf-8")
    declined, passed = shares(scores, answered, np.full(len(scores), best))
    print(
        f"threshold {best:.2f}: declines {declined:.1%} of {answered.sum()} answerable questions,"
        f" answers {passed:.1%} of {(~answered).sum()} others"
    )
    folds = np.array([crc32(question.encode()) % _FOLDS for question, _ in asked])
    others = np.zeros(len(scores))
    for fold in range(_FOLDS):
        others[folds == fold] = chosen(scores[answered & (folds != fold)])
    declined, passed = shares(scores, answered, others)
    print(f"by the others' threshold: declines {declined:.1%}, answers {passed:.1%}")


def questions() -> Iterator[tuple[str, bool]]:
    """The development questions, and whether each has an answer."""
    for path in DEVELOPMENT:
        for case in read_cases(path):
            if case.kind not in ("half", "scope", "several"):
                yield case.question, not case.declined
    for topic, texts in yaml.safe_load(TOPICS.read_text("utf-8")).items():
        if topic not in _NOT_TOLD:
            yield from ((text, topic != OUT_OF_SCOPE) for text in texts)


def chosen(answerable: Scores) -> float:
    """The highest threshold that declines no more of the answerable questions than may be."""
    return float(max(value for value in _GRID if (answerable < value).mean() <= _MAY_BE_DECLINED))


def shares(scores: Scores, answered: npt.NDArray[np.bool_], least: Scores) -> tuple[float, float]:
    """The shares of answerable questions declined, and of others answered."""
    passes = scores >= least
    return float((~passes[answered]).mean()), float(passes[~answered].mean())


def weighed(signs: Scores, answered: npt.NDArray[np.bool_]) -> Scores:
    """The weights of TUNED under which answerable questions are told from others best."""
    fitted = LogisticRegression(C=10, class_weight="balanced").fit(signs[:, 1:], answered)
    weights: Scores = np.r_[fitted.intercept_, fitted.coef_[0]]
    return weights


def _signs(search: EvidenceSearch, data: RankingData, question: str) -> Scores:
    vector = data.cache.vectors([question])[0]
    held = search.find(question, vector, data.finder.find(question)).signs
    return tuned_signs(held["trees"], held["tuned_nothing"], held["tuned_share"])


if __name__ == "__main__":
    main()
