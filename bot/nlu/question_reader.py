"""Reads a classified message as questions: which to answer, which to refuse, and when to ask back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import settings
from bot.answers.fallback import can_be_asked_back
from bot.answers.suggestions import TOPIC_OF
from bot.domain.person import Told
from bot.domain.question import Found, Question
from bot.nlu.clause_splitter import INSTEAD, PARTS
from bot.nlu.entity_linker import MENTIONS
from bot.nlu.knn_classifier import PROBABILITIES
from bot.nlu.mentions import Mentions
from bot.nlu.passage_search import PASSAGES
from bot.nlu.telling import Listener

QUESTIONS = "questions"
"""Output property: the questions of the message as `Question.to_dict` writes them."""
SEVERAL, WHICH = "ask_several", "ask_which"
NOT_COVERED, OUT_OF_SCOPE = "ask_not_covered", "out_of_scope"
REFUSALS = (NOT_COVERED, OUT_OF_SCOPE)

_COMPARES = re.compile(
    r"\b(?:vs\.?|versus|compared?|comparison|difference|differ|than|better|bigger|higher|or)\b",
    re.IGNORECASE,
)
_LAST_PART = 0.4
"""Share of the last part of a message in how the whole is understood."""
_THREAD = ("ask_more", "ask_why", "repeat", "go_back", "select_item")
_NEAR_ADVICE = (
    "ask_career_path",
    "ask_step",
    "ask_stepping_stones",
    "ask_experience",
    "ask_management_experience",
)
_FIRST_PERSON = re.compile(r"\b(?:i['’]?m|i am|i have|i['’]?ve|my|me)\b", re.IGNORECASE)
_FROM_PASSAGES = ("ask_role", "ask_about_duty", "ask_about_skill")
_MANNERS_ONLY = (
    "greet",
    "thank",
    "ask_capabilities",
    "ask_bot",
    "how_are_you",
    "praise",
    "complain",
)
_WITH_A_STORY = ("ask_offer", "ask_prerequisites")
"""Intents whose questions tell of the person, too."""
_WHAT_IF = re.compile(
    r"\b(?:what if|wat if|what (?:happens|would happen|changes) if|suppose|supposing|imagine|assuming) i\b|^\W*(?:and |but |so )?if i\b",
    re.IGNORECASE,
)
_LEAVES = re.compile(r"\b(?:bye|quit|exit|leave|conversation|chat|here)\b", re.IGNORECASE)
_HOLDER = re.compile(
    r"\bwho(?:['’]?s| is| was| are)\b.{0,30}\b(?:cisos?|chief information security officer|(?:head of|chief of) (?:information )?security|security chief)\b"
    r" (?:of|at|for) (?!(?:an?|any|every|most|the (?:company|firm|organi[sz]ation|business|enterprise)|companies|firms|organi[sz]ations)\b)\w",
    re.IGNORECASE,
)
"""Asks for the person who holds the post somewhere: "who is the CISO of Acme"."""
_SHORT = 3
_ABOUT_THE_PERSON = ("ask_advice", "ask_stepping_stones", "ask_management_experience", "ask_offer")
_ABOUT_OTHERS = ("ask_reporting_line", "ask_survey", "ask_overlap")
"""Intents whose questions name other jobs: whom a CISO reports to, what comes next, what else covers the role."""
_ELSEWHERE = ("place", "industry", "company", "work_role")
"""Kinds of things that other jobs have, too: naming one doesn't make a question about another job ours."""
_REPORTS = re.compile(r"\breport|\banswer|\bunder\b", re.IGNORECASE)
_OUR_SUBJECT = re.compile(
    r"\b(?:they|them|their|this|that|it|he|she|the job|the role|i|my)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Thresholds:
    """`refusal`, `least`, `near` and `passage` are chosen on the development set by `make thresholds`.

    `refusal` multiplies the probability of the two refusals, `least` is the probability that the best topic must
    have, `margin` how far the second topic must be behind for an answer without asking back, `part` the probability
    at which a part of a message counts. `near` is the similarity at which a passage is worth showing as the closest
    thing, `sure` that at which it answers a question on the work or the role, `passage` that at which it answers a
    question that the classifier would refuse.
    """

    refusal: float = 2.0
    least: float = 0.2
    margin: float = 0.1
    part: float = 0.35
    near: float = 0.25
    sure: float = 0.6
    passage: float = 0.8


class Reader:
    """The decisions, without Rasa: a message's probabilities, mentions and passages in, questions out."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds

    def read(
        self,
        text: str,
        probabilities: Mapping[str, float],
        mentions: Mentions,
        passages: list[tuple[str, float]],
    ) -> Question:
        """One question with the intent to act on: that of the likeliest topic, a refusal, or a question back."""
        limits = self._thresholds
        topics: dict[str, float] = {}
        for intent, probability in probabilities.items():
            topic = intent if intent in (*REFUSALS, *_THREAD) else TOPIC_OF.get(intent, intent)
            weight = limits.refusal if intent in REFUSALS else 1.0
            topics[topic] = topics.get(topic, 0.0) + weight * probability
        ranked = sorted(topics, key=lambda topic: (-topics[topic], topic))
        best = ranked[0]
        members = sorted(
            (
                i
                for i in probabilities
                if i == best or (i not in (*REFUSALS, *_THREAD) and TOPIC_OF.get(i, i) == best)
            ),
            key=lambda intent: (-probabilities[intent], intent),
        )
        likely = sorted(probabilities, key=lambda intent: (-probabilities[intent], intent))
        question = Question(
            intent=members[0],
            confidence=min(1.0, topics[best]),
            text=text,
            entities=tuple(
                dict.fromkeys(mention.value for mention in mentions.known if mention.kind != "role")
            ),
            ordinal=mentions.ordinal,
            years=mentions.years,
            others=tuple(m.value for m in (*mentions.other_certifications, *mentions.places)),
        )
        speaks_of_self = bool(mentions.own_jobs) or mentions.years is not None
        if question.intent in _NEAR_ADVICE and speaks_of_self and _FIRST_PERSON.search(text):
            question = replace(question, intent="ask_advice")
        refusal = self._refusal(question, mentions, topics[best])
        if refusal or question.intent in REFUSALS:
            nearest = tuple(intent for intent in likely if intent not in (*REFUSALS, *_THREAD))[:3]
            question = replace(question, intent=refusal or question.intent, alternatives=nearest)
            if question.intent == NOT_COVERED and not refusal:
                question = replace(question, passages=self._found(passages, least=limits.passage))
            return question
        if question.intent in _FROM_PASSAGES:
            question = replace(question, passages=self._found(passages, least=limits.near))
        second = self._second(question.intent, topics, ranked, probabilities)
        return replace(question, alternatives=(second,)) if second else question

    def _found(self, passages: list[tuple[str, float]], least: float) -> tuple[Found, ...]:
        sure = self._thresholds.sure
        return tuple(
            Found(name, round(score, 4), score >= sure)
            for name, score in passages
            if score >= least
        )

    def _refusal(self, question: Question, mentions: Mentions, probability: float) -> str | None:
        """Why a question must not be answered although a topic fits: it names something else, or is too unclear."""
        intent = question.intent
        if intent in REFUSALS or TOPIC_OF.get(intent) == "smalltalk":
            return None
        if mentions.foreign or (mentions.wanted_jobs and not mentions.names_role):
            return OUT_OF_SCOPE
        if TOPIC_OF.get(intent) == "role" and _HOLDER.search(question.text):
            return NOT_COVERED
        if mentions.ordinal is None and not any(character.isalpha() for character in question.text):
            return OUT_OF_SCOPE
        if mentions.other_jobs and intent not in _ABOUT_THE_PERSON:
            ours = any(entity.partition("/")[0] not in _ELSEWHERE for entity in question.entities)
            if intent in _ABOUT_OTHERS:
                ours = ours or bool(_OUR_SUBJECT.search(question.text))
                verb = _REPORTS.search(question.text) if intent == "ask_reporting_line" else None
                ours = ours or bool(
                    verb and all(job.start > verb.start() for job in mentions.other_jobs)
                )
            if not mentions.names_role and not ours:
                return OUT_OF_SCOPE
            if (
                mentions.names_role
                and intent not in _ABOUT_OTHERS
                and _COMPARES.search(question.text)
            ):
                return NOT_COVERED
        if (
            (mentions.places or mentions.industries)
            and TOPIC_OF.get(intent) == "salary"
            and intent != "ask_offer"
        ):
            return NOT_COVERED
        if (
            mentions.other_certifications
            and not question.about("certification")
            and TOPIC_OF.get(intent) in ("certifications", "role")
        ):
            return NOT_COVERED
        return NOT_COVERED if probability < self._thresholds.least else None

    def _second(
        self,
        intent: str,
        topics: Mapping[str, float],
        ranked: list[str],
        probabilities: Mapping[str, float],
    ) -> str | None:
        """The other reading when two answerable topics are about as likely."""
        best, second = ranked[0], ranked[1] if len(ranked) > 1 else ""
        if not second or topics[best] - topics[second] > self._thresholds.margin:
            return None
        rivals = [i for i in probabilities if TOPIC_OF.get(i) == second and can_be_asked_back(i)]
        if not rivals or not can_be_asked_back(intent):
            return None
        return max(sorted(rivals), key=lambda rival: probabilities[rival])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionReader(GraphComponent):
    """Last of the pipeline: sets the intent that the dialogue acts on, and the questions that actions answer.

    A data set without our refusals (another domain's benchmark) is left as the classifier understood it.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return dict(Thresholds().__dict__)

    def __init__(self, config: dict[str, Any]) -> None:
        self._thresholds = Thresholds(
            **{key: float(config[key]) for key in Thresholds.__dataclass_fields__}
        )
        self._reader = Reader(self._thresholds)
        self._listener = Listener()
        # beside another question a part is hardly off the subject, so refusals weigh no more than they are likely
        self._part_reader = Reader(replace(self._thresholds, refusal=1.0))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionReader:
        return cls(config)

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
        told = self._listener.hear(
            str(whole.get(TEXT) or ""), whole.get(MENTIONS), settings.current_day()
        )
        questions = self._questions(whole, parts)
        questions[0] = first = _with_what_is_told(questions[0], told, alone=len(questions) == 1)
        intent = SEVERAL if len(questions) > 1 else first.intent
        if len(questions) == 1 and first.alternatives and first.intent not in REFUSALS:
            intent = WHICH
        whole.set(INTENT, {"name": intent, "confidence": first.confidence}, add_to_output=True)
        whole.set(QUESTIONS, [question.to_dict() for question in questions], add_to_output=True)

    def _questions(self, whole: Message, parts: list[Message]) -> list[Question]:
        if whole.get(INSTEAD) and parts:
            return [self._question(parts[0])]
        if parts:  # of a story, the last part is most often the question
            whole.set(
                PROBABILITIES, _blended(whole.get(PROBABILITIES), parts[-1].get(PROBABILITIES))
            )
        asked = self._question(whole)
        answerable: list[Question] = []
        for part in (self._question(part, self._part_reader) for part in parts):
            if (
                part.intent in REFUSALS
                or part.alternatives
                or part.confidence < self._thresholds.part
            ):
                continue
            if TOPIC_OF.get(part.intent) in ("smalltalk", "advice"):
                continue
            if all(part.intent != other.intent for other in answerable):
                answerable.append(part)
        if (
            asked.intent not in REFUSALS
            and TOPIC_OF.get(asked.intent) != "advice"
            and len(answerable) > 1
        ):
            topics = {TOPIC_OF.get(question.intent) for question in answerable}
            if len(topics) > 1:
                return answerable
        return [asked]

    def _question(self, message: Message, reader: Reader | None = None) -> Question:
        return (reader or self._reader).read(
            str(message.get(TEXT) or ""),
            message.get(PROBABILITIES),
            message.get(MENTIONS),
            message.get(PASSAGES) or [],
        )


def _with_what_is_told(question: Question, told: Told, *, alone: bool) -> Question:
    """The question with what its message tells of the person, and as one on the person when it is nothing else."""
    question = replace(question, told=told)
    if not alone or question.intent == OUT_OF_SCOPE:
        return question
    topic = TOPIC_OF.get(question.intent)
    text = question.text
    if (
        not told.supposed.is_empty
        and _WHAT_IF.search(text)
        and question.intent not in ("ask_advice", "ask_what_if")
    ):
        return replace(question, intent="ask_what_if", alternatives=(), passages=())
    states = [
        name
        for name in ("years", "leading", "leads", "degree", "certifications")
        if told.said.knows(name)
    ]
    if (
        len(states) > 1
        and "asks" not in told.signals
        and topic not in ("advice", "smalltalk")
        and question.intent not in _WITH_A_STORY
    ):
        return replace(question, intent="ask_advice", alternatives=(), passages=())
    if question.intent == "goodbye" and "stop" in told.signals and not _LEAVES.search(text):
        return replace(question, intent="deny", alternatives=())
    if (
        question.intent in _MANNERS_ONLY and len(text.split()) <= _SHORT
    ):  # "nothing yet" is no complaint
        if {"none", "skip", "stop", "yes"} & set(told.signals):
            return replace(
                question, intent="affirm" if "yes" in told.signals else "deny", alternatives=()
            )
        named = any(
            told.named.knows(name) for name in ("years", "degree", "certifications", "target")
        )
        job = (
            told.named.role.lower() == text.strip().lower()
        )  # "developer" by itself, not "hello ciso"
        if "asks" not in told.signals and (
            named or job or (told.number and len(text.split()) == 1)
        ):
            return replace(question, intent="ask_advice", alternatives=())
    return question


def _blended(whole: Mapping[str, float], part: Mapping[str, float]) -> dict[str, float]:
    return {
        intent: (1 - _LAST_PART) * value + _LAST_PART * part[intent]
        for intent, value in whole.items()
    }
