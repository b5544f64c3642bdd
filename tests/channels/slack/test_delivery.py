"""Exactly one answer to one question, though Slack delivers again, breaks, or sends a flood."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tools.serving import Server
from tools.slack_transcript import read
from tools.slack_workspace import (
    ASKER,
    BOT,
    BOT_TOKEN,
    GENERAL,
    OTHER,
    SECRET,
    Message,
    Trouble,
    Workspace,
)


def test_a_redelivered_question_is_answered_once_whatever_slack_says_of_the_reason(
    slack: Workspace,
) -> None:
    before = {user: len(slack.answers(slack.dm(user))) for user in (ASKER, OTHER)}
    for user in before:
        channel = slack.dm(user)
        message = slack.write(user, channel, "what does a CISO earn?")
        first, again = (
            slack.events(channel, message)[0],
            slack.events(channel, message)[0],
        )  # with another event id
        for number, reason in enumerate(["", "http_timeout", "http_error", "ssl_error"]):
            retry = (
                {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
            )
            assert slack.deliver(again if number == 3 else first, **retry)[0] == 200
        slack.answer(channel, number=before[user] + 1)
    time.sleep(1)
    after = {user: len(slack.answers(slack.dm(user))) for user in before}
    assert after == {user: count + 1 for user, count in before.items()}
    keys = [
        m["metadata"]["event_payload"]["key"]
        for user in before
        for m in slack.answers(slack.dm(user))
    ]
    assert len(keys) == len(set(keys))


def test_while_slack_says_wait_answers_of_a_channel_stay_in_order_and_none_is_lost(
    slack: Workspace,
) -> None:
    user = "U0HASTY"
    slack.people[user] = {"id": user, "team_id": "T0WORKSPACE"}
    slack.trouble("chat.postMessage", Trouble("limited", 3), Trouble("limited", 1))
    asked = [slack.say(user, f"what does a CISO earn? {number}") for number in range(12)]
    told = slack.wait(
        lambda: len(slack.answers(slack.dm(user))) == 12 and slack.answers(slack.dm(user))
    )
    keys = [message["metadata"]["event_payload"]["key"] for message in told]
    assert keys == [f"post:{slack.dm(user)}:{ts}" for ts in asked]
    assert slack.impatient == []


@pytest.mark.parametrize("kind", ["broken", "lost", "late"])
def test_a_broken_slack_gets_each_answer_exactly_once_in_the_end(
    slack: Workspace, kind: str
) -> None:
    user = f"U0{kind.upper()}"
    slack.people[user] = {"id": user, "team_id": "T0WORKSPACE"}
    slack.trouble("chat.postMessage", *[Trouble(kind, 3)] * 2)
    slack.say(user, "what does a CISO earn?")
    slack.answer(slack.dm(user))
    slack.say(user, "what does a CISO do?")
    slack.answer(slack.dm(user), number=2)
    time.sleep(1)
    assert len(slack.answers(slack.dm(user))) == 2


def test_who_somebody_is_can_be_slow_to_find_out(slack: Workspace) -> None:
    slack.people["U0SLOW"] = {"id": "U0SLOW", "team_id": "T0WORKSPACE"}
    slack.trouble("users.info", Trouble("limited", 1), Trouble("broken"), Trouble("lost", 3))
    assert slack.command("U0SLOW", "what does a CISO earn?")[0] == 200
    assert "salary" in read(
        slack.wait(lambda: [m for m in slack.private if m["user"] == "U0SLOW"])[0]
    )


def test_what_cant_be_kept_isnt_acknowledged_so_that_slack_delivers_it_again(
    slack: Workspace, server: Server
) -> None:
    slack.people["U0LOCKED"] = {"id": "U0LOCKED", "team_id": "T0WORKSPACE"}
    channel = slack.dm("U0LOCKED")
    payload = slack.events(channel, slack.write("U0LOCKED", channel, "what does a CISO do?"))[0]
    database = sqlite3.connect(server.data / "conversations.db", isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    try:
        assert slack.deliver(payload)[0] == 500
    finally:
        database.execute("ROLLBACK")
    assert slack.deliver(payload)[0] == 200
    slack.answer(channel)
    time.sleep(0.5)
    assert len(slack.answers(channel)) == 1


def test_neither_what_people_type_nor_a_secret_stands_in_the_log(
    slack: Workspace, server: Server
) -> None:
    slack.people["U0CANARY"] = {"id": "U0CANARY", "team_id": "T0WORKSPACE"}
    slack.trouble("chat.postMessage", Trouble("broken"), Trouble("refused"))
    for number, text in enumerate(("my canary earns what?", "canary: what does a CISO do?"), 1):
        slack.say("U0CANARY", text)
        slack.command("U0CANARY", text)
        if number == 2:
            slack.answer(slack.dm("U0CANARY"))
    log = server.log()
    assert log
    for word in ("canary", BOT_TOKEN, SECRET):
        assert word not in log.lower().replace("u0canary", "")


def test_two_hundred_questions_at_once_are_answered_once_each(slack: Workspace) -> None:
    people = [f"U0CROWD{number}" for number in range(50)]
    slack.people.update({user: {"id": user, "team_id": "T0WORKSPACE"} for user in people})
    questions = [
        "which certifications help?",
        "what does a CISO earn?",
        f"<@{BOT}> what does a CISO do?",
        "which degree do I need?",
    ]
    asked: list[tuple[str, str, Message]] = []
    for user in people:
        for text in questions:
            channel = GENERAL if BOT in text else slack.dm(user)
            asked.append((user, channel, slack.write(user, channel, text)))
    payloads = [
        payload for _, channel, message in asked for payload in slack.events(channel, message)
    ]
    assert len(asked) == 200
    with ThreadPoolExecutor(40) as crowd:
        assert {status for status, _ in crowd.map(slack.deliver, payloads)} == {200}
    wanted = {
        f"post:{channel}:{message['ts']}": (user, message["text"])
        for user, channel, message in asked
    }
    told = slack.wait(lambda: len(found := _answered(slack, wanted)) == 200 and found, seconds=240)
    assert sorted(told) == sorted(set(told))
    posted = {
        m["metadata"]["event_payload"]["key"]: m
        for messages in slack.messages.values()
        for m in messages
        if "metadata" in m
    }
    words = dict(zip(questions, ("CISSP", "$", "CISO", "degree"), strict=True))
    assert all(words[text] in read(posted[key]) for key, (_, text) in wanted.items())


def _answered(slack: Workspace, wanted: dict[str, tuple[str, str]]) -> list[str]:
    keys = [
        m["metadata"]["event_payload"]["key"]
        for messages in slack.messages.values()
        for m in list(messages)
        if "metadata" in m
    ]
    return [key for key in keys if key in wanted]
