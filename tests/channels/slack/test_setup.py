"""Setting Slack up: the manifest, the settings, and starting without Slack, without a token, or
with a wrong one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from bot.channels.slack import wording
from bot.channels.slack.settings import SlackSettings
from bot.settings import SettingsError
from tools.serving import Server, Visitor, free_port, serving
from tools.slack_workspace import ASKER, OTHER_TEAM, Trouble, Workspace, workspace

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = json.loads((ROOT / "slack" / "manifest.json").read_text("utf-8"))
CODE = "\n".join(
    path.read_text("utf-8") for path in sorted((ROOT / "bot" / "channels" / "slack").glob("*.py"))
)
HISTORY = {"channels:history", "groups:history", "im:history", "mpim:history"}
# What each method needs, as its page in Slack's reference says.
NEEDS = {
    "apps.connections.open": set(), "auth.test": set(), "views.open": set(), "views.publish": set(),
    "views.update": set(),
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "assistant.threads.setStatus": {"assistant:write"},
    "assistant.threads.setTitle": {"assistant:write"},
    "chat.postMessage": {"chat:write"}, "chat.postEphemeral": {"chat:write"},
    "chat.update": {"chat:write"},
    "chat.getPermalink": set(), "conversations.history": HISTORY, "conversations.replies": HISTORY,
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.open": {"im:write", "mpim:write"}, "users.info": {"users:read"},
    "files.getUploadURLExternal": {"files:write"}, "files.completeUploadExternal": {"files:write"},
}  # fmt: skip
EVENTS = {
    "app_home_opened": set(), "app_mention": {"app_mentions:read"},
    "assistant_thread_started": set(),
    "message.im": {"im:history"}, "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.mpim": {"mpim:history"},
}  # fmt: skip


def test_the_manifest_asks_for_exactly_the_scopes_that_the_code_needs() -> None:
    called = set(re.findall(r'"((?:[a-z]+\.)+[a-zA-Z]+)"', CODE)) & set(NEEDS)
    assert called | {"apps.connections.open"} == set(NEEDS), (
        "a method is called that this test doesn't know, or the other way round"
    )
    needed = set.union({"commands"}, *NEEDS.values(), *EVENTS.values())
    assert MANIFEST["oauth_config"]["scopes"] == {"bot": sorted(needed)}


def test_the_manifest_subscribes_to_what_is_listened_to() -> None:
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == ["/ciso"]
    view = MANIFEST["features"]["agent_view"]
    assert set(view) == {"agent_description", "suggested_prompts"}
    assert view["agent_description"] == wording.AGENT_DESCRIPTION
    assert [prompt["message"] for prompt in view["suggested_prompts"]] == list(wording.EXAMPLES)
    assert MANIFEST["settings"]["interactivity"] == {"is_enabled": True}
    assert MANIFEST["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    assert len(MANIFEST["display_information"]["description"]) <= 140
    assert len(MANIFEST["display_information"]["name"]) <= 35


def test_the_docs_name_every_scope_and_every_variable() -> None:
    docs = (ROOT / "docs" / "slack.md").read_text("utf-8")
    for scope in MANIFEST["oauth_config"]["scopes"]["bot"]:
        assert f"`{scope}`" in docs
    for name in (
        "BOT_TOKEN",
        "APP_TOKEN",
        "SIGNING_SECRET",
        "MENTORS_CHANNEL",
        "TEAM",
        "API_URL",
        "STALE_SECONDS",
        "TIMEOUT_SECONDS",
        "REMINDER_HOURS",
        "CHECK_IN_DAYS",
        "MENTOR_LIMIT",
    ):
        assert f"`SLACK_{name}`" in docs


def test_settings_come_from_the_environment_and_keep_secrets_to_themselves() -> None:
    settings = SlackSettings.from_environment(
        {
            "SLACK_BOT_TOKEN": " a ",
            "SLACK_SIGNING_SECRET": "b",
            "SLACK_API_URL": "http://127.0.0.1:1/api",
            "SLACK_TEAM": "T1",
        }
    )
    assert settings == SlackSettings("a", "b", api="http://127.0.0.1:1/api/", team="T1")
    assert "'a'" not in repr(settings)
    assert "'b'" not in repr(settings)
    assert SlackSettings.from_environment({"SLACK_SIGNING_SECRET": "b"}) is None


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_APP_TOKEN": "c", "SLACK_API_URL": "slack.example"}, "SLACK_API_URL"),
        ({"SLACK_APP_TOKEN": "c", "SLACK_MENTORS_CHANNEL": "#mentors"}, "SLACK_MENTORS_CHANNEL"),
        ({"SLACK_APP_TOKEN": "c", "SLACK_TEAM": "my team"}, "SLACK_TEAM"),
        ({"SLACK_APP_TOKEN": "c", "SLACK_STALE_SECONDS": "soon"}, "SLACK_STALE_SECONDS"),
        ({"SLACK_APP_TOKEN": "c", "SLACK_MENTOR_LIMIT": "0"}, "SLACK_MENTOR_LIMIT"),
        ({"SLACK_APP_TOKEN": "c", "SLACK_CHECK_IN_DAYS": "two"}, "SLACK_CHECK_IN_DAYS"),
    ],
)
def test_a_setting_that_cant_be_used_is_named(more: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        SlackSettings.from_environment({"SLACK_BOT_TOKEN": "a", **more})


class TestStarting:
    @pytest.fixture(scope="class")
    def alone(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Server]]:
        """A server that was started while Slack was away."""
        with workspace() as slack:
            slack.trouble("auth.test", *[Trouble("broken")] * 7, Trouble("limited", 1))
            environment = slack.environment()
            with serving(tmp_path_factory.mktemp("alone"), **environment) as server:
                yield slack, server

    def test_the_other_surfaces_start_while_slack_is_away_and_slack_follows(
        self, alone: tuple[Workspace, Server]
    ) -> None:
        slack, server = alone
        assert Visitor(server).ask("what does a CISO do?")["topic"] == "duties"
        slack.hook = f"{server.url}/webhooks/slack/webhook"
        early = slack.events(
            slack.dm(ASKER), slack.write(ASKER, slack.dm(ASKER), "what does a CISO earn?")
        )[0]
        status = slack.deliver(early)[0]
        slack.join(server.url)
        if status == 503:  # not lost: Slack delivers it again
            assert slack.deliver(early)[0] == 200
        slack.answer(slack.dm(ASKER))


def test_with_a_wrong_token_or_one_of_another_team_everything_else_starts(tmp_path: Path) -> None:
    with workspace() as slack:
        wrong = slack.environment(SLACK_BOT_TOKEN="fake-but-wrong")
        other = slack.environment(SLACK_TEAM=OTHER_TEAM)
        for number, environment in enumerate((wrong, other)):
            with serving(tmp_path / str(number), **environment) as server:
                assert Visitor(server).ask("what does a CISO do?")["topic"] == "duties"
                slack.hook = f"{server.url}/webhooks/slack/webhook"
                event = slack.event(
                    {
                        "type": "message",
                        "channel_type": "im",
                        "user": ASKER,
                        "channel": "D1",
                        "ts": "1.1",
                        "text": "hi",
                    }
                )
                assert slack.deliver(event)[0] == 503
                health = requests.get(f"{server.url}/webhooks/slack/", timeout=10).json()
                assert health == {
                    "connected": False,
                    "error": ("invalid_auth", "wrong_team")[number],
                }
                assert ("invalid_auth", "SLACK_TEAM says otherwise")[number] in server.log()
                assert "fake-but-wrong" not in server.log()


def test_a_token_without_a_secret_is_explained_in_one_line(tmp_path: Path) -> None:
    server = Server(tmp_path, port=free_port(), environment={"SLACK_BOT_TOKEN": "fake-bot-token"})
    with pytest.raises(AssertionError, match="SLACK_SIGNING_SECRET"):
        server.start()
