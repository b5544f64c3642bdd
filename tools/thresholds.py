"""Chooses the threshold of the gate on the development questions, and writes it to
data/questions/ranker.json.

    python -m tools.thresholds

The anchors' own hand flatters the gate, so the threshold comes from questions of other hands: the
highest that declines no more of the answerable ones than may be lost. Questions whose topic alone
is known count, too; those that the first sources didn't cover don't: some have an answer since.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import yaml

from bot.nlu.answerability import OUT_OF_SCOPE
from bot.nlu.evidence_search import EvidenceSearch
from bot.nlu.ranker import MODEL
from tools.fit_ranker import Workbench
from tools.question_sets import read_cases

DEVELOPMENT = Path("tests/evaluation/questions/development.yml")
_GRID = np.round(np.arange(0.05, 0.95, 0.01), 2)
# Share of the answerable questions; three in a hundred are what the project allows itself.
_MAY_BE_DECLINED = 0.02
TOPICS = Path("tests/nlu/development.yml")
_NOT_TOLD = ("not_covered", "smalltalk", "advice")


def main() -> None:
    bench = Workbench()
    search = EvidenceSearch(
        bench.kb, bench.finder, bench.cache, bench.subjects, unanswerable=bench.unanswerable
    )
    asked = [
        (case.question, not case.declined)
        for case in read_cases(DEVELOPMENT)
        if case.kind not in ("half", "scope", "several")
    ]
    asked += [
        (question, topic != OUT_OF_SCOPE)
        for topic, questions in yaml.safe_load(TOPICS.read_text("utf-8")).items()
        for question in questions
        if topic not in _NOT_TOLD
    ]
    answerable, unanswerable = list[float](), list[float]()
    for question, answered in asked:
        vector = bench.cache.vectors([question])[0]
        found = search.find(question, vector, bench.finder.find(question))
        (answerable if answered else unanswerable).append(found.answerable)
    yes, no = np.array(answerable), np.array(unanswerable)
    best = float(max(value for value in _GRID if (yes < value).mean() <= _MAY_BE_DECLINED))
    held = json.loads(MODEL.read_text("utf-8"))
    held["threshold"] = round(best, 2)
    MODEL.write_text(json.dumps(held, indent=1) + "\n", "utf-8")
    print(
        f"threshold {best:.2f}: declines {(yes < best).mean():.1%} of {len(yes)} answerable"
        f" questions, answers {(no >= best).mean():.1%} of {len(no)} others"
    )


if __name__ == "__main__":
    main()
