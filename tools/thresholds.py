"""Chooses the threshold of the gate on the development questions, and writes it to
data/questions/ranker.json.

    python -m tools.thresholds

The anchors' own hand flatters the gate, so the threshold comes from questions of other hands: the
lowest cost wins, where declining what the sources answer costs as much as answering what they
don't. Only questions whose evidence is in the sources tell anything about that; all of the
development set are meant to be.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bot.nlu.evidence_search import EvidenceSearch
from bot.nlu.ranker import MODEL
from tools.fit_ranker import Workbench
from tools.question_sets import read_cases

DEVELOPMENT = Path("tests/evaluation/questions/development.yml")
_GRID = np.round(np.arange(0.05, 0.95, 0.01), 2)
_COST_OF_DECLINING = 1.0


def main() -> None:
    bench = Workbench()
    search = EvidenceSearch(
        bench.kb, bench.finder, bench.cache, bench.subjects, unanswerable=bench.unanswerable
    )
    answerable, unanswerable = [], []
    for case in read_cases(DEVELOPMENT):
        vector = bench.cache.vectors([case.question])[0]
        found = search.find(case.question, vector, bench.finder.find(case.question))
        if case.kind not in ("half", "scope", "several"):
            (unanswerable if case.declined else answerable).append(found.answerable)
    yes, no = np.array(answerable), np.array(unanswerable)
    costs = [
        _COST_OF_DECLINING * float((yes < value).mean()) + float((no >= value).mean())
        for value in _GRID
    ]
    best = float(np.median(_GRID[np.isclose(costs, min(costs))]))
    held = json.loads(MODEL.read_text("utf-8"))
    held["threshold"] = round(best, 2)
    MODEL.write_text(json.dumps(held, indent=1) + "\n", "utf-8")
    print(
        f"threshold {best:.2f}: declines {(yes < best).mean():.1%} of {len(yes)} answerable"
        f" questions, answers {(no >= best).mean():.1%} of {len(no)} others"
    )


if __name__ == "__main__":
    main()
