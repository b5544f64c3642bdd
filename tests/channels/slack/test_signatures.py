"""Only what Slack has signed just now is taken."""

from __future__ import annotations

import json
import time
from urllib.parse import urlencode

import pytest

from tools.slack_workspace import ASKER, SECRET, Workspace

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
