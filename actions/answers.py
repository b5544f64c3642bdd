"""Actions that answer questions about the job, or say that the sources hold nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.advisor_action import AdvisorAction
from actions.plan_form import FORM
from bot.answers.dialogue import answer
from bot.answers.intent_topics import KNOWLEDGE
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import Reply

PLAN = "ask_plan"


class AnswerQuestion(AdvisorAction):
    """A question about the job: what the knowledge base holds, or that it holds nothing."""

    def name(self) -> str:
        return "action_answer_question"

    def answer_one(self, question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
        intent = question.intent if question.intent in KNOWLEDGE else "ask_not_covered"
        return answer(replace(question, intent=intent), turn)


class AnswerSeveral(AdvisorAction):
    """Several questions in one message, each with an answer of its own, in the order asked."""

    def name(self) -> str:
        return "action_answer_several"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        events = super().run(dispatcher, tracker, domain)
        wants_plan = any(question.intent == PLAN for question in super().questions(tracker))
        return [*events, FollowupAction(FORM)] if wants_plan else events

    def questions(self, tracker: Tracker) -> Sequence[Question]:
        """Without a wish for the plan: the form asks what that needs first."""
        return [question for question in super().questions(tracker) if question.intent != PLAN]

    def answer_one(self, question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
        return answer(question, turn)


class DeclineOutOfScope(AdvisorAction):
    """Say kindly that something has nothing to do with the career."""

    intent = "out_of_scope"

    def name(self) -> str:
        return "action_decline_out_of_scope"


class DefaultFallback(AdvisorAction):
    """No rule applies: say that the sources hold nothing on it, with what is closest."""

    intent = "ask_not_covered"

    def name(self) -> str:
        return "action_default_fallback"
