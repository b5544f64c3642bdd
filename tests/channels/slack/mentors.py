"""What a test does as the one who asks the mentors, or as one of them."""

from __future__ import annotations

from typing import Any

from tools.slack_local import Local
from tools.slack_workspace import ASKER, MENTORS, Message, Workspace

QUESTION = "Could somebody look at my CV?"


def opened(slack: Workspace, user: str, message: Message) -> dict[str, Any]:
    before = len(slack.forms)
    slack.press(user, message, "Ask a mentor")
    return slack.wait(lambda: slack.forms[before:])[0]


def ask(
    local: Local, question: str = QUESTION, share: tuple[str, ...] = (), asker: str = ASKER
) -> Message:
    """Somebody asks the advisor and then the mentors; returns the brief."""
    slack, before = local.slack, len(briefs(local.slack))
    slack.say(asker, "what does a CISO earn?")
    local.settle()
    form = opened(slack, asker, slack.answers(slack.dm(asker))[-1])
    assert slack.submit(asker, form, question, share) == (200, "")
    local.settle()
    return briefs(slack)[before]


def briefs(slack: Workspace) -> list[Message]:
    return [m for m in slack.answers(MENTORS) if "thread_ts" not in m and m.get("blocks")]


def last(slack: Workspace, user: str) -> Message:
    return slack.answers(slack.dm(user))[-1]


def press(local: Local, user: str, message: Message, label: str) -> None:
    local.slack.press(user, message, label)
    local.settle()
