"""Scores the whole advisor on labeled questions, each a conversation of its own: what people would
see.

python -m tools.evaluation tests/nlu/test.yml [--errors]
"""

from __future__ import annotations

from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.rasa_adapter.assistant import Assistant

REFUSED = ("not_covered", "out_of_scope")


@dataclass(frozen=True)
class Outcome:
    question: str
    expected: str
    got: str
    confidence: float

    @property
    def right(self) -> bool:
        """A refusal is right whichever way it is worded."""
        return self.got == self.expected or (self.got in REFUSED and self.expected in REFUSED)


def labeled(path: Path) -> list[tuple[str, str]]:
    """Pairs of question and topic."""
    return [
        (question, topic)
        for topic, questions in yaml.safe_load(path.read_text("utf-8")).items()
        for question in questions
    ]


async def outcomes(assistant: Assistant, questions: Sequence[tuple[str, str]]) -> list[Outcome]:
    found = []
    for number, (question, topic) in enumerate(questions):
        replies = await assistant.ask(question, f"evaluation:{number}")
        topics = [reply.topic for reply in replies]
        got = topic if topic in topics else topics[0]
        found.append(Outcome(question, topic, got, replies[0].confidence))
    return found


def share(results: Sequence[Outcome]) -> float:
    return sum(outcome.right for outcome in results) / len(results) if results else 1.0


@dataclass(frozen=True)
class Scores:
    """`topics` is the accuracy on answerable questions, `recall` the refused share of those to
    refuse, `false_refusals` the refused share of the answerable ones, `exact` counts the two
    refusals apart."""

    topics: float
    recall: float
    false_refusals: float
    exact: float
    per_topic: dict[str, float]


def scores(results: Sequence[Outcome]) -> Scores:
    answerable = [o for o in results if o.expected not in REFUSED]
    refusable = [o for o in results if o.expected in REFUSED]
    return Scores(
        topics=share(answerable),
        recall=share(refusable),
        false_refusals=sum(o.got in REFUSED for o in answerable) / len(answerable),
        exact=sum(o.got == o.expected for o in results) / len(results),
        per_topic={
            t: share([o for o in results if o.expected == t])
            for t in dict.fromkeys(o.expected for o in results)
        },
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true", help="print the questions that went wrong")
    options = parser.parse_args()
    results = asyncio.run(outcomes(Assistant.load(), labeled(options.file)))
    if options.errors:
        for outcome in results:
            if not outcome.right:
                print(
                    f"{outcome.expected:>15} -> {outcome.got:<15} {outcome.confidence:.2f} "
                    f" {outcome.question}"
                )
    found = scores(results)
    print(f"{len(results)} questions of {options.file}")
    print(f"right topic, answerable questions   {found.topics:.1%}")
    print(f"refused, of those to refuse         {found.recall:.1%}")
    print(f"refused, of the answerable ones     {found.false_refusals:.1%}")
    print(f"all 13 topics told apart            {found.exact:.1%}")
    for topic, value in found.per_topic.items():
        print(f"  {topic:<15} {value:.0%}")


if __name__ == "__main__":
    main()
