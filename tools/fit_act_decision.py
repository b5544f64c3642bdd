"""Fits what tells dialogue acts from questions by the conversation, and writes
data/questions/act_decision.json.

    python -m tools.fit_act_decision FILE...

Each FILE has lines of hands that the intents weren't trained on: `intent<TAB>message`, said after
a question by chance, or `questions<TAB>message<TAB>label`, where the questions were asked before,
with ` | ` between them, and the label is `act:intent` or else of a question. What is asked after
another question in data/questions/follow_ups.tsv asks for evidence, and so do the anchors, many
with a story, and questions without an answer, after a question by chance. They are read with
vectors that were tuned to the other half. Prints how many of both are told rightly, each fifth
judged by the other four.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.domain.anchor import Anchor
from bot.domain.question import Question
from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from actions import advisor_action
from bot.answers import dialogue
from bot.answers.act_decision import ACTS, MODEL, TALK, may_be_either, signs
from bot.answers.turn import Turn
from bot.nlu.evidence_search import EvidenceSearch
from bot.rasa_adapter.assistant import Assistant
from tools.fit_continuity import FOLLOW_UPS, THEN
from tools.held_out_questions import held_out_likelihoods

# Questions that stand alone, in unusual words and beside stories.
ANCHORS = FOLLOW_UPS.parent / "anchors-7.tsv"
UNANSWERABLE = FOLLOW_UPS.parent / "unanswerable-8.tsv"
# Of so many follow-ups and questions one is learnt from: all would take half an hour.
_EVERY = 3
_STRENGTH = 0.3
_SEED = 5
_QUESTION, _LABELED = "ask_ellipsis", "act:"


@dataclass(frozen=True)
class Said:
    """A message behind others; `act` is empty where it asks for evidence."""

    before: tuple[str, ...]
    text: str
    act: str


@dataclass
class Recorder:
    """Stands in for the decisions: decides nothing, but notes the signs of the messages judged."""

    said: Said | None = None
    rows: list[tuple[dict[str, float], int]] = field(default_factory=list)
    by_words: list[bool] = field(default_factory=list)
    """Whether the words alone were taken for a question."""

    def is_talk(self, question: Question, turn: Turn) -> bool:
        if question.act in TALK:
            self.decided(question, turn)
        return False

    def decided(self, question: Question, turn: Turn) -> Question:
        said, self.said = self.said, None
        if said is not None and may_be_either(question, turn) and said.act in ("", question.act):
            self.rows.append((signs(question, turn), int(not said.act)))
            self.by_words.append(question.intent != question.act)
        return question


def messages(paths: Sequence[Path]) -> Iterator[Said]:
    """What to learn from: acts after a question by chance, and questions after theirs."""
    rows = [line.split("\t") for line in FOLLOW_UPS.read_text("utf-8").splitlines()[1:]]
    chance = random.Random(_SEED)
    for before, text, _ in rows[::_EVERY]:
        yield Said(tuple(before.split(THEN)), text, "")
    alone = [line.split("\t")[1] for line in ANCHORS.read_text("utf-8").splitlines()[1::_EVERY]]
    alone += UNANSWERABLE.read_text("utf-8").splitlines()[1::_EVERY]
    for question in alone:
        asked = chance.choice(rows)[0].split(THEN)
        yield Said(tuple(asked), Anchor.parse(question).question, "")
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            if (said := _said(line.split("\t"))) is None:
                continue
            by_chance = tuple(chance.choice(rows)[0].split(THEN))
            yield replace(said, before=said.before or by_chance)


def _said(columns: Sequence[str]) -> Said | None:
    """What a line of a hand says; None for an act that isn't decided on here."""
    if len(columns) == 3:
        before, text, label = columns
        intent = label.removeprefix(_LABELED) if label.startswith(_LABELED) else _QUESTION
        asked = before.split(THEN)
    else:
        (intent, text), asked = columns, []
    if intent != _QUESTION and intent not in ACTS:
        return None
    return Said(tuple(asked), text, "" if intent == _QUESTION else intent)


async def record(recorder: Recorder, said: Sequence[Said]) -> None:
    assistant = Assistant.load()
    for number, one in enumerate(said):
        for text in one.before:
            await assistant.ask(text, f"fit:{number}")
        recorder.said = one
        await assistant.ask(one.text, f"fit:{number}")
        recorder.said = None


def fitted(rows: Sequence[dict[str, float]], labels: Sequence[int]) -> dict[str, float]:
    """The weight of each sign."""
    names = sorted({name for row in rows for name in row})
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    model = LogisticRegression(C=_STRENGTH, fit_intercept=False, max_iter=3000)
    weights = model.fit(matrix, labels).coef_[0]
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}


def _tell(name: str, told: npt.NDArray[np.bool_], labels: npt.NDArray[np.int64]) -> None:
    questions, acts = labels == 1, labels == 0
    print(
        f"{name}: {told[questions].mean():.1%} of {questions.sum()} questions, "
        f"{(~told)[acts].mean():.1%} of {acts.sum()} acts"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    said = list(messages(parser.parse_args().files))
    recorder = Recorder()
    with (
        mock.patch.object(advisor_action, "is_talk", recorder.is_talk),
        mock.patch.object(dialogue, "decided", recorder.decided),
        mock.patch.object(EvidenceSearch, "likelihoods", held_out_likelihoods()),
    ):
        asyncio.run(record(recorder, said))
    rows = [row for row, _ in recorder.rows]
    labels = np.array([label for _, label in recorder.rows])
    shares = np.zeros(len(rows))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    for train, test in folds.split(rows, labels):
        weights = fitted([rows[n] for n in train], labels[train].tolist())
        for n in test:
            total = sum(weights.get(name, 0.0) * value for name, value in rows[n].items())
            shares[n] = 1 / (1 + np.exp(-total))
    words = np.array(recorder.by_words)
    _tell("by the words alone", words, labels)
    for least in (0.25, 0.4, 0.5, 0.6, 0.75):
        _tell(f"from {least}", shares >= least, labels)
    MODEL.write_text(json.dumps(fitted(rows, labels.tolist()), indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
