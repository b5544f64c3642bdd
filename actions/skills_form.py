"""The optional check of skills: a Rasa form that asks for two ratings at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.profile import DIALOGUE
from actions.skill_ratings import last_text
from bot.answers.skills_check import ask_ratings, review_ratings
from bot.domain.dialogue import DialogueState, profile_of
from bot.domain.plain_reply import plain
from bot.domain.reply import Reply
from bot.knowledge.reader import KnowledgeReader
from bot.knowledge.store import KnowledgeBase
from bot.plan.skills import skills_to_rate, with_ratings

REQUESTED = "requested_slot"
RATINGS = "skill_ratings"
# How what a skill is about begins, among what was left out.
SKILL = "skill/"
_CLOSED = (ActiveLoop(None), SlotSet(REQUESTED, None), FollowupAction("action_listen"))


class SkillsAction(Action):
    """What is asked for follows from the profile, from what was left out and from the facts."""

    _knowledge: ClassVar[KnowledgeReader] = KnowledgeReader()

    def name(self) -> str:
        return ""

    @property
    def kb(self) -> KnowledgeBase:
        return self._knowledge.current()

    def end(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say what the ratings mean; what was left out may be asked for in another check."""
        state = _state(tracker)
        self.say(dispatcher, review_ratings(profile_of(tracker.slots), state.skipped, self.kb))
        left = tuple(name for name in state.skipped if not name.startswith(SKILL))
        return [SlotSet(DIALOGUE, replace(state, skipped=left).to_dict())]

    def say(self, dispatcher: CollectingDispatcher, reply: Reply) -> None:
        dispatcher.utter_message(text=plain(reply), reply=reply.to_dict())


class ValidateSkillsForm(SkillsAction):
    """Keeps the ratings of a message. One that holds none is handed back to the policies."""

    def name(self) -> str:
        return "validate_skills_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        profile, skipped = profile_of(tracker.slots), _state(tracker).skipped
        if tracker.get_slot(REQUESTED) == RATINGS:
            rated = with_ratings(
                profile, last_text(tracker), skills_to_rate(profile, skipped, self.kb)
            )
            if rated is None:
                return []  # Rasa then rejects the form, and a rule answers the message
            profile = rated
        following = RATINGS if skills_to_rate(profile, skipped, self.kb) else None
        return [SlotSet("skills", dict(profile.skills) or None), SlotSet(REQUESTED, following)]


class AskRatings(SkillsAction):
    """Asks for the next ratings; silent after a question in between, which is answered alone."""

    def name(self) -> str:
        return "action_ask_skills_form_skill_ratings"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        profile = profile_of(tracker.slots)
        asked = skills_to_rate(profile, _state(tracker).skipped, self.kb)
        if not asked:
            return [*self.end(dispatcher, tracker), *_CLOSED]
        if not _is_answered(tracker):
            left_out = any(name.startswith(SKILL) for name in _state(tracker).skipped)
            self.say(dispatcher, ask_ratings(asked, is_first=not profile.skills and not left_out))
        return []


class SkipSkills(SkillsAction):
    """Leaves the skills that were asked for out of the check."""

    def name(self) -> str:
        return "action_skip_skills"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        state, profile = _state(tracker), profile_of(tracker.slots)
        left_out = [fact.about for fact in skills_to_rate(profile, state.skipped, self.kb)]
        state = replace(state, skipped=(*state.skipped, *left_out))
        if skills_to_rate(profile, state.skipped, self.kb):
            return [SlotSet(DIALOGUE, state.to_dict())]
        return [*self.end(dispatcher, tracker), *_CLOSED]


class ReviewSkills(SkillsAction):
    """Ends the check with what the ratings mean."""

    def name(self) -> str:
        return "action_review_skills"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return self.end(dispatcher, tracker)


def _state(tracker: Tracker) -> DialogueState:
    return DialogueState.from_dict(tracker.get_slot(DIALOGUE))


def _is_answered(tracker: Tracker) -> bool:
    """Whether something was said since the person's last message."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "bot":
            return True
    return False
