"""A workspace without Slack: its Web API and Socket Mode on loopback, its people, and everything
that was said to it.

It signs what it delivers as Slack does, refuses what Slack refuses, and can be told to be slow,
busy or broken.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tools.slack_limits import elements
from tools.slack_people import People
from tools.slack_server import SlackServer
from tools.slack_state import (
    APP_TOKEN,
    ASKER,
    BOT,
    BOT_TOKEN,
    ENTERPRISE,
    GENERAL,
    GONE,
    HOME_TEAM,
    MAX,
    MENTOR,
    MENTORS,
    OTHER,
    OTHER_TEAM,
    PRIVATE,
    SCOPES,
    SECRET,
    STRANGER,
    TEAM,
    Call,
    Message,
    Trouble,
)

__all__ = [
    "APP_TOKEN",
    "ASKER",
    "BOT",
    "BOT_TOKEN",
    "ENTERPRISE",
    "GENERAL",
    "GONE",
    "HOME_TEAM",
    "MAX",
    "MENTOR",
    "MENTORS",
    "OTHER",
    "OTHER_TEAM",
    "PRIVATE",
    "SCOPES",
    "SECRET",
    "STRANGER",
    "TEAM",
    "Call",
    "Message",
    "Trouble",
    "Workspace",
    "suggestions",
    "workspace",
]


class Workspace(People, SlackServer):
    """Used from a test's thread; serves from one of its own."""

    def start(self) -> Workspace:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.port = asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)
        return self

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)

    def environment(self, *, mentors: str = MENTORS, **more: str) -> dict[str, str]:
        """What a server needs to be the advisor of this workspace."""
        door = (
            {"SLACK_APP_TOKEN": APP_TOKEN} if self.socket_mode else {"SLACK_SIGNING_SECRET": SECRET}
        )
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": f"http://127.0.0.1:{self.port}/api/",
            "SLACK_TIMEOUT_SECONDS": "2",
            "SLACK_STALE_SECONDS": "4", "SLACK_MENTORS_CHANNEL": mentors, **door, **more,
        }  # fmt: skip

    def join(self, server_url: str) -> None:
        """Waits until the advisor is there to hear us."""
        self.hook = f"{server_url}/webhooks/slack/webhook"
        if self.socket_mode:
            self.wait(lambda: self._sockets)
        else:
            self.wait(
                lambda: requests.get(self.hook.removesuffix("webhook"), timeout=5).json()[
                    "connected"
                ]
            )


@contextmanager
def workspace(*, socket_mode: bool = False) -> Iterator[Workspace]:
    made = Workspace(socket_mode=socket_mode).start()
    try:
        yield made
    finally:
        made.stop()


def suggestions(message: Message) -> list[str]:
    """The titles of the suggestions below an answer, whole where a button cuts them."""
    return [
        element.get("accessibility_label") or element["text"]["text"]
        for element in elements(message["blocks"])
        if element["block_id"] == "next"
    ]
