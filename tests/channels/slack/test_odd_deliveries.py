"""What isn't meant for the advisor, or has an odd shape, is acknowledged and not answered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.channels.slack.newcomers import heard
from tools.slack_workspace import ASKER, BOT, OTHER_TEAM, Workspace


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "channel_join"}, {"subtype": "message_changed"}, {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"bot_id": "B0OTHER"}, {"edited": {"user": ASKER, "ts": "1.1"}}, {"hidden": True},
        {"user": BOT}, {"user": None},
        {"ts": "yesterday"}, {"user": "../../etc"}, {"thread_ts": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_edits_joins_bots_and_other_teams_get_no_answer(
    slack: Workspace, person: str, more: dict[str, Any]
) -> None:
    message = slack.write(person, slack.dm(person), "what does a CISO do?") | more
    assert (
        slack.deliver(slack.event({**message, "channel": slack.dm(person), "channel_type": "im"}))[
            0
        ]
        == 200
    )
    assert heard(slack, person) == 1


def test_another_workspaces_delivery_gets_no_answer(slack: Workspace, person: str) -> None:
    message = slack.write(person, slack.dm(person), "what does a CISO do?")
    event = {**message, "channel": slack.dm(person), "channel_type": "im"}
    assert slack.deliver(slack.event(event, team_id=OTHER_TEAM))[0] == 200
    assert slack.command(person, "what does a CISO do?", team_id=OTHER_TEAM)[1] == ""
    assert heard(slack, person) == 1


def test_what_slack_may_send_besides_is_acknowledged(slack: Workspace, person: str) -> None:
    team, user = {"id": "T0WORKSPACE"}, {"id": person}
    for payload in (
        {"type": "shortcut", "callback_id": "x"}, {"type": "message_action", "callback_id": "x"},
        {"type": "view_closed", "view": {"callback_id": "x", "type": "modal"}},
        {"type": "view_submission", "view": {"callback_id": "x", "type": "modal"}},
        {"type": "block_actions", "actions": [{"action_id": "nobody's", "type": "button"}]},
        {"type": "block_suggestion", "action_id": "x", "value": "y"},
    ):  # fmt: skip
        assert slack.deliver(
            {"team": team, "user": user, "trigger_id": "1.1", **payload}, "interactive"
        )[0] in (200, 404)
    assert slack.deliver(slack.event({"type": "reaction_added", "user": person}))[0] == 200
    assert heard(slack, person) == 1


@pytest.mark.parametrize("payload", [
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [7], "user": "x"}, {"type": "view_submission", "view": 3},
    {"type": "view_submission", "view": {"callback_id": "mentor_form", "type": "modal"}},
    {"type": "view_submission", "view": {
        "callback_id": "mentor_form", "type": "modal", "private_metadata": "[" * 3000,
        "state": {"values": {"question": {"question": {"value": "what pays?"}}, "share": 7}},
    }},
    {"type": "view_submission", "view": {"callback_id": "mentor_form", "type": "modal",
                                         "state": 5}},
    {"type": []}, {},
], ids=lambda payload: str(payload)[:60])  # fmt: skip
def test_nonsense_is_survived(slack: Workspace, person: str, payload: dict[str, Any]) -> None:
    sent = {"team": {"id": "T0WORKSPACE"}, "user": {"id": person}, **payload}
    assert slack.deliver(sent, "interactive")[0] < 500
    assert slack.deliver(slack.event({"type": "message", **payload}))[0] < 500
    assert heard(slack, person) == 1


@pytest.mark.parametrize("odd", [
    {"authorizations": ["x", 5, None]}, {"event": {"type": "app_home_opened", "user": ["x"]}},
    {"event": {"type": "message", "user": "U0ASKER", "blocks": [{"type": "rich_text",
                                                                 "elements": 5}]}},
], ids=lambda odd: str(odd)[:60])  # fmt: skip
def test_an_event_of_another_shape_is_not_sent_again(
    slack: Workspace, person: str, odd: dict[str, Any]
) -> None:
    event = slack.event({"type": "message", "user": person, "text": "what pays?"})
    assert slack.deliver({**event, **odd})[0] < 500
    assert heard(slack, person) == 1


def test_a_time_in_other_digits_is_no_message(slack: Workspace, person: str) -> None:
    message = slack.write(person, slack.dm(person), "what does a CISO do?")
    event = {**message, "channel": slack.dm(person), "channel_type": "im"}
    assert slack.deliver(slack.event({**event, "ts": "١٧٠٠٠٠٠٠٠٠.١٢٣٤"}))[0] == 200
    assert heard(slack, person) == 1
