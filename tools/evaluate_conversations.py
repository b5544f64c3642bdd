"""Scores conversations: what each turn must and must not say, and how long it may be.

    python -m tools.evaluate_conversations tests/evaluation/conversations/test.yml [--failures]

Patterns are looked for in the whole answer of a turn, its sources left out of the word count.
`--failures` prints the turns that went wrong; never use it on the test set, whose totals alone may
be looked at.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.domain.plain_reply import plain
from bot.domain.reply import Reply
from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from bot.rasa_adapter.assistant import Assistant


@dataclass(frozen=True)
class JudgedTurn:
    """A turn with its answer; `problem` is empty when the answer is right."""

    conversation: str
    said: str
    text: str
    words: int
    problem: str


async def judge(conversation: dict[str, Any], assistant: Assistant, name: str) -> list[JudgedTurn]:
    """Hold a conversation and judge each of its turns."""
    turns = []
    for turn in conversation["turns"]:
        replies = await assistant.ask(str(turn["user"]), name)
        text = "\n\n".join(plain(reply) for reply in replies)
        words = words_of_replies(replies)
        wrong = problem(turn, text, words)
        turns.append(
            JudgedTurn(conversation["conversation"], str(turn["user"]), text, words, wrong)
        )
    return turns


def words_of_replies(replies: Sequence[Reply]) -> int:
    """How many words an answer has, its sources left out."""
    return sum(
        len(part.split())
        for reply in replies
        for part in (reply.text, *(f"{i.text} {i.detail}" for i in reply.items), reply.closing)
    )


def problem(turn: dict[str, Any], text: str, words: int) -> str:
    """What is wrong with an answer by what its turn must and must not say; empty for nothing."""
    for pattern in turn.get("must", ()):
        if not re.search(pattern, text, re.IGNORECASE):
            return f"lacks /{pattern}/"
    for pattern in turn.get("must_not", ()):
        if re.search(pattern, text, re.IGNORECASE):
            return f"says /{pattern}/"
    if words > turn.get("words", words):
        return f"{words} words, at most {turn['words']}"
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--failures", action="store_true", help="print the turns that went wrong")
    given = parser.parse_args()
    held = yaml.safe_load(given.set.read_text("utf-8"))
    assistant = Assistant.load()

    async def all_of() -> list[list[JudgedTurn]]:
        return [await judge(one, assistant, f"test:{n}") for n, one in enumerate(held)]

    judged = asyncio.run(all_of())
    turns = [turn for conversation in judged for turn in conversation]
    if given.failures:
        for turn in turns:
            if turn.problem:
                print(
                    f"[{turn.conversation}]\n  > {turn.said}\n  {turn.text}\n  !! {turn.problem}\n"
                )
    whole = sum(all(not turn.problem for turn in one) for one in judged)
    right = sum(not turn.problem for turn in turns)
    print(f"conversations wholly right            {whole / len(judged):.1%} of {len(judged)}")
    print(f"turns right                           {right / len(turns):.1%} of {len(turns)}")
    print(f"words an answer, median               {statistics.median(t.words for t in turns):.0f}")


if __name__ == "__main__":
    main()
