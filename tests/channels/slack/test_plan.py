"""A person's plan in Slack: on the App Home, as files, and to the mentors only when it is ticked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.channels.slack.blocks import packed
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.channels.turns import Turns
from bot.rasa_adapter.assistant import Assistant
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.inbox import Inbox
from bot.store.locks import ConversationLocks
from bot.store.upgrade import upgrade
from tools.slack_transcript import read
from tools.slack_workspace import (
    ASKER,
    BOT_TOKEN,
    GENERAL,
    MENTORS,
    OTHER,
    SECRET,
    TEAM,
    Workspace,
    workspace,
)

PLAN = {"plan.md": "# Plan\n- Take the CISSP <!channel>", "plan.ics": "BEGIN:VCALENDAR"}


class Planned(Turns):
    """Member A has a plan."""

    async def files(self, conversation: str) -> dict[str, str]:
        return PLAN if conversation == f"slack:{TEAM}:{ASKER}" else {}


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with workspace() as made:
        yield made


async def _play(slack: Workspace, assistant: Assistant, folder: Path, *steps: Any) -> None:
    """Delivers payloads made by `steps` to a channel in this process, and waits for each step's end."""
    database = Database(f"sqlite:///{folder / 'conversations.db'}")
    upgrade(database)
    turns = Planned(Conversations(database), ConversationLocks(), b"s" * 32)
    api = f"http://127.0.0.1:{slack.port}/api/"
    channel = SlackChannel(
        turns, Inbox(database), SlackSettings(BOT_TOKEN, SECRET, api=api, mentors=MENTORS)
    )
    await channel._connect()
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, slack.wait, lambda: channel._staff)
    try:
        for deliver, until in steps:
            response = await channel._app.async_dispatch(
                AsyncBoltRequest(mode="socket_mode", body=deliver())
            )
            assert response.status == 200
            await loop.run_in_executor(None, slack.wait, until)
    finally:
        await channel._close()
        database.close()


def _home(slack: Workspace, user: str) -> Any:
    event = {"type": "app_home_opened", "user": user, "channel": slack.dm(user), "tab": "home"}
    return (lambda: slack.event(event)), (lambda: slack.homes.get(user))


def _press(slack: Workspace, user: str, channel: str = "") -> dict[str, Any]:
    """The press of "Send me my plan" below an answer to Member A."""
    message = slack.write(ASKER, channel or slack.dm(user), "an answer")
    button = {
        "type": "button",
        "action_id": "plan",
        "text": {"type": "plain_text", "text": "Send me my plan"},
    }
    message["blocks"] = [
        {
            "type": "actions",
            "block_id": "plan",
            "elements": [{**button, "value": packed(f"slack:{TEAM}:{ASKER}", "t", 0)}],
        }
    ]
    return slack.pressing(user, message, "plan")


def test_the_home_shows_the_plan_of_whose_it_is(
    slack: Workspace, assistant: Assistant, tmp_path: Path
) -> None:
    asyncio.run(_play(slack, assistant, tmp_path, _home(slack, ASKER), _home(slack, OTHER)))
    assert "Take the CISSP" in read(slack.homes[ASKER])
    assert "There is no plan yet." in read(slack.homes[OTHER])


def test_the_plan_comes_as_files_in_direct_messages_and_to_nobody_else(
    slack: Workspace, assistant: Assistant, tmp_path: Path
) -> None:
    own = (
        (lambda: _press(slack, ASKER)),
        (lambda: len(slack.files) == 2 and all("channel" in file for file in slack.files)),
    )
    others = (lambda: _press(slack, OTHER, GENERAL)), (lambda: slack.answers(slack.dm(OTHER)))
    asyncio.run(_play(slack, assistant, tmp_path, own, others))
    assert {(file["name"], file["content"], file["channel"]) for file in slack.files} == {
        (*plan, slack.dm(ASKER)) for plan in PLAN.items()
    }
    assert "There is no plan yet." in read(slack.answers(slack.dm(OTHER))[0])


@pytest.mark.parametrize("ticked", [False, True])
def test_mentors_see_the_plan_only_when_it_is_ticked(
    slack: Workspace, assistant: Assistant, tmp_path: Path, ticked: bool
) -> None:
    def form() -> dict[str, Any]:
        share = {"share": {"share": {"selected_options": [{"value": "plan"}] if ticked else []}}}
        values = {"question": {"question": {"value": "Is it good?"}}, **share}
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": "mentor_form",
            "private_metadata": packed(f"slack:{TEAM}:{ASKER}", ""),
            "state": {"values": values},
        }
        return {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": ASKER, "team_id": TEAM},
            "view": view,
        }

    asyncio.run(_play(slack, assistant, tmp_path, (form, lambda: slack.answers(slack.dm(ASKER)))))
    brief, *thread = slack.answers(MENTORS)
    assert "Is it good?" in read(brief)
    assert ("Take the CISSP" in "\n".join(map(read, thread))) is ticked
    assert "<!" not in str(slack.messages)
