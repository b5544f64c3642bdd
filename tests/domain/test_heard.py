"""Readings of a message survive the way through Rasa's JSON, and context picks among them."""

from __future__ import annotations

import json

from bot.domain.heard import Heard
from bot.domain.profile_parts import Degree
from bot.domain.profile_update import Doubt, Impossible, Operation, ProfileUpdate
from bot.domain.span import Span

PLAIN = ProfileUpdate(
    (
        Operation("set", "experience.security", Span(3, 3.5)),
        Operation("set", "degree", Degree("master", "in_progress")),
        Operation("set", "management.people", 4),
        Operation("retract", "pay"),
    ),
    (Operation("set", "job", "architect"),),
    (Operation("set", "certifications.CISM", "held"),),
    (Doubt("management.years", Span(2, 2), "two"),),
    (Impossible("experience.it", "too_long", "400 years"),),
    "experience",
)
ANSWER = ProfileUpdate((Operation("set", "management.people", 2),), answer="management")
CORRECTION = ProfileUpdate((Operation("replace", "experience.it", Span(2, 2)),))


def test_readings_come_back_from_json_as_they_were() -> None:
    heard = Heard(PLAIN, {"management": ANSWER}, {"experience.it": CORRECTION})
    assert Heard.from_dict(json.loads(json.dumps(heard.to_dict()))) == heard
    assert Heard.from_dict(None) == Heard()


def test_the_question_asked_last_picks_the_reading_before_what_was_named_last() -> None:
    heard = Heard(PLAIN, {"management": ANSWER}, {"experience.it": CORRECTION})
    assert heard.reading("management", "experience.it") == ANSWER
    assert heard.reading("job", "experience.it") == CORRECTION
    assert heard.reading() == PLAIN
