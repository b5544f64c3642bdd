"""One action for each thing the advisor does: read the turn, ask `bot.answers`, say the replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import settings
from bot.answers.dialogue import KNOWLEDGE, answer, ask_which, respond
from bot.domain.dialogue import DialogueState
from bot.domain.question import Question
from bot.domain.reply import Reply, plain
from bot.knowledge.store import KnowledgeBase, KnowledgeReader

DIALOGUE = "dialogue"


class AdvisorAction(Action):
    """Answers the questions of the last message and remembers them in the dialogue slot.

    A rule chooses the action by the intent; the action answers in its own way, whatever the intent
    was. The parts of a message that hold other questions are answered by their own intents.
    """

    intent: ClassVar[str] = ""
    """What this action answers: the intent that the main question is taken for."""
    _knowledge: ClassVar[KnowledgeReader] = KnowledgeReader()

    def name(self) -> str:
        return ""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        state = DialogueState.from_dict(tracker.get_slot(DIALOGUE))
        questions = self.questions(tracker)
        kb, today = self._knowledge.current(), settings.current_day()
        replies, state = respond(questions, state, kb, today, self.answer_one)
        for reply in replies:
            # the plain text is complete by itself; surfaces of our own take the typed reply
            dispatcher.utter_message(text=plain(reply), reply=reply.to_dict())
        return [SlotSet(DIALOGUE, state.to_dict())]

    def questions(self, tracker: Tracker) -> Sequence[Question]:
        """The questions that the pipeline read; a bare intent, as `/ask_salary` in `rasa shell`, is one."""
        message = tracker.latest_message or {}
        understood = [Question.from_dict(data) for data in message.get("questions") or ()]
        intent = str((message.get("intent") or {}).get("name") or self.intent)
        return understood or [Question(intent)]

    def answer_one(
        self, question: Question, state: DialogueState, kb: KnowledgeBase, today: date
    ) -> tuple[Reply, DialogueState]:
        return answer(replace(question, intent=self.intent), state, kb, today)


class AnswerQuestion(AdvisorAction):
    """A question about the job: what the knowledge base holds, or that it holds nothing."""

    def name(self) -> str:
        return "action_answer_question"

    def answer_one(
        self, question: Question, state: DialogueState, kb: KnowledgeBase, today: date
    ) -> tuple[Reply, DialogueState]:
        intent = question.intent if question.intent in KNOWLEDGE else "ask_not_covered"
        return answer(replace(question, intent=intent), state, kb, today)


class AnswerSeveral(AdvisorAction):
    """Several questions in one message, each with an answer of its own, in the order asked."""

    def name(self) -> str:
        return "action_answer_several"

    def answer_one(
        self, question: Question, state: DialogueState, kb: KnowledgeBase, today: date
    ) -> tuple[Reply, DialogueState]:
        return answer(question, state, kb, today)


class AskWhich(AdvisorAction):
    """Ask back when a question has two readings of about the same strength."""

    def name(self) -> str:
        return "action_ask_which"

    def answer_one(
        self, question: Question, state: DialogueState, kb: KnowledgeBase, today: date
    ) -> tuple[Reply, DialogueState]:
        return (ask_which if question.alternatives else answer)(question, state, kb, today)


class CompareOffer(AdvisorAction):
    """An offer beside the surveys that measured the same thing."""

    intent = "ask_offer"

    def name(self) -> str:
        return "action_compare_offer"


class NameSource(AdvisorAction):
    """Where the last answer, or the figure that is named, comes from."""

    intent = "ask_source"

    def name(self) -> str:
        return "action_name_source"


class TellAge(AdvisorAction):
    """How old the figures of the last answer are."""

    intent = "ask_figure_age"

    def name(self) -> str:
        return "action_tell_age"


class TellMore(AdvisorAction):
    intent = "ask_more"

    def name(self) -> str:
        return "action_tell_more"


class GiveReason(AdvisorAction):
    intent = "ask_why"

    def name(self) -> str:
        return "action_give_reason"


class PickFromList(AdvisorAction):
    """ "The second one" of the last list."""

    intent = "select_item"

    def name(self) -> str:
        return "action_pick_from_list"


class RepeatAnswer(AdvisorAction):
    intent = "repeat"

    def name(self) -> str:
        return "action_repeat_answer"


class GoBack(AdvisorAction):
    intent = "go_back"

    def name(self) -> str:
        return "action_go_back"


class TakeYes(AdvisorAction):
    """What a bare yes means stands in the dialogue: it may answer a question of the advisor's."""

    intent = "affirm"

    def name(self) -> str:
        return "action_take_yes"


class TakeNo(AdvisorAction):
    intent = "deny"

    def name(self) -> str:
        return "action_take_no"


class Advise(AdvisorAction):
    """Advice for the person who asks."""

    intent = "ask_advice"

    def name(self) -> str:
        return "action_advise"


class ShowPlan(AdvisorAction):
    intent = "ask_plan"

    def name(self) -> str:
        return "action_show_plan"


class SupposeOtherwise(AdvisorAction):
    """ "What if I had …": the plan as it would be."""

    intent = "ask_what_if"

    def name(self) -> str:
        return "action_suppose_otherwise"


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
