"""What Slack's agent view adds: first questions, a status while the advisor works, and a title for
the thread.

An app that isn't set up as an agent is refused these calls, and works as before.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

from bot.channels.slack import wording
from bot.channels.slack.client import SlackClient
from bot.channels.slack.errors import SlackError, SlackRequestRejectedError
from bot.channels.slack.role import in_role
from bot.channels.slack.text import shortened

_REFUSED_SECONDS = 600.0
# Seconds that an answer waits for its status to appear.
_PATIENCE = 1.0
_TITLE = 60
log = logging.getLogger(__name__)


class AgentView:
    """Each method does nothing for some minutes after Slack refused it."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client
        self._refused_until: dict[str, float] = {}

    async def suggest_prompts(self, channel: str, thread: str = "") -> None:
        """First questions above an empty conversation; an assistant's thread is named, a messages
        tab has none.
        """
        prompts = [
            {"title": question, "message": question} for question in map(in_role, wording.EXAMPLES)
        ]
        arguments: dict[str, Any] = {"channel_id": channel, "prompts": prompts}
        await self._call(
            "assistant.threads.setSuggestedPrompts",
            arguments | ({"thread_ts": thread} if thread else {}),
        )

    async def show_status(self, channel: str, thread: str) -> None:
        """Slack takes the status away with the next message to the thread."""
        arguments = {"channel_id": channel, "thread_ts": thread, "status": wording.THINKING}
        try:
            call = self._call("assistant.threads.setStatus", arguments)
            await asyncio.wait_for(call, _PATIENCE)
        except asyncio.TimeoutError:
            log.info("a status is late: the answer goes first")

    async def set_title(self, channel: str, thread: str, question: str) -> None:
        arguments = {"channel_id": channel, "thread_ts": thread}
        await self._call(
            "assistant.threads.setTitle", arguments | {"title": shortened(question, _TITLE)}
        )

    async def _call(self, method: str, arguments: Mapping[str, Any]) -> None:
        if time.monotonic() < self._refused_until.get(method, 0.0):
            return
        try:
            await self._client.call(method, tries=1, **arguments)
        except SlackRequestRejectedError as error:
            self._refused_until[method] = time.monotonic() + _REFUSED_SECONDS
            log.info("the agent view isn't there: %s", error)
        except SlackError as error:
            log.info("the agent view can't be reached: %s", error)
