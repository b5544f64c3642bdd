"""The check of skills in a conversation with the trained advisor."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.reply import Reply

Ask = Callable[..., tuple[Reply, ...]]


def names(reply: Reply) -> list[str]:
    return [item.text for item in reply.items]


def test_the_check_asks_for_two_ratings_a_message_and_ends_with_what_the_plan_does(
    ask: Ask,
) -> None:
    asked: list[str] = []
    (reply,) = ask("check my skills")
    while reply.items:
        assert len(reply.items) <= 2
        asked += names(reply)
        (reply,) = ask("1 and 4" if len(asked) == 2 else "4 for both")
    assert len(asked) == len(set(asked)) == 11
    assert "Your plan now works on communicating and presenting (1 of 5)" in reply.text


def test_a_question_in_between_is_answered_alone_and_the_check_goes_on(ask: Ask) -> None:
    first = ask("I want to rate my skills")[0]
    between = ask("what does a CISO earn?")
    assert len(between) == 1
    assert between[0].topic == "salary"
    following = ask("3 and 4")[0]
    assert following.items and not set(names(following)) & set(names(first))


def test_skills_are_skipped_and_the_check_is_stopped(ask: Ask) -> None:
    first = ask("skills check")[0]
    second = ask("skip")[0]
    assert second.items and not set(names(second)) & set(names(first))
    ask("2 and 5")
    end = ask("no more questions please")[0]
    assert "(2 of 5)" in end.text
    assert "wait until you ask" in end.text
    again = ask("check my skills")[0]
    assert names(again) == names(first)


def test_ratings_are_not_taken_for_years_and_show_in_the_plan(ask: Ask) -> None:
    ask("I'm a SOC analyst with 3 years in security and a bachelor's, no team yet, Security+")
    ask("check my skills")
    ask("1 and 5")
    ask("stop asking")
    told = ask("make me a plan")
    while not told[0].files:
        told = ask("skip")
    assert any("ten-minute talk" in item.detail for item in told[0].items)
