"""Who may speak with the advisor: people of its workspace whose account is active."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from enum import Enum
from typing import Any

from bot.channels.slack.client import SlackClient
from bot.channels.slack.errors import SlackRequestRejectedError

_KEPT = 60.0
_MOST = 10_000
log = logging.getLogger(__name__)


class Membership(str, Enum):
    MEMBER = "member"
    OUTSIDER = "outsider"
    """A person of another company in a shared channel, or of another workspace of the
    organization.
    """
    INACTIVE = "inactive"
    """A deactivated account, an app, or nobody that Slack knows."""


class People:
    """Asks Slack about a person, and remembers the answer for a minute."""

    def __init__(self, client: SlackClient, team: str) -> None:
        self._client, self._team = client, team
        self._known: dict[str, tuple[float, Membership]] = {}
        self._asking: dict[str, asyncio.Task[Membership]] = {}

    async def is_member(self, user: str) -> bool:
        return await self.membership(user) is Membership.MEMBER

    async def membership(self, user: str) -> Membership:
        """Raises SlackUnavailableError."""
        until, found = self._known.get(user, (0.0, Membership.INACTIVE))
        if time.monotonic() < until:
            return found
        if user not in self._asking:  # many messages of one person ask once
            self._asking[user] = asyncio.create_task(self._ask(user))
            self._asking[user].add_done_callback(lambda _: self._asking.pop(user, None))
        return await asyncio.shield(self._asking[user])

    async def _ask(self, user: str) -> Membership:
        try:
            found = (await self._client.call("users.info", form=True, user=user)).get("user") or {}
            membership = membership_of(found, self._team)
        except SlackRequestRejectedError as error:
            log.error("a person can't be looked up: %s", error)
            membership = Membership.INACTIVE
        if membership is not Membership.MEMBER:
            log.warning("somebody may not speak with the advisor: %s", membership.value)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[user] = (time.monotonic() + _KEPT, membership)
        return membership


def membership_of(user: Mapping[str, Any], team: str) -> Membership:
    """What `users.info` says: in an organization, `team_id` may be absent or another one of a
    person's workspaces.
    """
    if not user or user.get("deleted") or user.get("is_bot"):
        return Membership.INACTIVE
    teams = (user.get("enterprise_user") or {}).get("teams") or ()
    if user.get("is_stranger") or team not in (user.get("team_id"), *teams):
        return Membership.OUTSIDER
    return Membership.MEMBER
