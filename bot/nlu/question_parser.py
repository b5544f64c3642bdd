"""Parses a message into queries: what is asked, of which form, about what, and the evidence found
for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.answers.act_decision import TALK
from bot.answers.feelings import COMPLAINT
from bot.answers.small_talk import ASIDES
from bot.domain.evidence import Retrieval
from bot.domain.heard import HEARD, Heard
from bot.domain.question import Question
from bot.nlu.clause_splitter import INSTEAD, PARTS, WISH
from bot.nlu.component import Component, Node
from bot.nlu.decision_thresholds import Thresholds
from bot.nlu.dialogue_acts import (
    FEELINGS,
    FRUSTRATION,
    MET,
    OBJECTIONS,
    REFUSALS,
    TOLD,
)
from bot.nlu.entity_linker import MENTIONS
from bot.nlu.knn_classifier import PROBABILITIES
from bot.nlu.message_parts import asked_in_parts, wish_for_plan
from bot.nlu.question_decision import Parser
from bot.nlu.retriever import RETRIEVAL
from bot.parsing.asking import asks

# Output property: the questions of the message as `Question.to_dict` writes them.
QUESTIONS = "questions"
SEVERAL = "ask_several"
DANGER = "mention_crisis"
# What people have news of: "got my Security+ last week".
_NEWS = frozenset({"job", "degree", "certifications", "management"})
# How many intents a message may have, and how likely each must be.
_FEW, _LEAST_LIKELY = 7, 0.02
# How likely a part of a message is a feeling, to be met.
_FELT = 0.6
# How likely a part of a message is an objection, to be met.
_OBJECTED = 0.6
# How likely a message or a part of it tells of danger to life, from which that is answered,
# whatever else it says. One in 5,760 messages that tell of no danger is likelier than this.
_DANGER = 0.7


def _told(message: Message) -> frozenset[str]:
    """The kinds of facts that a message tells of the person."""
    heard = Heard.from_dict(message.get(HEARD)).plain
    return frozenset(operation.group for operation in heard.operations)


def _tells_failure(message: Message) -> bool:
    """Whether somebody tells of an exam that they failed."""
    heard = Heard.from_dict(message.get(HEARD)).plain
    return any(operation.value == "failed" for operation in heard.operations)


def _tells_news(message: Message, question: Question) -> bool:
    """Whether what sounds like a bad day is news of one's own: an exam that was failed or passed, a
    new job.
    """
    if _tells_failure(message):
        return True
    heard = Heard.from_dict(message.get(HEARD)).plain
    told = [operation.field for operation in heard.operations]
    told += [doubt.field for doubt in heard.doubts]
    news = {field.partition(".")[0] for field in told} & _NEWS
    return bool(news) and question.confidence < Thresholds().sure and not asks(question.text)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionParser(Component):
    """Last of the pipeline: sets the intent that the dialogue acts on, and the questions that
    actions answer.

    A data set without our refusals (another domain's benchmark) is left as the classifier
    understood it.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return dict(Thresholds().__dict__)

    def __init__(self, config: dict[str, Any], node: Node) -> None:
        super().__init__(config, node)
        self._parser = Parser(
            Thresholds(act=float(config["act"]), general=float(config["general"]))
        )

    def process(self, messages: list[Message]) -> list[Message]:
        out: list[Message] = []
        index = 0
        while index < len(messages):
            whole, count = messages[index], int(messages[index].get(PARTS) or 0)
            self._read(whole, messages[index + 1 : index + 1 + count])
            out.append(whole)
            index += 1 + count
        return out

    def _read(self, whole: Message, parts: list[Message]) -> None:
        if not all(refusal in (whole.get(PROBABILITIES) or {}) for refusal in REFUSALS):
            return
        first, *rest = self._questions(whole, parts)
        first = first if rest else replace(_left_open(first), intents=_likely(whole))
        questions = [first, *rest]
        intent = SEVERAL if len(questions) > 1 else first.intent
        whole.set(INTENT, {"name": intent, "confidence": first.confidence}, add_to_output=True)
        whole.set(QUESTIONS, [question.to_dict() for question in questions], add_to_output=True)

    def _questions(self, whole: Message, parts: list[Message]) -> list[Question]:
        """The questions of a message, the first with the feeling that is told beside it."""
        if any(map(_tells_of_danger, (whole, *parts))):
            return [replace(self._question(whole), intent=DANGER, confidence=1.0)]
        if whole.get(INSTEAD) and parts:
            return [self._instead(whole, parts)]
        read = [self._question(part) for part in parts]
        if whole.get(WISH) and wish_for_plan(read) is None:
            read = []
        first, *rest = asked_in_parts(self._question(whole), read, _told(whole))
        if first.intent == FRUSTRATION and _tells_news(whole, first):
            # what is told is said back; a failed exam has kind words of its own
            feeling = "" if _tells_failure(whole) else FRUSTRATION
            return [replace(first, intent=TOLD, feeling=feeling)]
        felt = _felt_beside(read, parts)
        if felt and first.intent not in MET:
            first = replace(first, feeling=felt)
        return [first, *rest]

    def _instead(self, whole: Message, parts: list[Message]) -> Question:
        """The question that is meant, of a message that says what isn't, too."""
        meant = self._question(parts[0])
        objects = any(map(_objects, (whole, *parts[1:])))
        return replace(meant, feeling=COMPLAINT) if objects else meant

    def _question(self, message: Message) -> Question:
        return self._parser.read(
            str(message.get(TEXT) or ""),
            _without_danger(message.get(PROBABILITIES) or {}),
            message.get(MENTIONS),
            message.get(RETRIEVAL) or Retrieval(),
        )


def _likely(message: Message) -> tuple[tuple[str, float], ...]:
    """The intents that a message may have."""
    likely = _without_danger(message.get(PROBABILITIES) or {})
    shares = sorted(likely.items(), key=lambda pair: (-pair[1], pair[0]))
    few = [(name, round(share, 3)) for name, share in shares[:_FEW] if share > _LEAST_LIKELY]
    return tuple(few)


def _left_open(question: Question) -> Question:
    """Small talk that isn't sure to be some, as a question that goes on with the conversation: it
    is decided there (`bot.answers.act_decision`).
    """
    unsure = question.confidence < Thresholds().sure
    is_open = question.intent == question.act and question.act in (*TALK, *ASIDES) and unsure
    return replace(question, intent="ask_ellipsis") if is_open else question


def _tells_of_danger(message: Message) -> bool:
    """Whether a message or a part of one may tell of danger to life."""
    return float((message.get(PROBABILITIES) or {}).get(DANGER, 0.0)) >= _DANGER


def _without_danger(likely: Mapping[str, float]) -> dict[str, float]:
    """How likely each intent is where no danger is told of."""
    rest = {name: share for name, share in likely.items() if name != DANGER}
    whole = sum(rest.values())
    return {name: share / whole for name, share in rest.items()} if whole else dict(likely)


def _felt_beside(read: list[Question], parts: list[Message]) -> str:
    """What a part of a message tells beside what it asks: a feeling, else an objection; empty for
    neither.
    """
    felt = next((part.intent for part in read if _is_felt(part)), "")
    told = (part for part in parts if not asks(str(part.get(TEXT))))
    return felt or (COMPLAINT if any(map(_objects, told)) else "")


def _objects(message: Message) -> bool:
    """Whether a message or a part of one objects to the last answer: "not what I asked"."""
    likely = message.get(PROBABILITIES) or {}
    return sum(float(likely.get(name, 0.0)) for name in OBJECTIONS) >= _OBJECTED


def _is_felt(part: Question) -> bool:
    """Whether a part of a message likely tells a feeling: "I'm 47" tells none."""
    return part.intent in FEELINGS and part.confidence >= _FELT
