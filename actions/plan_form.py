"""The questions without which there is no plan: a Rasa form that asks each of them once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.profile import DIALOGUE, update_of
from bot.domain.dialogue import DialogueState, profile_of
from bot.domain.profile_fields import FIELDS
from bot.domain.profile_update import ProfileUpdate
from bot.plan.gap_analysis import needed

FORM = "plan_form"
REQUESTED = "requested_slot"
_GOES_ON = ("inform", "affirm", "ask_plan")  # the rules send these back to the form


def belongs_to_form(tracker: Tracker, update: ProfileUpdate) -> bool:
    """Whether the message goes on with the form that is open, rather than asking in between."""
    active = (tracker.active_loop or {}).get("name") == FORM
    return active and bool(update.answer or update.operations)


class ValidatePlanForm(Action):
    """Chooses what to ask next. A message that tells nothing is handed back to the policies."""

    def name(self) -> str:
        return "validate_plan_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        state = DialogueState.from_dict(tracker.get_slot(DIALOGUE))
        asked = tracker.get_slot(REQUESTED)
        told = update_of(tracker, state)
        skipped = asked in state.skipped
        intent = str((tracker.latest_message or {}).get("intent", {}).get("name"))
        answers = told.operations or told.answer or intent in _GOES_ON
        if asked and not skipped and not answers:
            return []  # Rasa then rejects the form, and a rule answers the message
        profile = profile_of(tracker.slots)
        if asked and asked not in state.skipped:
            state = replace(state, skipped=(*state.skipped, asked))  # each is asked once
        waiting = [name for name in needed(profile) if name not in state.skipped]
        kept = [SlotSet(name, tracker.get_slot(name)) for name in FIELDS if name in _told(told)]
        following = waiting[0] if waiting else None
        return [*kept, SlotSet(DIALOGUE, state.to_dict()), SlotSet(REQUESTED, following)]


class SkipQuestion(Action):
    """Leave the question that is open out of the plan."""

    def name(self) -> str:
        return "action_skip_question"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        state = DialogueState.from_dict(tracker.get_slot(DIALOGUE))
        asked = tracker.get_slot(REQUESTED)
        if not asked:
            return []
        return [SlotSet(DIALOGUE, replace(state, skipped=(*state.skipped, asked)).to_dict())]


class ExplainQuestion(Action):
    """Say why the question that is open is asked; the question stays open."""

    def name(self) -> str:
        return "action_explain_question"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(response=f"utter_explain_{tracker.get_slot(REQUESTED) or 'plan'}")
        return []


def _told(update: ProfileUpdate) -> set[str]:
    return {operation.group for operation in update.operations} | {update.answer}
