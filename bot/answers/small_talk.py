"""What the advisor says, as a typed reply: an action's travels along, a response of the domain is small talk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answers.suggestions import next_questions
from bot.domain.dialogue import DialogueState
from bot.domain.reply import Reply


def spoken(text: str, carried: Mapping[str, Any]) -> Reply:
    """`carried` is what Rasa carries beside the text: the action's reply, or which response of the domain it is."""
    if carried.get("reply"):
        return Reply.from_dict(carried["reply"])
    leaving = carried.get("utter_action") == "utter_goodbye"
    return Reply(
        "smalltalk",
        text,
        suggestions=() if leaving else next_questions("smalltalk", DialogueState()),
    )
