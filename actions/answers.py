"""One action for each topic: take the understood question and the thread, ask `bot.answers.dialogue`, say the reply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import settings
from bot.answers.dialogue import ADVICE, ANSWERS, answer, ask_which, respond
from bot.answers.suggestions import QUESTIONS, TOPIC_OF
from bot.domain.question import Question, Thread
from bot.domain.reply import Reply, plain
from bot.knowledge.store import KnowledgeBase, KnowledgeReader

THREAD = "thread"
_reader = KnowledgeReader()
_LISTEN = FollowupAction("action_listen")  # an answer ends the turn: no policy need be asked


class Answer(Action):
    """Answers the questions of the last message and remembers them in the thread."""

    topic = ""
    fallback = "ask_role"
    """The intent answered when the last message carries no understood question, as in `rasa shell` with `/intent`."""

    def name(self) -> str:
        return f"action_answer_{self.topic}" if self.topic else ""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        kb = _reader.current()
        thread = Thread.from_dict(tracker.get_slot(THREAD))
        replies, thread = respond(
            list(self.questions(tracker)), thread, kb, settings.current_day(), self.reply
        )
        for reply in replies:
            say(dispatcher, reply)
        return [SlotSet(THREAD, thread.to_dict()), _LISTEN]

    def questions(self, tracker: Tracker) -> Iterable[Question]:
        message = tracker.latest_message or {}
        understood = [Question.from_dict(data) for data in message.get("questions") or ()]
        if understood:
            return understood
        intent = (message.get("intent") or {}).get("name")
        return [Question(intent if intent in TOPIC_OF and intent in _ANSWERABLE else self.fallback)]

    def reply(
        self, question: Question, thread: Thread, kb: KnowledgeBase, today: date
    ) -> tuple[Reply, Thread]:
        return answer(question, thread, kb, today)


class AnswerRole(Answer):
    topic = "role"


class AnswerDuties(Answer):
    topic, fallback = "duties", "ask_duties"


class AnswerSkills(Answer):
    topic, fallback = "skills", "ask_skills"


class AnswerEducation(Answer):
    topic, fallback = "education", "ask_education"


class AnswerExperience(Answer):
    topic, fallback = "experience", "ask_experience"


class AnswerCertifications(Answer):
    topic, fallback = "certifications", "ask_certifications"


class AnswerSalary(Answer):
    topic, fallback = "salary", "ask_salary"


class AnswerCareerPath(Answer):
    topic, fallback = "career_path", "ask_career_path"


class AnswerResources(Answer):
    topic, fallback = "resources", "ask_resources"


class AnswerAdvice(Answer):
    topic, fallback = "advice", "ask_advice"


class AnswerYesOrNo(Answer):
    """What a bare yes or no means stands in the thread: it may answer a question of the advisor's."""

    topic, fallback = "yes_or_no", "affirm"


class AnswerFromThread(Answer):
    """ "Tell me more", "why?", "the second one", "repeat that", "go back"."""

    topic, fallback = "from_thread", "ask_more"


class AnswerSeveral(Answer):
    """Several questions in one message, each with an answer of its own, in the order asked."""

    topic, fallback = "several", "ask_role"


class SayNotCovered(Answer):
    topic, fallback = "not_covered", "ask_not_covered"


class SayOutOfScope(Answer):
    topic, fallback = "out_of_scope", "out_of_scope"


class AskWhich(Answer):
    """Asks back when a question has two readings of about the same strength."""

    topic = "which"

    def name(self) -> str:
        return "action_ask_which"

    def reply(
        self, question: Question, thread: Thread, kb: KnowledgeBase, today: date
    ) -> tuple[Reply, Thread]:
        return (ask_which if question.alternatives else answer)(question, thread, kb, today)


class DefaultFallback(Answer):
    """Rasa found nothing to do: the same honest no as for a question that the sources don't answer."""

    topic, fallback = "fallback", "ask_not_covered"

    def name(self) -> str:
        return "action_default_fallback"

    def questions(self, tracker: Tracker) -> Iterable[Question]:
        return [
            replace(question, intent="ask_not_covered") for question in super().questions(tracker)
        ]


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """The plain text is complete by itself; surfaces of our own take the typed reply beside it."""
    dispatcher.utter_message(text=plain(reply), reply=reply.to_dict())


_ANSWERABLE = {*ANSWERS, *ADVICE, *QUESTIONS, "repeat", "go_back"}
