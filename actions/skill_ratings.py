"""Whether a message answers the check of skills, which `actions.skills_form` asks."""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.domain.dialogue import DialogueState, profile_of
from bot.knowledge.store import KnowledgeBase
from bot.plan.skills import skills_to_rate, with_ratings

FORM = "skills_form"


def holds_ratings(tracker: Tracker, state: DialogueState, kb: KnowledgeBase) -> bool:
    """Whether the last message rates the skills asked for: then it says nothing else."""
    if (tracker.active_loop or {}).get("name") != FORM:
        return False
    profile = profile_of(tracker.slots)
    asked = skills_to_rate(profile, state.skipped, kb)
    return with_ratings(profile, last_text(tracker), asked) is not None


def last_text(tracker: Tracker) -> str:
    return str((tracker.latest_message or {}).get("text") or "")
