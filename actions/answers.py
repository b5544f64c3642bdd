"""Actions that answer questions about the job, or say that the sources hold nothing."""

from __future__ import annotations

from dataclasses import replace

from actions.advisor_action import AdvisorAction
from bot.answers.dialogue import answer
from bot.answers.intents import KNOWLEDGE
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import Reply


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
