"""Fits what tells the best of several replies, and writes data/questions/response_choice.json.

    python -m tools.fit_response_choice [FILE...]

Holds the conversations of the tests and those of writers who had seen no answers, or of FILEs,
answers each turn under every intent that it may have, and judges each reply by what the turn must
and must not say. Prints how many turns are right with the first reply, with the one that the trees
choose, and with the best one, each sixth of the conversations judged by trees of the others.
`--turns FILE` keeps the judged replies, or takes them from there where it exists.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import yaml
from sklearn.ensemble import HistGradientBoostingClassifier

from bot.answers.decision_trees import DecisionTrees
from bot.domain.plain_reply import plain
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from bot.answers import dialogue
from bot.answers.openness import may_choose
from bot.answers.response_choice import MODEL, Answered, Answerers, candidates
from bot.answers.turn import Turn
from bot.rasa_adapter.assistant import Assistant
from tools.evaluate_conversations import problem, words_of_replies

CONVERSATIONS = Path("tests/evaluation/conversations")
OF_TESTS = Path("tests/conversations")
DOMAIN = Path("domain.yml")
# The sets before were looked at for long while building: most of their first replies are right, and
# trees that learned from them, too, chose less well.
_SETS = range(8, 30)
_FOLDS = 6
# Chosen by cross-validation.
_SETTINGS = {
    "max_iter": 200,
    "learning_rate": 0.05,
    "max_leaf_nodes": 16,
    "min_samples_leaf": 40,
    "l2_regularization": 5.0,
    "random_state": 0,
}
# What a turn of the tests weighs beside one of the sets.
_OF_TESTS_WEIGHT = 5.0
_MARGINS = (0.0, 0.05, 0.1, 0.15, 0.2)


@dataclass(frozen=True)
class JudgedReplies:
    """The signs of each reply to a turn, the first one's first, and which are right."""

    conversation: str
    signs: Sequence[Mapping[str, float]]
    right: Sequence[bool]


def _conversations(path: Path) -> list[list[dict[str, Any]]]:
    """The turns of each conversation of a set, or of the folder of the tests' conversations."""
    if path.is_dir():
        return [yaml.safe_load(one.read_text("utf-8")) for one in sorted(path.glob("*/*.yml"))]
    return [one["turns"] for one in yaml.safe_load(path.read_text("utf-8"))]


def _is_right(turn: Mapping[str, Any], replies: Sequence[Reply]) -> bool:
    """Whether an answer is right by its turn of a set, or of a test."""
    text = "\n\n".join(plain(reply) for reply in replies)
    if problem(dict(turn), text, words_of_replies(replies)):
        return False
    said = "\n\n".join(plain(reply, suggestions=False) for reply in replies)
    return (
        turn.get("topic", replies[0].topic) == replies[0].topic
        and all(part in said for part in turn.get("says", ()))
        and not any(part in said for part in turn.get("never", ()))
        and str(turn.get("reads", said)).strip() == said.strip()
    )


def _said(reply: Reply) -> Reply:
    """A reply, with the words of the response of the domain that it names."""
    if not reply.response:
        return reply
    return replace(reply, text=_responses()[reply.response])


@lru_cache(maxsize=1)
def _responses() -> dict[str, str]:
    """The first wording of each response of the domain."""
    held = yaml.safe_load(DOMAIN.read_text("utf-8"))["responses"]
    return {name: wordings[0]["text"] for name, wordings in held.items()}


async def judged(path: Path) -> list[JudgedReplies]:
    """Hold the conversations of a file, each turn answered as it would be without a choice."""
    assistant = Assistant.load()
    turns, found = list[JudgedReplies](), list[Any]()

    def recorded(question: Question, turn: Turn, first: Answered, how: Answerers) -> Answered:
        if may_choose(question, turn, first[0]):
            found.extend(candidates(question, turn, first, how))
        return first

    with mock.patch.object(dialogue, "best_response", recorded):
        for number, conversation in enumerate(_conversations(path)):
            for turn in conversation:
                found.clear()
                replies = await assistant.ask(str(turn["user"]), f"fit:{number}")
                right = [_is_right(turn, replies)]
                right += [_is_right(turn, [_said(one.answered[0])]) for one in found[1:]]
                signs = [one.signs for one in found] or [{}]
                turns.append(JudgedReplies(f"{path.name}:{number}", signs, right))
    return turns


def _judged(path: Path) -> list[JudgedReplies]:
    return asyncio.run(judged(path))


def fit(turns: Sequence[JudgedReplies]) -> DecisionTrees:
    """Learn from the turns that may be answered in several ways."""
    several = [turn for turn in turns if len(turn.right) > 1]
    names = tuple(sorted({name for turn in several for one in turn.signs for name in one}))
    rows = [[one.get(name, 0.0) for name in names] for turn in several for one in turn.signs]
    right = [one for turn in several for one in turn.right]
    weights = [_weight(turn) for turn in several for _ in turn.right]
    model = HistGradientBoostingClassifier(**_SETTINGS)
    model.fit(np.array(rows), np.array(right), sample_weight=np.array(weights))
    return as_decision_trees(model, names)


def _weight(turn: JudgedReplies) -> float:
    """What a turn weighs: those of the tests are what is asked most, and are promised."""
    return _OF_TESTS_WEIGHT if turn.conversation.startswith(f"{OF_TESTS.name}:") else 1.0


def as_decision_trees(
    model: HistGradientBoostingClassifier, names: tuple[str, ...]
) -> DecisionTrees:
    """The trees of a model, their nodes in an order in which those below a node are neighbors."""
    grown = [predictors[0].nodes for predictors in model._predictors]
    size = max(len(nodes) for nodes in grown)
    signs, left = np.zeros((2, len(grown), size), dtype=np.int64)
    cuts, values = np.zeros((2, len(grown), size))
    left -= 1
    for tree, nodes in enumerate(grown):
        places, places_taken = [(0, 0)], 1
        while places:
            place, number = places.pop()
            node = nodes[number]
            if node["is_leaf"]:
                values[tree, place] = node["value"]
                continue
            signs[tree, place], cuts[tree, place] = node["feature_idx"], node["num_threshold"]
            left[tree, place] = places_taken
            below = [int(node["left"]), int(node["right"])]
            places += [(places_taken + at, one) for at, one in enumerate(below)]
            places_taken += 2
    return DecisionTrees(names, signs, cuts, left, values, float(model._baseline_prediction.item()))


def _right(turns: Sequence[JudgedReplies], trees: DecisionTrees, margin: float) -> int:
    count = 0
    for turn in turns:
        best = 0
        if len(turn.right) > 1:
            likely = trees.probabilities(turn.signs)
            best = int(likely.argmax())
            best = best if likely[best] - likely[0] >= margin else 0
        count += turn.right[best]
    return count


def cross_validated(turns: Sequence[JudgedReplies]) -> dict[float, int]:
    """How many turns are right by each margin, judged by trees of other conversations."""
    groups = sorted({turn.conversation for turn in turns})
    fold = {name: number % _FOLDS for number, name in enumerate(groups)}
    right = dict.fromkeys(_MARGINS, 0)
    for left_out in range(_FOLDS):
        trees = fit([turn for turn in turns if fold[turn.conversation] != left_out])
        held = [turn for turn in turns if fold[turn.conversation] == left_out]
        for margin in _MARGINS:
            right[margin] += _right(held, trees, margin)
    return right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--turns", type=Path, help="where the judged replies are kept")
    given = parser.parse_args()
    sets = [CONVERSATIONS / f"development-{number}.yml" for number in _SETS]
    paths = given.files or [*sets, OF_TESTS]
    if given.turns and given.turns.exists():
        turns = [JudgedReplies(**held) for held in json.loads(given.turns.read_text("utf-8"))]
    else:
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            turns = [turn for part in pool.map(_judged, paths) for turn in part]
        if given.turns:
            given.turns.write_text(json.dumps([vars(turn) for turn in turns]), "utf-8")
    first, best = (sum(map(how, (turn.right for turn in turns))) for how in (_first, any))
    print(f"of {len(turns)} turns: the first reply is right in {first}, one of all in {best}")
    for margin, right in cross_validated(turns).items():
        print(f"  chosen where it is likelier by {margin:.2f}: {right}")
    fit(turns).write(MODEL)


def _first(right: Sequence[bool]) -> bool:
    return right[0]


if __name__ == "__main__":
    main()
