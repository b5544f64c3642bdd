"""Socket Mode: the same advisor without a public address, and here without a mentors' channel."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import requests

from tools.serving import Server, serving
from tools.slack_transcript import read
from tools.slack_workspace import (
    ASKER,
    BOT,
    GENERAL,
    OTHER,
    SECRET,
    Workspace,
    suggestions,
    workspace,
)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Server]]:
    with workspace(socket_mode=True) as slack:
        environment = slack.environment(mentors="", SLACK_SIGNING_SECRET=SECRET)
        with serving(tmp_path_factory.mktemp("socket"), **environment) as server:
            slack.join(server.url)
            yield slack, server


def test_messages_commands_and_buttons_come_through_the_socket(
    linked: tuple[Workspace, Server],
) -> None:
    slack, _ = linked
    slack.say(ASKER, "what does a CISO earn?")
    told = slack.answer(slack.dm(ASKER))
    chosen = suggestions(told)[0]
    slack.press(ASKER, told, chosen)
    slack.answer(slack.dm(ASKER), number=2)
    assert f"(Asked: {chosen})" in read(told)
    ts = slack.say(OTHER, f"<@{BOT}> what does a CISO do?", GENERAL)
    assert "CISO" in read(slack.answer(GENERAL, ts))
    status, body = slack.command(ASKER, "which degree do I need?")
    assert status == 200
    assert "degree" in read(body)


def test_an_envelope_that_comes_again_is_acknowledged_and_not_answered_again(
    linked: tuple[Workspace, Server],
) -> None:
    slack, _ = linked
    before = len(slack.answers(slack.dm(OTHER)))
    payload = slack.events(
        slack.dm(OTHER), slack.write(OTHER, slack.dm(OTHER), "what does a CISO do?")
    )[0]
    assert [slack.deliver(payload)[0] for _ in range(3)] == [200] * 3
    slack.say(OTHER, "what does a CISO earn?")
    slack.answer(slack.dm(OTHER), number=before + 2)
    assert len(slack.answers(slack.dm(OTHER))) == before + 2


def test_a_closed_socket_is_opened_again(linked: tuple[Workspace, Server]) -> None:
    slack, _ = linked
    opened = len(slack.called("apps.connections.open"))
    slack.hang_up()
    slack.wait(lambda: len(slack.called("apps.connections.open")) > opened and slack._sockets)
    before = len(slack.answers(slack.dm(ASKER)))
    slack.say(ASKER, "which degree do I need?")
    assert "degree" in read(slack.answer(slack.dm(ASKER), number=before + 1))


def test_there_is_no_door_for_posted_requests_beside_the_socket(
    linked: tuple[Workspace, Server],
) -> None:
    slack, server = linked
    message = slack.write(ASKER, slack.dm(ASKER), "what does a CISO do?")
    body = json.dumps(slack.events(slack.dm(ASKER), message)[0]).encode()
    assert slack.deliver_raw(body, {"Content-Type": "application/json"})[0] == 404
    assert requests.get(f"{server.url}/webhooks/slack/", timeout=10).json() == {"connected": True}


def test_without_a_mentors_channel_no_button_for_it_appears_anywhere(
    linked: tuple[Workspace, Server],
) -> None:
    slack, _ = linked
    slack.say(ASKER, "what should I do next to become a CISO?")
    slack.open_home(ASKER)
    slack.wait(lambda: slack.homes.get(ASKER))
    assert "Ask a mentor" not in json.dumps([slack.messages, slack.homes])
