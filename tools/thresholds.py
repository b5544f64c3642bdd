"""Chooses the thresholds of `QuestionReader` on the development set, one after the other, and prints them.

    python -m tools.thresholds

Every question is classified once; then only the reading and the answering are repeated. Of the values that refuse at
least 95 % of what is to be refused and at most 3 % of what can be answered, the one with the most right topics wins, then
the one that refuses more rightly; of equals the middle one.
"""

from __future__ import annotations

from bot.rasa_adapter.tensorflow_stub import prepare

prepare()

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answers.dialogue import ANSWERS, answer, ask_which
from bot.answers.suggestions import TOPIC_OF
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.knowledge.store import KnowledgeBase
from bot.nlu.question_reader import WHICH, QuestionReader, Thresholds
from bot.parsing.sanitize import cleaned
from bot.rasa_adapter.assistant import Assistant
from tools.evaluation import Outcome, Scores, labelled, scores

DEVELOPMENT = Path(__file__).resolve().parents[1] / "tests" / "nlu" / "development.yml"
GRID: dict[str, tuple[float, ...]] = {
    "refusal": (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.5),
    "least": (0.0, 0.1, 0.2, 0.25, 0.3, 0.35),
    "near": (0.2, 0.25, 0.3, 0.35, 0.4),
    "passage": (0.6, 0.65, 0.7, 0.75, 0.8, 0.85),
}


def classified(assistant: Assistant, texts: list[str]) -> list[Any]:
    """Rasa messages, with their parts behind them, as the component before the reader leaves them."""
    runner = assistant.agent.processor.graph_runner
    before_reader = next(name for name in runner._schema.nodes if "PassageSearch" in name)
    return [
        runner.run({PLACEHOLDER_MESSAGE: [UserMessage(cleaned(text))],
                    PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("x", [])}, [before_reader])[before_reader]
        for text in texts
    ]  # fmt: skip


def score(
    thresholds: Thresholds, messages: list[Any], questions: list[tuple[str, str]], kb: KnowledgeBase
) -> Scores:
    reader = QuestionReader(asdict(thresholds))
    found = []
    for batch, (text, topic) in zip(messages, questions, strict=True):
        copies = [type(message)(dict(message.data)) for message in batch]
        whole = reader.process(copies)[0]
        understood = [Question.from_dict(data) for data in whole.get("questions")]
        respond = ask_which if whole.get("intent")["name"] == WHICH else answer
        replies = [
            respond(question, DialogueState(), kb)[0] if question.intent in ANSWERS else None
            for question in understood
        ]
        # what only the dialogue answers (advice, manners) keeps the topic of its intent
        topics = [
            reply.topic if reply else TOPIC_OF.get(question.intent, "smalltalk")
            for question, reply in zip(understood, replies, strict=True)
        ]
        found.append(Outcome(text, topic, topic if topic in topics else topics[0], 0.0))
    return scores(found)


def worth(found: Scores) -> tuple[bool, float, float]:
    return (
        found.recall >= 0.95 and found.false_refusals <= 0.03,
        round(found.topics, 4),
        round(found.recall, 4),
    )


def main() -> None:
    kb = KnowledgeBase.load()
    questions = labelled(DEVELOPMENT)
    messages = classified(Assistant.load(), [text for text, _ in questions])
    best = Thresholds()
    for name, values in GRID.items():
        rows = {
            value: score(replace(best, **{name: value}), messages, questions, kb)
            for value in values
        }
        print(f"{name:>8}  topics  refused  false refusals")
        for value, found in rows.items():
            print(
                f"{value:8.2f}  {found.topics:6.1%}  {found.recall:6.1%}  {found.false_refusals:6.1%}"
            )
        top = max(worth(found) for found in rows.values())
        plateau = [value for value, found in rows.items() if worth(found) == top]
        best = replace(best, **{name: plateau[len(plateau) // 2]})
    print("\nfor config.yml:")
    for name, value in asdict(best).items():
        print(f"    {name}: {value}")


if __name__ == "__main__":
    main()
