"""What all actions of the advisor do: read the turn, ask `bot.answers`, say the replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.plan_form import FORM, belongs_to_form
from actions.profile import DIALOGUE, profile_before, update_of
from bot import settings
from bot.answers import ticks
from bot.answers.act_decision import is_talk
from bot.answers.dialogue import ANSWERABLE, answer, answer_to_advisor, respond
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState, profile_of
from bot.domain.question import Question
from bot.domain.reply import Reply, plain
from bot.knowledge.reader import KnowledgeReader
from bot.nlu.context_reader import ContextReader

PLAN = "plan"  # what `DialogueState.asked` holds after the plan was offered


# How likely small talk must be, to be answered as such where nothing else answers.
_SOUNDS_LIKE = 0.3
DECLINED = ("not_covered", "out_of_scope")
# The responses to small talk, as the rules have them.
RESPONSES = {
    "greet": "utter_greet", "goodbye": "utter_goodbye", "thank": "utter_welcome",
    "ask_capabilities": "utter_capabilities", "ask_bot": "utter_bot", "praise": "utter_praise",
    "complain": "utter_complain", "express_worry": "utter_worry",
    "express_frustration": "utter_frustration", "insult": "utter_insult", "joke": "utter_joke",
    "react_positive": "utter_reaction_positive", "react_negative": "utter_reaction_negative",
    "apologize": "utter_apology_accepted",
}  # fmt: skip


class AdvisorAction(Action):
    """Answers the questions of the last message and remembers them in the dialogue slot.

    A rule chooses the action by the intent; the action answers in its own way, whatever the intent
    was. The parts of a message that hold other questions are answered by their own intents.
    """

    # What this action answers: the intent that the main question is taken for.
    intent: ClassVar[str] = ""
    _knowledge: ClassVar[KnowledgeReader] = KnowledgeReader()

    def name(self) -> str:
        return ""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = self.turn(tracker)
        if self.name() != "action_show_plan" and belongs_to_form(tracker, turn.update):
            return [FollowupAction(FORM)]
        asked, questions = turn.state.asked, self.questions(tracker)
        if response := talk(questions, turn):
            return _said(response, dispatcher, turn)
        if (of_plan := ticks.answer(questions, turn)) is not None:
            replies, state = [of_plan[0]], of_plan[1]
        elif asked not in ("", PLAN) and turn.update.answer == asked:
            # "security analyst" after "What do you do at the moment?" is an answer, whatever it
            # would be asked as
            replies, state = respond([Question("ask_advice")], turn, answer_to_advisor)
        else:
            replies, state = respond(questions, turn, self.answer_one)
        if response := small_talk(questions, replies):
            return _said(response, dispatcher, turn)
        for reply in replies:
            # the plain text is complete by itself; surfaces of our own take the typed reply
            dispatcher.utter_message(text=plain(reply), reply=reply.to_dict())
        return [SlotSet(DIALOGUE, state.to_dict())]

    def turn(self, tracker: Tracker) -> Turn:
        state = DialogueState.from_dict(tracker.get_slot(DIALOGUE))
        if offered := _last_buttons(tracker):
            state = replace(state, suggestions=offered)
        return Turn(
            state=state,
            kb=self._knowledge.current(),
            today=settings.current_day(),
            reader=ContextReader.current(),
            profile=profile_of(tracker.slots),
            before=profile_before(tracker),
            update=update_of(tracker, state),
            text=str((tracker.latest_message or {}).get("text") or ""),
        )

    def questions(self, tracker: Tracker) -> Sequence[Question]:
        """The questions that the pipeline read; a bare intent, as `/ask_salary` in `rasa shell`, is
        one.
        """
        message = tracker.latest_message or {}
        understood = [Question.from_dict(data) for data in message.get("questions") or ()]
        intent = str((message.get("intent") or {}).get("name") or self.intent)
        return understood or [Question(intent if intent in ANSWERABLE else self.intent)]

    def answer_one(self, question: Question, turn: Turn) -> tuple[Reply, DialogueState]:
        return answer(replace(question, intent=self.intent), turn)


def _said(response: str, dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
    """A response of the domain, after which nothing is waited for."""
    dispatcher.utter_message(response=response)
    return [SlotSet(DIALOGUE, replace(turn.state, asked="").to_dict())]


def talk(questions: Sequence[Question], turn: Turn) -> str:
    """The response to a message that is small talk in its conversation; empty otherwise."""
    is_small = len(questions) == 1 and is_talk(questions[0], turn)
    return RESPONSES.get(questions[0].act, "") if is_small else ""


def small_talk(questions: Sequence[Question], replies: Sequence[Reply]) -> str:
    """The response to what sounds a little like small talk, where nothing answers the message;
    empty otherwise.
    """
    if len(questions) != 1 or any(reply.topic not in DECLINED for reply in replies):
        return ""
    said = questions[0]
    sounds = said.intent == "ask_ellipsis" and said.act_share >= _SOUNDS_LIKE
    return RESPONSES.get(said.act, "") if sounds else ""


def _last_buttons(tracker: Tracker) -> tuple[str, ...]:
    """The buttons of the advisor's last message, where it was a response of the domain."""
    said = next((e for e in reversed(tracker.events) if e.get("event") == "bot"), None)
    buttons = ((said or {}).get("data") or {}).get("buttons") or ()
    return tuple(str(button["title"]) for button in buttons)
