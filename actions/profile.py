"""What the person said of themselves: heard once a message, kept in the slots of the profile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.skill_ratings import holds_ratings
from bot.answers.heard_pay import as_told, with_money
from bot.answers.held_role import with_role
from bot.answers.quoted import with_quoted_doubted, without_quoted
from bot.domain.dialogue import DialogueState, profile_of
from bot.domain.heard import HEARD, Heard
from bot.domain.named_fields import named_after
from bot.domain.profile import Profile
from bot.domain.profile_fields import FIELDS
from bot.domain.profile_update import (
    Operation,
    ProfileUpdate,
    apply,
    as_supposed,
    profile_of_others,
    settled,
)
from bot.knowledge.reader import KnowledgeReader
from bot.parsing.asking import asks_back, is_one_clause
from bot.parsing.turn_memory import remembering
from bot.settings import current_day

DIALOGUE = "dialogue"
KNOWLEDGE = KnowledgeReader()
WHAT_IF = "ask_what_if"


def changed_slots(before: Profile, after: Profile) -> list[EventType]:
    """The slots that differ, in the order of the profile's keys."""
    old, new = before.to_dict(), after.to_dict()
    return [SlotSet(name, new.get(name)) for name in FIELDS if old.get(name) != new.get(name)]


def profile_before(tracker: Tracker) -> Profile:
    """The profile as it was before the last message."""
    slots: dict[str, Any] = {DIALOGUE: tracker.get_slot(DIALOGUE)}
    pending: dict[str, Any] = {}
    for event in tracker.events:
        if event.get("event") == "user":
            slots.update(pending)
            pending = {}
        elif event.get("event") == "slot" and event.get("name") in FIELDS:
            pending[event["name"]] = event.get("value")
    return profile_of(slots)


def update_of(tracker: Tracker, state: DialogueState) -> ProfileUpdate:
    """What the last message tells, read in the light of what was asked and named before it.

    Who asks back hasn't answered: "how far am I from security architect?" is nobody's job. A
    what-if in one clause tells nothing: "with a year as a deputy".
    """
    message = tracker.latest_message or {}
    text = str(message.get("text") or "")
    heard = Heard.from_dict(message.get(HEARD))
    asked = str(tracker.get_slot("requested_slot") or state.asked)
    update = heard.reading("" if asks_back(text) else asked, state.last_named)
    if (message.get("intent") or {}).get("name") == WHAT_IF and is_one_clause(text):
        return as_supposed(update)
    known = profile_before(tracker)
    update = with_role(update, known, KNOWLEDGE.current())
    update = settled(update, known) if update.doubts or update.answer else update
    update = without_quoted(update, text, state.text, current_day())
    update = with_quoted_doubted(update, text, state.text, current_day())
    return as_told(update, text, state, known, current_day())


class HearProfile(Action):
    """Runs once a message, before any rule: Rasa calls it for slots with custom mappings."""

    def name(self) -> str:
        return "action_validate_slot_mappings"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        state = DialogueState.from_dict(tracker.get_slot(DIALOGUE))
        if holds_ratings(tracker, state, KNOWLEDGE.current()):
            return []
        with remembering():
            update = update_of(tracker, state)
        intent = str((tracker.latest_message or {}).get("intent", {}).get("name"))
        if intent == "affirm" and state.doubt:
            confirmed = (*update.operations, Operation("set", state.doubt.field, state.doubt.value))
            update = replace(update, operations=confirmed)
        before = profile_of(tracker.slots)
        events = changed_slots(before, apply(before, update))
        text = str((tracker.latest_message or {}).get("text") or "")
        heard = replace(
            with_money(state, text, update),
            last_named=update.last_named or state.last_named,
            named=named_after(state.named, update),
            others=profile_of_others(update).merged_over(state.others),
            doubt=None,
        )
        if heard != state:
            events.append(SlotSet(DIALOGUE, heard.to_dict()))
        return events


class ForgetProfile(Action):
    """Clear what the person said of themselves; the conversation itself stays."""

    def name(self) -> str:
        return "action_forget_profile"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        state = DialogueState.from_dict(tracker.get_slot(DIALOGUE))
        dispatcher.utter_message(response="utter_profile_forgotten")
        cleared = replace(
            state,
            others=Profile(),
            last_named="",
            named=(),
            asked="",
            doubt=None,
            skipped=(),
            shown=None,
            shown_before=None,
            shown_earlier=(),
            done=(),
        )
        return [
            *(SlotSet(name, None) for name in FIELDS),
            SlotSet(DIALOGUE, cleared.to_dict()),
        ]
