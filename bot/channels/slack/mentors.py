"""Who the mentors are: the members of their channel; and whose turn it is."""

from __future__ import annotations

import logging
import time
from typing import Any

from bot.channels.slack.client import SlackClient
from bot.channels.slack.errors import SlackRequestRejectedError
from bot.channels.slack.people import People
from bot.store.mentoring import MentoringStore

_KEPT = 60.0
_PAGES = 10
log = logging.getLogger(__name__)


class Mentors:
    def __init__(
        self, client: SlackClient, people: People, store: MentoringStore, channel: str
    ) -> None:
        self._client, self._people, self._store, self.channel = client, people, store, channel
        self._until, self._members = 0.0, frozenset[str]()

    async def is_mentor(self, user: str) -> bool:
        """Raises SlackUnavailableError."""
        return user in await self.members() and await self._people.is_member(user)

    async def members(self) -> frozenset[str]:
        """The members of the mentors' channel; where Slack doesn't tell them, who has been a mentor
        before.
        """
        if time.monotonic() < self._until:
            return self._members
        found: set[str] = set()
        arguments: dict[str, Any] = {"channel": self.channel, "limit": "200"}
        try:
            for _ in range(_PAGES):
                response = await self._client.call("conversations.members", form=True, **arguments)
                found |= {str(user) for user in response.get("members") or ()}
                cursor = (response.get("response_metadata") or {}).get("next_cursor")
                if not cursor:
                    break
                arguments["cursor"] = str(cursor)
        except SlackRequestRejectedError as error:
            log.error("the mentors can't be listed: %s", error)
            found = set(await self._store.known_mentors())
        self._until, self._members = time.monotonic() + _KEPT, frozenset(found)
        return self._members

    async def next_in_turn(self, asker: str) -> str:
        """The mentor whom to ask next, never the asker; empty when there is none."""
        for user in await self._store.in_turn(await self.members() - {asker}):
            if await self._people.is_member(user):
                return user
        return ""
