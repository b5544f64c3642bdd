"""The way to Slack's Web API, against a workspace that is busy, slow, broken or says no."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack import retries
from bot.channels.slack.client import SlackClient
from bot.channels.slack.errors import SlackRequestRejectedError, SlackUnavailableError
from bot.channels.slack.message import Message, notice
from bot.channels.slack.posting import Destination
from tools.slack_transcript import read
from tools.slack_workspace import (
    BOT_TOKEN,
    GENERAL,
    MENTORS,
    PRIVATE,
    Trouble,
    Workspace,
    workspace,
)

Result = TypeVar("Result")


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with workspace() as made:
        yield made


@pytest.fixture
def client(slack: Workspace, monkeypatch: pytest.MonkeyPatch) -> SlackClient:
    monkeypatch.setattr(retries, "FIRST_PAUSE", 0.02)
    url = f"http://127.0.0.1:{slack.port}/api/"
    return SlackClient(AsyncWebClient(token=BOT_TOKEN, base_url=url, timeout=1, retry_handlers=[]))


def run(work: Callable[[], Awaitable[Result]]) -> Result:
    async def main() -> Result:
        return await work()

    return asyncio.run(main())


async def post(
    client: SlackClient, text: str, channel: str = GENERAL, *, again: bool = False, thread: str = ""
) -> str:
    return await client.post(
        Destination(channel, thread),
        notice(text),
        f"key:{text}",
        since=time.time() - 5,
        again=again,
    )


def posted(slack: Workspace, channel: str = GENERAL) -> list[str]:
    return [read(message) for message in slack.messages[channel]]


def test_told_to_wait_it_waits_as_long_as_told_and_keeps_the_order_of_the_channel(
    slack: Workspace, client: SlackClient
) -> None:
    slack.trouble("chat.postMessage", Trouble("limited", 2), Trouble("limited", 1))

    async def all_at_once() -> None:
        await asyncio.gather(*(post(client, f"message {number}") for number in range(6)))

    run(all_at_once)
    assert posted(slack) == [f"message {number}" for number in range(6)]
    assert slack.impatient == []


def test_a_channel_that_has_to_wait_doesnt_hold_up_the_others(
    slack: Workspace, client: SlackClient
) -> None:
    slack.trouble("chat.postMessage", Trouble("limited", 3))

    async def both() -> None:
        slow = asyncio.create_task(post(client, "slow"))
        await asyncio.sleep(0.3)
        await post(client, "fast", MENTORS)
        assert not slow.done()
        await slow

    run(both)
    assert posted(slack) == ["slow"]


def test_being_told_to_wait_is_no_try(slack: Workspace, client: SlackClient) -> None:
    slack.trouble("chat.postMessage", *[Trouble("limited", 1)] * 7)
    run(lambda: post(client, "at last"))
    assert posted(slack) == ["at last"]


@pytest.mark.parametrize("kind", ["broken", "lost"])
def test_what_didnt_arrive_is_posted_again(
    slack: Workspace, client: SlackClient, kind: str
) -> None:
    slack.trouble("chat.postMessage", Trouble(kind, 2), Trouble(kind, 2))
    run(lambda: post(client, "third time lucky"))
    assert posted(slack) == ["third time lucky"]


@pytest.mark.parametrize("thread", [False, True])
def test_what_arrived_without_a_response_is_found_and_not_posted_again(
    slack: Workspace, client: SlackClient, thread: bool
) -> None:
    root = slack.write("U0ASKER", GENERAL, "a question")["ts"] if thread else ""
    slack.trouble("chat.postMessage", Trouble("late", 2))
    ts = run(lambda: post(client, "once", thread=root))
    assert [message["ts"] for message in slack.answers(GENERAL)] == [ts]


def test_what_an_earlier_process_posted_is_found(slack: Workspace, client: SlackClient) -> None:
    first = run(lambda: post(client, "once"))
    assert run(lambda: post(client, "once", again=True)) == first
    assert posted(slack) == ["once"]


def test_a_slack_that_stays_away_is_said_to_be_unavailable(
    slack: Workspace, client: SlackClient
) -> None:
    slack.trouble("chat.postMessage", *[Trouble("broken")] * 5)
    with pytest.raises(SlackUnavailableError):
        run(lambda: post(client, "never"))


def test_a_no_for_good_is_not_asked_twice(slack: Workspace, client: SlackClient) -> None:
    with pytest.raises(SlackRequestRejectedError) as refused:
        run(lambda: post(client, "not here", PRIVATE))
    assert refused.value.code == "not_in_channel"
    assert len(slack.called("chat.postMessage")) == 1


def test_blocks_that_slack_doesnt_take_after_all_are_posted_as_text(
    slack: Workspace, client: SlackClient
) -> None:
    slack.trouble("chat.postMessage", Trouble("refused", error="invalid_blocks"))
    run(lambda: post(client, "plain & simple"))
    assert slack.messages[GENERAL][0]["text"] == "plain &amp; simple"
    assert "blocks" not in slack.messages[GENERAL][0]


def test_nothing_unfolds_links_or_mentions_by_itself(slack: Workspace, client: SlackClient) -> None:
    run(lambda: post(client, "hello"))
    sent = slack.messages[GENERAL][0]["sent"]
    assert {sent[name] for name in ("unfurl_links", "unfurl_media", "link_names", "mrkdwn")} == {
        False
    }
    assert sent["parse"] == "none"


def test_a_response_address_is_waited_for_but_never_used_twice_where_it_may_have_worked(
    slack: Workspace, client: SlackClient
) -> None:
    message: Message = notice("private")
    url = slack._url("U0ASKER", GENERAL)
    slack.trouble("respond", Trouble("limited", 1), Trouble("broken"))
    run(lambda: client.respond(url, {"text": message.text, "blocks": list(message.blocks)}))
    assert len(slack.private) == 1
    slack.trouble("respond", Trouble("late", 2))
    with pytest.raises(SlackRequestRejectedError):
        run(
            lambda: client.respond(
                slack._url("U0ASKER", GENERAL),
                {"text": message.text, "blocks": list(message.blocks)},
            )
        )
    assert len(slack.private) == 2
    with pytest.raises(SlackRequestRejectedError):
        run(lambda: client.respond(url + "0", {"text": "", "blocks": list(message.blocks)}))


def test_files_arrive_with_their_content(slack: Workspace, client: SlackClient) -> None:
    run(
        lambda: client.upload(
            Destination("D0ANNA"),
            {"plan.md": "# Plän", "plan.ics": "BEGIN:VCALENDAR"},
            "Here you are.",
            since=time.time(),
        )
    )
    assert {file["name"]: file["content"] for file in slack.files} == {
        "plan.md": "# Plän",
        "plan.ics": "BEGIN:VCALENDAR",
    }
    assert {file["channel"] for file in slack.files} == {"D0ANNA"}
