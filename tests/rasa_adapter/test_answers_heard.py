"""What is taken for an answer to the advisor's own question, and what asks back."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker

from actions.profile import update_of
from bot.domain.dialogue import DialogueState
from bot.domain.heard import HEARD, Heard
from bot.domain.profile_update import Operation, ProfileUpdate
from bot.domain.span import Span

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


YEAR = Operation("set", "management.years", Span(1, 1))


@pytest.mark.parametrize(
    ("text", "intent", "is_told"),
    [
        ("with a year as a deputy", "ask_what_if", False),
        ("I led people for a year. What if I had the CISM?", "ask_what_if", True),
        ("I led people for a year", "inform", True),
    ],
)
def test_a_what_if_in_one_clause_tells_nothing(text: str, intent: str, is_told: bool) -> None:
    heard = Heard(ProfileUpdate((YEAR,)))
    message = {"text": text, "intent": {"name": intent}, HEARD: heard.to_dict()}
    tracker = Tracker("x", {}, message, [], False, None, {}, "action_listen")
    update = update_of(tracker, DialogueState())
    assert update.operations == ((YEAR,) if is_told else ())
    assert update.supposed == (() if is_told else (YEAR,))
