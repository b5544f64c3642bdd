"""Who may speak with the advisor: people of its workspace whose account is active."""

from __future__ import annotations

import asyncio
import logging
import time

from bot.channels.slack.outbox import Outbox, Refused

_KEPT = 60.0
_MOST = 10_000
log = logging.getLogger(__name__)


class People:
    """Asks Slack about a person, and remembers the answer for a minute."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._known: dict[str, tuple[float, bool]] = {}
        self._asking: dict[str, asyncio.Task[bool]] = {}

    async def may_speak(self, user: str, team: str) -> bool:
        """False for accounts that are deactivated, of another workspace, or no person's; raises Unavailable."""
        until, answer = self._known.get(user, (0.0, False))
        if time.monotonic() < until:
            return answer
        if user not in self._asking:  # many messages of one person ask once
            self._asking[user] = asyncio.create_task(self._ask(user, team))
            self._asking[user].add_done_callback(lambda _: self._asking.pop(user, None))
        return await asyncio.shield(self._asking[user])

    async def _ask(self, user: str, team: str) -> bool:
        try:
            found = (await self._outbox.call("users.info", form=True, user=user)).get("user") or {}
            unwanted = ("deleted", "is_bot", "is_stranger")
            answer = found.get("team_id") == team and not any(found.get(flag) for flag in unwanted)
        except Refused as refusal:
            log.error("a person can't be looked up: %s", refusal)
            answer = False
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[user] = (time.monotonic() + _KEPT, answer)
        return answer
