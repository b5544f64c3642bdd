"""Fits what tells questions to the advisor from people's own talk, and writes
data/questions/talk.json.

python -m tools.fit_relevance

Talk is data/questions/talk.txt; what the advisor is asked and told are the training examples of the
intents about the job and about the person. Prints the share that each threshold lets through, each
fifth judged by the other four.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import yaml

from bot.channels.slack.relevance import MODEL, features
from bot.nlu.encoder import encoder
from tools.logistic import left_out, write
from tools.training_examples import EXAMPLE, training_examples

_TALK = Path("data/questions/talk.txt")
# Intents that people have for each other as well.
_NEITHER = frozenset(
    [
        "greet", "goodbye", "thank", "how_are_you", "praise", "complain", "affirm", "deny",
        "skip_question",
        "stop_questions", "forget_me", "ask_bot", "correct_topic", "acknowledge", "express_worry",
        "express_frustration", "defer_decision", "express_surprise", "express_discouragement",
        "share_success", "belittle_oneself", "mention_crisis", "insult", "joke", "react_positive",
        "react_negative", "ask_certainty",
        "ask_why", "repeat", "go_back", "ask_capabilities", "ask_not_covered", "out_of_scope",
    ]
)  # fmt: skip
_MOST, _STATEMENTS = 80, 200
_C = 4.0


def main() -> int:
    choose = random.Random(0)
    meant, talk = _meant(choose), _talk()
    texts = [*meant, *talk]
    encoded = encoder("build/minilm").encode(texts)
    vectors = np.stack(
        [features(text, vector) for text, vector in zip(texts, encoded, strict=True)]
    )
    labels = np.array([1] * len(meant) + [0] * len(talk))
    shares = left_out(vectors, labels, _C)
    for threshold in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        let = shares >= threshold
        print(
            f"from {threshold}: {let[labels == 1].mean():.1%} of {len(meant)} meant, "
            f"{let[labels == 0].mean():.1%} of {len(talk)} lines of talk"
        )
    write(vectors, labels, _C, MODEL)
    return 0


def _meant(choose: random.Random) -> list[str]:
    """So many examples of each intent, and statements of people about themselves."""
    by_intent: dict[str, list[str]] = {}
    for intent, text in zip(*training_examples(Path("data/nlu")), strict=True):
        by_intent.setdefault(intent, []).append(text)
    found = [
        text
        for intent, texts in sorted(by_intent.items())
        if intent not in _NEITHER
        for text in choose.sample(texts, min(_MOST, len(texts)))
    ]
    return found + choose.sample(statements(), _STATEMENTS)


def statements() -> list[str]:
    """What people tell of themselves, as plain text."""
    return [
        EXAMPLE.sub(r"\1", example["text"])
        for path in sorted(Path("data/nlu/statements").glob("*.yml"))
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]
        if block.get("intent") == "inform"
        for example in block["examples"]
    ]


def _talk() -> list[str]:
    lines = _TALK.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    sys.exit(main())
