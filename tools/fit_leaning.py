"""Fits what tells messages that lean on the conversation from those that stand alone, and writes
data/questions/leaning.json.

    python -m tools.fit_leaning

What is asked after another question in data/questions/follow_ups.tsv leans; those questions, the
anchors, the development questions, questions without an answer and examples of what is out of scope
stand alone. Prints how many of each are told rightly, each
fifth judged by the other four.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml

from bot.knowledge.units import read_anchors
from bot.nlu.answerability import OUT_OF_SCOPE
from bot.nlu.encoder import encoder
from bot.nlu.known_questions import unanswerable_in
from bot.nlu.leaning import MODEL, features
from tools.fit_continuity import EVALUATION, FOLLOW_UPS, THEN
from tools.logistic import left_out, write
from tools.training_examples import training_examples

_C = 1.0


def main() -> int:
    leaning, alone = _examples()
    texts = [*leaning, *alone]
    encoded = encoder("build/minilm").encode(texts)
    rows = np.stack([features(text, vector) for text, vector in zip(texts, encoded, strict=True)])
    labels = np.array([1] * len(leaning) + [0] * len(alone))
    shares = left_out(rows, labels, _C)
    for threshold in (0.3, 0.5, 0.7):
        told = shares >= threshold
        print(
            f"from {threshold}: {told[labels == 1].mean():.1%} of {len(leaning)} that lean, "
            f"{told[labels == 0].mean():.1%} of {len(alone)} that stand alone"
        )
    write(rows, labels, _C, MODEL)
    return 0


def _examples() -> tuple[list[str], list[str]]:
    """What leans and what stands alone, each once."""
    rows = [line.split("\t") for line in FOLLOW_UPS.read_text("utf-8").splitlines()[1:]]
    leaning = list(dict.fromkeys(row[1] for row in rows))
    firsts = (row[0].split(THEN)[0] for row in rows)
    known = set(leaning)
    alone = dict.fromkeys([*firsts, *_anchors(), *_questions(), *_unanswerable()])
    return leaning, [text for text in alone if text not in known]


def _anchors() -> Iterator[str]:
    for path in sorted(FOLLOW_UPS.parent.glob("anchors*.tsv")):
        for anchors in read_anchors(path).values():
            yield from (anchor.question for anchor in anchors)


def _unanswerable() -> Iterator[str]:
    intents, texts = training_examples(Path("data/nlu"))
    outside = (t for i, t in zip(intents, texts, strict=True) if i == OUT_OF_SCOPE)
    yield from (entry.question for entry in unanswerable_in(FOLLOW_UPS.parent, outside))


def _questions() -> Iterator[str]:
    path: Path = EVALUATION / "questions/development.yml"
    yield from (str(asked["question"]) for asked in yaml.safe_load(path.read_text("utf-8")))


if __name__ == "__main__":
    sys.exit(main())
