"""What is taken for an answer to the advisor's own question, and what asks back."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker

from actions.profile import update_of
from bot.domain.dialogue import DialogueState
from bot.domain.heard import HEARD, Heard
from bot.domain.profile_update import Operation, ProfileUpdate

AS_ANSWER = Heard(
    answers={"job": ProfileUpdate((Operation("set", "job", "security architect"),), answer="job")}
)


@pytest.mark.parametrize(
    ("text", "is_answer"),
    [
        ("security architect", True),
        ("Security architect?", True),
        ("how far am I from security architect?", False),
        ("What does a security architect earn?", False),
    ],
)
def test_who_asks_back_has_not_answered(text: str, is_answer: bool) -> None:
    message = {"text": text, HEARD: AS_ANSWER.to_dict()}
    tracker = Tracker("x", {"requested_slot": "job"}, message, [], False, None, {}, "action_listen")
    assert bool(update_of(tracker, DialogueState()).operations) is is_answer
