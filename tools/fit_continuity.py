"""Fits the weights by which evidence is chosen for a message that may lean on the conversation.

    python -m tools.fit_continuity

Holds the development conversations and those of the tests, and the development questions one after
another; in each turn every interpretation is answered, and those whose answer says what the turn
say are the right ones. Prints how often a right one comes first, of the turns that have one.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import yaml
from scipy.optimize import minimize

from bot.domain.plain_reply import plain
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from bot.answers import context, dialogue
from bot.answers.continuity import MODEL, interpretations
from bot.answers.continuity_signs import SIGNS
from bot.answers.readings import readings
from bot.answers.turn import Turn
from bot.nlu.evidence_search import EvidenceSearch
from bot.rasa_adapter.assistant import Assistant
from tools.held_out_questions import held_out_likelihoods

EVALUATION, TESTS = Path("tests/evaluation"), Path("tests/conversations")
# A question, or several, what somebody asks next, and what the answer must then say, or NONE.
FOLLOW_UPS = MODEL.parent / "follow_ups.tsv"
THEN, _NOTHING = " | ", "NONE"
_HONEST = re.compile(r"\b(?:don[’']t have|no figure|nothing on|won[’']t guess)", re.IGNORECASE)
# How much a turn of the tests weighs, which must be right, and one of a conversation, beside a
# follow-up, of which there are many more than people ask.
_OF_TESTS, _OF_CONVERSATIONS = 40, 10
_DECLINED = ("not_covered", "out_of_scope")
# Of so many follow-ups one is learnt from: all take half an hour to record.
_EVERY = 2
# Every fifth follow-up has no answer, of what people ask in conversations fewer: by so much less an
# honest no weighs, as the development conversations show.
_RARER = 0.36
_FIRST = 250
_DECAY = 0.01
_IN_A_ROW = 4
_SEED = 7


@dataclass(frozen=True)
class Expected:
    """What a turn must and must not say; a `point` must stand at the beginning."""

    said: str
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    topic: str = ""
    declined: bool = False
    point: bool = False
    judged: bool = True
    weight: int = 1

    def met(self, reply: Reply) -> bool:
        text = plain(reply, suggestions=False)
        if self.declined:  # a figure told as the closest thing is as honest
            return reply.topic in _DECLINED or bool(_HONEST.search(text))
        if self.topic and reply.topic != self.topic:
            return False
        first = text[:_FIRST] if self.point else text
        return all(re.search(one, first, re.IGNORECASE) for one in self.must) and not any(
            re.search(one, text, re.IGNORECASE) for one in self.never
        )


@dataclass(frozen=True)
class Group:
    """The interpretations of a message: the signs of each, and whether it is right."""

    judged: tuple[tuple[Mapping[str, float], bool], ...]
    weight: int


@dataclass
class Recorder:
    """Stands in for `in_context`: weighs nothing, but notes which interpretations are right."""

    expected: Expected | None = None
    groups: list[Group] = field(default_factory=list)

    def in_context(self, question: Question, turn: Turn) -> Question:
        if (
            self.expected is None
            or not self.expected.judged
            or not context.may_lean(question, turn)
        ):
            return context.in_context(question, turn)
        found = interpretations(readings(question, turn), turn)
        judged = []
        for one in found:
            reply, _ = dialogue.answered(one.question, turn)
            judged.append((one.signs, self.expected.met(reply)))
        right = [one.question for one, (_, is_right) in zip(found, judged, strict=True) if is_right]
        if right and len(right) < len(found):
            self.groups.append(Group(tuple(judged), self.expected.weight))
        self.expected = None  # only the first question of a message is judged
        return right[0] if right else context.in_context(question, turn)


def conversations() -> Iterator[list[Expected]]:
    """What the fitting learns from; never the test sets."""
    for name in (
        "development",
        "development-2",
        "development-3",
        "development-4",
        "development-5",
        "development-6",
        "development-7",
    ):
        path = EVALUATION / "conversations" / f"{name}.yml"
        for held in yaml.safe_load(path.read_text("utf-8")):
            yield [
                Expected(
                    str(turn["user"]),
                    tuple(turn.get("must", ())),
                    tuple(turn.get("must_not", ())),
                    weight=_OF_CONVERSATIONS,
                )
                for turn in held["turns"]
            ]
    for path in sorted(TESTS.glob("*/*.yml")):
        yield [
            Expected(
                str(step["user"]),
                tuple(map(re.escape, step.get("says", ()))),
                tuple(map(re.escape, step.get("never", ()))),
                str(step.get("topic", "")),
                weight=_OF_TESTS,
            )
            for step in yaml.safe_load(path.read_text("utf-8"))
        ]
    for line in FOLLOW_UPS.read_text("utf-8").splitlines()[1::_EVERY]:
        before, follow_up, says = line.split("\t")
        asked_before = [Expected(one, judged=False) for one in before.split(THEN)]
        nothing = says == _NOTHING
        yield [*asked_before, Expected(follow_up, () if nothing else (says,), declined=nothing)]
    asked = yaml.safe_load((EVALUATION / "questions/development.yml").read_text("utf-8"))
    random.Random(_SEED).shuffle(asked)
    for start in range(0, len(asked), _IN_A_ROW):
        yield [
            Expected(
                str(one["question"]),
                tuple(one.get("must", ())),
                tuple(one.get("must_not", ())),
                declined=one["kind"] == "declined",
                point=True,
            )
            for one in asked[start : start + _IN_A_ROW]
        ]


async def record(recorder: Recorder) -> None:
    assistant = Assistant.load()
    for number, turns in enumerate(conversations()):
        for turn in turns:
            recorder.expected = turn
            await assistant.ask(turn.said, f"fit:{number}")


def fitted(groups: Sequence[Group]) -> dict[str, float]:
    """The weights under which right interpretations come first most clearly."""
    rows = [
        (np.array([[signs.get(name, 0.0) for name in SIGNS] for signs, _ in group.judged]),
         np.array([right for _, right in group.judged]),
         group.weight)
        for group in groups
    ]  # fmt: skip

    def loss(weights: Any) -> tuple[float, Any]:
        total, slope = (
            _DECAY * float(weights @ weights) * len(rows) / 2,
            _DECAY * weights * len(rows),
        )
        for signs, right, times in rows:
            sums = signs @ weights
            shares = np.exp(sums - sums.max())
            shares /= shares.sum()
            kept = float(shares[right].sum())
            total -= times * float(np.log(kept))
            slope -= times * (shares * right / kept - shares) @ signs
        return total, slope

    found = minimize(loss, np.zeros(len(SIGNS)), jac=True, method="L-BFGS-B").x
    return {name: round(float(value), 3) for name, value in zip(SIGNS, found, strict=True)}


def first_right(groups: Sequence[Group], weights: Mapping[str, float]) -> float:
    """The share of turns in which a right interpretation comes first."""
    right = 0
    for group in groups:
        sums = [sum(weights[n] * v for n, v in signs.items()) for signs, _ in group.judged]
        right += group.judged[int(np.argmax(sums))][1]
    return right / max(len(groups), 1)


def main() -> None:
    recorder = Recorder()
    with (
        mock.patch.object(dialogue, "in_context", recorder.in_context),
        mock.patch.object(EvidenceSearch, "likelihoods", held_out_likelihoods()),
    ):
        asyncio.run(record(recorder))
    groups = recorder.groups
    held_out = []
    for part in range(5):
        trained = [group for place, group in enumerate(groups) if place % 5 != part]
        tested = [group for place, group in enumerate(groups) if place % 5 == part]
        held_out.append(first_right(tested, fitted(trained)))
    weights = fitted(groups)
    weights["decline"] = round(weights["decline"] - _RARER, 3)
    MODEL.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    print(f"turns with something to choose        {len(groups)}")
    print(f"a right one first                     {first_right(groups, weights):.1%}")
    print(f"  in turns left out of the fitting    {sum(held_out) / len(held_out):.1%}")


if __name__ == "__main__":
    main()
