"""Health tells the truth: `connected` only with valid tokens and a live socket, and Slack's error
code in the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.slack import connection
from tools.slack_local import Local, joined
from tools.slack_transcript import read
from tools.slack_workspace import ASKER, Workspace, workspace

EARN = "what does a CISO earn?"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_FIRST_PAUSE", "_LONGEST_PAUSE", "_CHECK", "_VERIFY"):
        monkeypatch.setattr(connection, name, 0.2)


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with workspace(socket_mode=True) as made:
        yield made


def health(local: Local) -> dict[str, Any]:
    found: dict[str, Any] = local.run(local.channel._connection.health())
    return found


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("invalid_auth", "copy it again"),
        ("not_allowed_token_type", "Socket Mode needs the app-level token"),
        ("missing_scope", "add the scope connections:write"),
    ],
)
def test_a_wrong_app_token_is_named_and_what_is_asked_after_its_repair_is_answered(
    slack: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture, code: str, advice: str
) -> None:
    """Error codes of "apps.connections.open method" of Slack's reference."""
    slack.app_token_error = code
    with joined(slack, tmp_path, wait=False) as local:
        slack.wait(lambda: advice in caplog.text)
        assert f"Slack and the app token: {code}" in caplog.text
        assert health(local) == {"connected": False, "error": code}
        slack.app_token_error = ""
        slack.wait(lambda: health(local) == {"connected": True})
        slack.say(ASKER, EARN)
        assert "$166,585" in read(slack.answer(slack.dm(ASKER)))


def test_without_a_live_socket_it_isnt_connected(slack: Workspace, tmp_path: Path) -> None:
    with joined(slack, tmp_path) as local:
        slack.wait(lambda: health(local) == {"connected": True})
        slack.app_token_error = "account_inactive"
        slack.hang_up()
        slack.wait(lambda: health(local) == {"connected": False, "error": "account_inactive"})
        slack.app_token_error = ""
        slack.wait(lambda: health(local) == {"connected": True})


def test_a_revoked_token_is_named_and_the_question_asked_meanwhile_is_answered_after_recovery(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """`token_revoked` as in "auth.test method" of Slack's reference."""
    with workspace() as slack, joined(slack, tmp_path) as local:
        assert health(local) == {"connected": True}
        slack.token_error = "token_revoked"
        slack.say(ASKER, EARN)
        slack.wait(lambda: not health(local)["connected"])
        assert health(local)["error"] == "token_revoked"
        assert "token_revoked; the token was revoked: install the app again" in caplog.text
        slack.token_error = ""
        assert "$166,585" in read(slack.answer(slack.dm(ASKER)))
        slack.wait(lambda: health(local) == {"connected": True})
        assert len(slack.answers(slack.dm(ASKER))) == 1


def test_a_wrong_bot_token_at_the_start_is_tried_again_until_it_is_right(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with workspace() as slack:
        slack.token_error = "account_inactive"
        with joined(slack, tmp_path, wait=False) as local:
            slack.wait(lambda: "Slack and the bot token: account_inactive" in caplog.text)
            assert health(local) == {"connected": False, "error": "account_inactive"}
            slack.token_error = ""
            slack.wait(lambda: local.channel.is_running)
            slack.say(ASKER, EARN)
            assert "$166,585" in read(slack.answer(slack.dm(ASKER)))
