"""What hardly sounds like small talk gets the response that the rules have for it."""

from __future__ import annotations

from pathlib import Path

import yaml

from actions.advisor_action import RESPONSES, small_talk
from bot.domain.question import Question
from bot.domain.reply import Reply

RULES = Path("data/rules/smalltalk.yml")
DECLINED = [Reply("not_covered", "I don't have anything on that.")]


def said(act: str, share: float, intent: str = "ask_ellipsis") -> list[Question]:
    return [Question(intent, text="well then", act=act, act_share=share)]


def test_the_responses_are_those_of_the_rules() -> None:
    steps = [rule["steps"] for rule in yaml.safe_load(RULES.read_text("utf-8"))["rules"]]
    pairs = [(one["intent"], two["action"]) for one, two in steps if "action" in two]
    assert {intent: dict(pairs)[intent] for intent in RESPONSES} == RESPONSES


def test_where_nothing_answers_it_is_small_talk_after_all() -> None:
    assert small_talk(said("thank", 0.4), DECLINED) == "utter_welcome"


def test_an_answer_stands_and_what_hardly_sounds_so_is_declined() -> None:
    assert small_talk(said("thank", 0.4), [Reply("salary", "$364,000 a year.")]) == ""
    assert small_talk(said("thank", 0.1), DECLINED) == ""
    assert small_talk(said("thank", 0.4, "ask_not_covered"), DECLINED) == ""
