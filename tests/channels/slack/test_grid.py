"""Enterprise Grid: people of the organization who belong to our workspace, wherever Slack says they
come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.slack.envelopes import refusal
from bot.channels.slack.people import Membership, membership_of
from bot.channels.slack.places import BotIdentity
from tools.slack_local import Local, joined
from tools.slack_transcript import read
from tools.slack_workspace import (
    BOT,
    ENTERPRISE,
    GENERAL,
    HOME_TEAM,
    OTHER_TEAM,
    TEAM,
    Workspace,
    workspace,
)

MEMBER, COLLEAGUE = "U0GRID", "U0ELSEWHERE"
EARN = "what does a CISO earn?"


@pytest.fixture(params=["workspace", "organization"])
def grid(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Local]:
    """A workspace of an organization; the app is installed for it alone, or for the whole
    organization.
    """
    with workspace() as slack:
        slack.enterprise, slack.org_install = ENTERPRISE, request.param == "organization"
        # keys as in "users.info method" of Slack's reference: `team_id` is the home workspace, or
        # absent
        teams = {
            "enterprise_user": {
                "id": MEMBER,
                "enterprise_id": ENTERPRISE,
                "teams": [HOME_TEAM, TEAM],
            }
        }
        slack.people[MEMBER] = {"id": MEMBER, **teams}
        slack.people["U0HOME"] = {"id": "U0HOME", "team_id": HOME_TEAM, **teams}
        elsewhere = {"enterprise_user": {"enterprise_id": ENTERPRISE, "teams": [HOME_TEAM]}}
        slack.people[COLLEAGUE] = {"id": COLLEAGUE, "team_id": HOME_TEAM, **elsewhere}
        with joined(slack, tmp_path, team=TEAM) as made:
            yield made


@pytest.mark.parametrize("user", [MEMBER, "U0HOME"])
@pytest.mark.parametrize("team", [ENTERPRISE, HOME_TEAM, TEAM])
def test_a_member_of_the_organization_and_our_workspace_is_answered(
    grid: Local, user: str, team: str
) -> None:
    slack = grid.slack
    slack.say(user, EARN, team=team, user_team=team)
    grid.settle()
    assert "$166,585" in read(slack.answer(slack.dm(user)))
    assert "$166,585" in read(slack.command(user, EARN)[1])


def test_events_that_name_the_organization_are_taken(grid: Local) -> None:
    """As in "Reference for org-wide apps": `authorizations` with `is_enterprise_install`, `team_id`
    null or the org's.
    """
    slack = grid.slack
    channel = slack.dm(MEMBER)
    for more in (
        {"team_id": ENTERPRISE}, {"team_id": None, "enterprise_id": ENTERPRISE},
        {"team_id": HOME_TEAM,
         "authorizations": [{"enterprise_id": ENTERPRISE, "team_id": TEAM, "user_id": BOT}]},
    ):  # fmt: skip
        message = slack.write(MEMBER, channel, EARN, team=ENTERPRISE)
        event = {**message, "channel": channel, "channel_type": "im"}
        assert slack.deliver(slack.event(event, **more))[0] == 200
    grid.settle()
    assert len(slack.answers(channel)) == 3


def test_a_button_of_a_member_whose_home_is_another_workspace_works(grid: Local) -> None:
    """As in "block_actions payload": `team`, `user.team_id` and `enterprise` of a person of another
    home workspace.
    """
    slack = grid.slack
    user = {
        "user": {"id": MEMBER, "team_id": HOME_TEAM},
        "enterprise": {"id": ENTERPRISE, "name": "Org"},
    }
    for number, more in enumerate(({}, {"team": None, "is_enterprise_install": True})):
        slack.say(MEMBER, EARN)
        told = slack.answer(slack.dm(MEMBER), number=2 * number + 1)
        slack.press(MEMBER, told, "next:0", **user, **more)
        grid.settle()
        assert len(slack.answers(slack.dm(MEMBER))) == 2 * number + 2


def test_a_colleague_of_another_workspace_is_told_and_logged(
    grid: Local, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING", "bot")
    slack = grid.slack
    slack.say(COLLEAGUE, f"<@{BOT}> {EARN}", GENERAL, team=HOME_TEAM)
    grid.settle()
    assert not slack.answers(GENERAL)
    assert [hint["user"] for hint in slack.hints] == [COLLEAGUE]
    assert "no active member of the workspace" in caplog.text


def test_an_org_install_without_the_name_of_a_workspace_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with workspace() as slack:
        slack.enterprise, slack.org_install = ENTERPRISE, True
        with joined(slack, tmp_path, wait=False) as local:
            slack.wait(lambda: "SLACK_TEAM must name a workspace" in caplog.text)
            health = local.run(local.channel._connection.health())
            assert health == {"connected": False, "error": "org_install_without_team"}


@pytest.mark.parametrize(
    ("user", "membership"),
    [
        ({"team_id": TEAM}, Membership.MEMBER),
        ({"team_id": HOME_TEAM}, Membership.OUTSIDER),
        ({"team_id": HOME_TEAM, "enterprise_user": {"teams": [TEAM]}}, Membership.MEMBER),
        ({"enterprise_user": {"teams": [HOME_TEAM]}}, Membership.OUTSIDER),
        ({"team_id": TEAM, "deleted": True}, Membership.INACTIVE),
        ({"team_id": TEAM, "is_bot": True}, Membership.INACTIVE),
        ({"team_id": TEAM, "is_stranger": True}, Membership.OUTSIDER),
        ({}, Membership.INACTIVE),
    ],
    ids=str,
)
def test_membership_is_what_users_info_says(user: dict[str, Any], membership: Membership) -> None:
    assert membership_of(user, TEAM) is membership


@pytest.mark.parametrize("enterprise", ["", ENTERPRISE])
def test_deliveries_of_other_installations_are_refused_by_name(enterprise: str) -> None:
    me = BotIdentity(TEAM, BOT, enterprise)
    assert refusal({"team_id": OTHER_TEAM}, me) == f"it is of workspace {OTHER_TEAM}"
    assert refusal({"team": {"id": OTHER_TEAM}, "enterprise": {"id": "E0OTHER"}}, me)
    assert refusal({}, me)
    assert refusal({"team_id": TEAM}, me) == ""


def test_what_is_refused_is_logged_with_its_reason(
    grid: Local, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING", "bot")
    slack: Workspace = grid.slack
    slack.deliver(slack.event({"type": "message", "text": "x"}, team_id=OTHER_TEAM))
    assert f"a delivery was dropped: it is of workspace {OTHER_TEAM}" in caplog.text
