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
from bot.answers.dialogue import ANSWERABLE, answer, answer_to_advisor, respond
from bot.answers.turn import Turn
from bot.domain.dialogue import DialogueState, profile_of
from bot.domain.plain_reply import plain
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.reader import KnowledgeReader
from bot.nlu.context_reader import ContextReader
from bot.parsing.turn_memory import remembering

PLAN = "plan"  # what `DialogueState.asked` holds after the plan was offered


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
        with remembering():
            return self._answered(dispatcher, tracker)

    def _answered(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        turn = self.turn(tracker)
        wants_plan = self.name() == "action_show_plan"
        if not wants_plan and belongs_to_form(tracker, turn.update):
            return [FollowupAction(FORM)]
        asked, questions = turn.state.asked, self.questions(tracker)
        if (of_plan := ticks.answer(questions, turn)) is not None:
            replies, state = [of_plan[0]], of_plan[1]
        elif not wants_plan and asked not in ("", PLAN) and turn.update.answer == asked:
            # "security analyst" after "What do you do at the moment?" is an answer, whatever it
            # would be asked as
            replies, state = respond([Question("ask_advice")], turn, answer_to_advisor)
        else:
            replies, state = respond(questions, turn, self.answer_one)
        for reply in replies:
            _say(reply, dispatcher)
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
            responded=_last_response(tracker),
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


def _say(reply: Reply, dispatcher: CollectingDispatcher) -> None:
    """Say a reply, or the response of the domain that it names."""
    if reply.response:
        dispatcher.utter_message(response=reply.response)
    else:
        # the plain text is complete by itself; surfaces of our own take the typed reply
        dispatcher.utter_message(text=plain(reply), reply=reply.to_dict())


def _last_response(tracker: Tracker) -> str:
    """The name of the advisor's last message, where it was a response of the domain."""
    return str((_last_said(tracker).get("metadata") or {}).get("utter_action") or "")


def _last_said(tracker: Tracker) -> dict[str, Any]:
    """The event of the advisor's last message; empty before the first."""
    events = (event for event in reversed(tracker.events) if event.get("event") == "bot")
    return next(events, {})


def _last_buttons(tracker: Tracker) -> tuple[str, ...]:
    """The buttons of the advisor's last message, where it was a response of the domain."""
    buttons = (_last_said(tracker).get("data") or {}).get("buttons") or ()
    return tuple(str(button["title"]) for button in buttons)
