"""Exactly one answer to one question: signatures, redelivery, floods, two processes, and one of
them killed.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

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
    workspace,
)

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def asked(slack: Workspace) -> bytes:
    message = slack.write(ASKER, slack.dm(ASKER), "what does a CISO do?")
    return json.dumps(slack.events(slack.dm(ASKER), message)[0]).encode()


@pytest.mark.parametrize(
    ("secret", "age", "headers"),
    [
        ("another-secret", 0, {}),
        (SECRET, 400, {}),
        (SECRET, -400, {}),
        (SECRET, 0, {"X-Slack-Signature": ""}),
        (SECRET, 0, {"X-Slack-Request-Timestamp": ""}),
        (SECRET, 0, {"X-Slack-Signature": "v0=" + "0" * 64}),
        (SECRET, 0, {"X-Slack-Request-Timestamp": "soon"}),
        (SECRET, 0, {"X-Slack-Request-Timestamp": "9" * 5000}),
    ],
    ids=[
        "wrong secret",
        "too old",
        "from the future",
        "no signature",
        "no time",
        "made up",
        "no number",
        "thousands of digits",
    ],
)
def test_what_isnt_signed_now_by_slack_is_refused(
    slack: Workspace, asked: bytes, secret: str, age: int, headers: dict[str, str]
) -> None:
    before = len(slack.answers(slack.dm(ASKER)))
    status, _ = slack.deliver_raw(asked, {**JSON, **headers}, secret, time.time() - age)
    assert status == 401
    time.sleep(0.5)
    assert len(slack.answers(slack.dm(ASKER))) == before


def test_a_changed_body_is_refused_and_signed_nonsense_too(slack: Workspace, asked: bytes) -> None:
    assert slack.deliver_raw(b"\xff\xfe\x00", JSON)[0] == 400
    for nonsense in (b"[]", b'{"type": "nothing"}', b'{"type": "event_callback", "event": 7}'):
        assert slack.deliver_raw(nonsense, JSON)[0] == 400
        assert slack.deliver_raw(nonsense, JSON, "another-secret")[0] == 401
    body = urlencode({"payload": "{"}).encode()
    assert slack.deliver_raw(body, {"Content-Type": "application/x-www-form-urlencoded"})[0] == 400
    assert slack.deliver_raw(asked + b" ", JSON, signed_body=asked)[0] == 401


def test_slack_can_verify_the_address(slack: Workspace) -> None:
    assert slack.deliver({"type": "url_verification", "challenge": "abc", "token": "x"}) == (
        200,
        {"challenge": "abc"},
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


class TestTwoProcesses:
    """Two servers on one database, as behind a load balancer; each test leaves both running."""

    @pytest.fixture(scope="class")
    def pair(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[tuple[Workspace, Server, Server]]:
        data: Path = tmp_path_factory.mktemp("pair")
        with workspace() as slack:
            servers = [Server(data, environment=slack.environment()) for _ in range(2)]
            try:
                for server in servers:
                    server.start()
                    slack.join(server.url)
                yield slack, servers[0], servers[1]
            finally:
                for server in servers:
                    server.stop()

    def test_a_question_delivered_to_both_is_answered_once(
        self, pair: tuple[Workspace, Server, Server]
    ) -> None:
        slack, one, two = pair
        channel = slack.dm(ASKER)
        message = slack.write(ASKER, channel, "what does a CISO do?")
        payload = slack.events(channel, message)[0]
        for server in (one, two, one):
            slack.join(server.url)
            assert slack.deliver(payload)[0] == 200
        slack.answer(channel)
        slack.join(two.url)
        slack.say(ASKER, "what does a CISO earn?")
        slack.answer(channel, number=2)
        assert len(slack.answers(channel)) == 2

    def test_a_killed_process_is_stood_in_for_and_nothing_is_answered_twice(
        self, pair: tuple[Workspace, Server, Server]
    ) -> None:
        """Half of the answers wait for Slack when the process dies; one of them has arrived without
        its knowing.
        """
        slack, one, _ = pair
        slack.join(one.url)
        crowd = [f"U0KILL{number}" for number in range(8)]
        slack.people.update({user: {"id": user, "team_id": "T0WORKSPACE"} for user in crowd})
        slack.trouble("chat.postMessage", Trouble("late", 3), *[Trouble("lost", 3)] * 3)
        for user in crowd:
            slack.say(user, "what does a CISO do?")
        slack.wait(lambda: not slack._troubles["chat.postMessage"])
        one.kill()
        for user in crowd:
            slack.answer(slack.dm(user))
        time.sleep(6)  # longer than a process may be silent: whoever would answer again has done so
        assert [len(slack.answers(slack.dm(user))) for user in crowd] == [1] * 8
        one.start()

    def test_a_process_that_is_stopped_hands_on_what_it_couldnt_finish(
        self, pair: tuple[Workspace, Server, Server]
    ) -> None:
        slack, one, two = pair
        slack.join(two.url)
        slack.people["U0STOP"] = {"id": "U0STOP", "team_id": "T0WORKSPACE"}
        one.stop()
        slack.trouble("chat.postMessage", *[Trouble("limited", 20)])
        slack.say("U0STOP", "which certifications help?")
        slack.wait(lambda: slack._limited)
        two.stop()
        slack._limited.clear()
        two.start()
        one.start()
        slack.join(two.url)
        assert "CISSP" in read(slack.answer(slack.dm("U0STOP")))
        slack.say("U0STOP", "who offers the second one?")
        assert "CAP is offered by ISC2" in read(slack.answer(slack.dm("U0STOP"), number=2))
        assert len(slack.answers(slack.dm("U0STOP"))) == 2
