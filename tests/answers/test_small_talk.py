"""What hardly sounds like small talk gets the response that the rules have for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.answers import small_talk
from bot.answers.dialogue import answered
from bot.answers.small_talk import RESPONSES
from bot.domain.question import Question
from bot.domain.reply import Reply
from bot.knowledge.store import KnowledgeBase
from tests.answers.turns import turn

RULES = Path("data/rules/smalltalk.yml")
DECLINED = Reply("not_covered", "I don't have anything on that.")


def said(act: str, share: float, intent: str = "ask_ellipsis") -> Question:
    return Question(intent, text="well then", act=act, act_share=share)


def left(question: Question, reply: Reply, kb: KnowledgeBase) -> str:
    found = small_talk.left(question, reply, turn(kb))
    return found[0].response if found else ""


def test_the_responses_are_those_of_the_rules() -> None:
    steps = [rule["steps"] for rule in yaml.safe_load(RULES.read_text("utf-8"))["rules"]]
    pairs = [(one["intent"], two["action"]) for one, two in steps if "action" in two]
    assert {intent: dict(pairs)[intent] for intent in RESPONSES} == RESPONSES


def test_where_nothing_answers_it_is_small_talk_after_all(kb: KnowledgeBase) -> None:
    assert left(said("thank", 0.4), DECLINED, kb) == "utter_welcome"


def test_an_answer_stands_and_what_hardly_sounds_so_is_declined(kb: KnowledgeBase) -> None:
    assert left(said("thank", 0.4), Reply("salary", "$364,000 a year."), kb) == ""
    assert left(said("thank", 0.1), DECLINED, kb) == ""
    assert left(said("thank", 0.4, "ask_not_covered"), DECLINED, kb) == ""


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("that's a lot for me. is there a free one?", ""),
        ("who else offers it then?", ""),
        ("that's a lot for me", "utter_worry"),
    ],
)
def test_a_question_that_tells_no_feeling_is_comforted_by_nobody(
    text: str, response: str, kb: KnowledgeBase
) -> None:
    found = small_talk.left(said("express_worry", 0.4), DECLINED, turn(kb, text=text))
    assert (found[0].response if found else "") == response


@pytest.mark.parametrize(
    ("act", "response"),
    [
        ("defer_decision", "utter_take_your_time"),
        ("express_surprise", "utter_surprise"),
        ("express_discouragement", "utter_discouragement"),
        ("belittle_oneself", "utter_reassurance"),
    ],
)
def test_a_remark_ends_what_was_waited_for(act: str, response: str, kb: KnowledgeBase) -> None:
    found = small_talk.response(act, turn(kb))
    assert found is not None
    assert (found[0].response, found[1].asked) == (response, "")


def test_more_good_news_is_congratulated_in_other_words(kb: KnowledgeBase) -> None:
    news = Question("share_success", text="they said yes!")
    first, state = answered(news, turn(kb))
    again, _ = answered(news, turn(kb, state))
    assert first.text.startswith("Congratulations")
    assert again.text not in ("", first.text)


@pytest.mark.parametrize(
    ("responded", "intent", "confidence", "stays"),
    [
        ("utter_crisis", "ask_ellipsis", 0.4, True),
        ("utter_crisis", "express_frustration", 0.9, True),
        ("utter_crisis", "ask_salary", 0.3, True),
        ("utter_crisis", "ask_salary", 0.9, False),
        ("utter_worry", "ask_ellipsis", 0.4, False),
    ],
)
def test_who_told_of_danger_is_stayed_with_until_they_ask_for_something(
    responded: str, intent: str, confidence: float, stays: bool, kb: KnowledgeBase
) -> None:
    said = small_talk.stayed_with(
        [Question(intent, confidence, text="just empty")], turn(kb, responded=responded)
    )
    assert (said is not None) == stays
    assert not said or ("crisis line" in said[0].text and not said[0].suggestions)
