"""Asking a mentor: what goes, what doesn't, and who takes it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest

from tools.slack_limits import elements
from tools.slack_transcript import read
from tools.slack_workspace import (
    BOT,
    GENERAL,
    GONE,
    MAX,
    MENTOR,
    MENTORS,
    Message,
    Trouble,
    Workspace,
)

_people = count(1)


@pytest.fixture
def mentee(slack: Workspace) -> str:
    """Somebody who has asked two things, the last of them about certifications."""
    user = f"U0MENTEE{next(_people)}"
    slack.people[user] = {"id": user, "team_id": "T0WORKSPACE"}
    for number, text in enumerate(("what does a CISO earn?", "which certifications help?"), 1):
        slack.say(user, text)
        slack.answer(slack.dm(user), number=number)
    return user


def form(slack: Workspace, user: str, message: Message | None = None) -> dict[str, Any]:
    before = len(slack.forms)
    slack.press(user, message or slack.answers(slack.dm(user))[-1], "Ask a mentor")
    return slack.wait(lambda: slack.forms[before:])[0]


def brief(slack: Workspace, user: str, **share: Any) -> Message:
    """The brief that the mentors read after a form was sent."""
    before = len(briefs(slack))
    assert slack.submit(user, form(slack, user), **share) == (200, "")
    return slack.wait(lambda: briefs(slack)[before:])[0]


def briefs(slack: Workspace) -> list[Message]:
    return [message for message in slack.answers(MENTORS) if "thread_ts" not in message]


def test_the_form_begins_with_the_last_question_and_nothing_ticked(
    slack: Workspace, mentee: str
) -> None:
    opened = form(slack, mentee)
    assert "Your question: which certifications help?" in read(opened)
    assert "[ ] Our conversation here" in read(opened)
    assert "initial_options" not in json.dumps(opened)


def test_without_a_tick_only_the_question_goes(slack: Workspace, mentee: str) -> None:
    told = brief(slack, mentee, question="Could somebody look at my CV?")
    assert f"@{mentee} asks:" in read(told)
    assert "Could somebody look at my CV?" in read(told)
    assert "Nothing but the question is shared." in read(told)
    slack.wait(lambda: "with the mentors" in read(slack.answers(slack.dm(mentee))[-1]))
    assert not slack.answers(MENTORS, told["ts"])
    assert "CISSP" not in json.dumps(told["blocks"])


def test_what_is_ticked_follows_in_the_thread(slack: Workspace, mentee: str) -> None:
    told = brief(slack, mentee, share=("conversation",))
    assert "Shared with consent: the conversation, in the thread." in read(told)
    shared = "\n".join(read(message) for message in [slack.answer(MENTORS, told["ts"])])
    assert "Asked: what does a CISO earn?" in shared
    assert "Asked: which certifications help?" in shared
    assert "Security+" in shared


def test_what_was_said_after_the_form_was_opened_isnt_shared(slack: Workspace, mentee: str) -> None:
    opened, before = form(slack, mentee), len(briefs(slack))
    slack.say(mentee, "which degree do I need?")
    slack.answer(slack.dm(mentee), number=3)
    slack.submit(mentee, opened, share=("conversation",))
    told = slack.wait(lambda: briefs(slack)[before:])[0]
    assert "degree do I need" not in read(slack.answer(MENTORS, told["ts"]))


def test_an_empty_question_is_sent_back_with_a_word(slack: Workspace, mentee: str) -> None:
    before = len(briefs(slack))
    status, body = slack.submit(mentee, form(slack, mentee), question="  \u200b ")
    assert status == 200
    assert body == {
        "response_action": "errors",
        "errors": {"question": "Write your question first."},
    }
    assert len(briefs(slack)) == before


def test_a_form_that_is_sent_twice_is_one_brief(slack: Workspace, mentee: str) -> None:
    opened, before = form(slack, mentee), len(briefs(slack))
    for _ in range(3):
        slack.submit(mentee, opened)
    slack.wait(lambda: "with the mentors" in read(slack.answers(slack.dm(mentee))[-1]))
    assert len(briefs(slack)) == before + 1


def test_somebody_elses_conversation_cant_be_shared(slack: Workspace, mentee: str) -> None:
    """The button below another person's answer opens a form about one's own conversation; a changed form shares nothing."""
    ts = slack.say(mentee, f"<@{BOT}> what does a CISO earn?", GENERAL)
    opened = form(slack, MENTOR, slack.answer(GENERAL, ts))
    assert mentee not in opened["private_metadata"]
    before = len(briefs(slack))
    changed = {**opened, "private_metadata": json.dumps([f"slack:T0WORKSPACE:{mentee}", "x"])}
    slack.submit(MENTOR, changed, question="And theirs?", share=("conversation",))
    assert "Nothing but the question is shared." in read(
        slack.wait(lambda: briefs(slack)[before:])[0]
    )


def test_of_two_mentors_at_once_one_gets_it_and_the_asker_is_told_who(
    slack: Workspace, mentee: str
) -> None:
    told = brief(slack, mentee)
    slack.wait(lambda: len(slack.answers(slack.dm(mentee))) == 3)
    hints = len(slack.hints)
    presses = [slack.pressing(user, told, "I'll take it") for user in (MENTOR, MAX)]
    with ThreadPoolExecutor(2) as both:
        assert [
            status
            for status, _ in both.map(lambda press: slack.deliver(press, "interactive"), presses)
        ] == [200, 200]
    told_asker = read(slack.answer(slack.dm(mentee), number=4))
    winner = MENTOR if MENTOR in told_asker else MAX
    assert f"@{winner} takes your question" in told_asker
    slack.wait(lambda: f"Taken by @{winner}" in read(told))
    assert "take" not in {element["action_id"] for element in elements(told["blocks"])}
    hint = slack.wait(lambda: slack.hints[hints:])[0]
    assert hint["user"] == ({MENTOR, MAX} - {winner}).pop()
    assert "taken this one already" in hint["text"]
    assert len(slack.answers(slack.dm(mentee))) == 4


def test_nobody_who_may_not_speak_takes_a_question(slack: Workspace, mentee: str) -> None:
    told = brief(slack, mentee)
    press = slack.pressing(GONE, told, "I'll take it")
    assert slack.deliver(press, "interactive")[0] == 200
    slack.press(MENTOR, told, "I'll take it")
    slack.wait(lambda: f"Taken by @{MENTOR}" in read(told))


def test_a_mentors_channel_that_cant_be_reached_is_said_and_nothing_is_shared(
    slack: Workspace, mentee: str
) -> None:
    opened = form(slack, mentee)
    slack.trouble("chat.postMessage", Trouble("refused", error="not_in_channel"))
    before = len(slack.answers(MENTORS))
    slack.submit(mentee, opened, share=("conversation",))
    assert "couldn't pass your question on" in read(slack.answer(slack.dm(mentee), number=3))
    assert len(slack.answers(MENTORS)) == before


def test_a_form_that_slack_opens_no_more_is_said_to_the_one_who_pressed(
    slack: Workspace, mentee: str
) -> None:
    hints = len(slack.hints)
    slack.trouble("views.open", Trouble("refused", error="expired_trigger_id"))
    slack.press(mentee, slack.answers(slack.dm(mentee))[-1], "Ask a mentor")
    assert "press the button again" in slack.wait(lambda: slack.hints[hints:])[0]["text"]


def test_a_question_that_mentions_everybody_mentions_nobody(slack: Workspace, mentee: str) -> None:
    told = brief(slack, mentee, question="<!channel> look, <@U0MAX> & <https://evil.example|bank>")
    assert "<!" not in json.dumps(told["sent"])
    assert "<@" not in json.dumps(told["sent"]["blocks"])
    assert "<" not in told["sent"]["text"]
