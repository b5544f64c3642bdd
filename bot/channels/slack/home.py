"""The advisor's own pages in Slack: the App Home, and the prompts above an empty conversation."""

from __future__ import annotations

import logging

from bot.channels.slack import views, wording
from bot.channels.slack.outbox import Outbox, Refused, Unavailable
from bot.channels.slack.people import People
from bot.channels.slack.posts import Identity, own_conversation
from bot.channels.turns import Turns

log = logging.getLogger(__name__)


class Home:
    def __init__(
        self, turns: Turns, outbox: Outbox, people: People, me: Identity, *, mentors: bool
    ) -> None:
        self._turns, self._outbox, self._people, self._me, self._mentors = (
            turns,
            outbox,
            people,
            me,
            mentors,
        )

    async def show(self, user: str, *, deleted: bool = False) -> None:
        if not await self._people.may_speak(user, self._me.team):
            return
        files = await self._turns.files(own_conversation(self._me, user))
        view = views.home(files.get("plan.md", ""), mentors=self._mentors, deleted=deleted)
        try:
            await self._outbox.call("views.publish", user_id=user, view=view)
        except (Refused, Unavailable) as error:
            log.warning("a home could not be shown: %s", error)

    async def prompt(self, channel: str) -> None:
        """Suggests first questions where the workspace has the agent view; elsewhere Slack refuses, and that's fine."""
        prompts = [{"title": question, "message": question} for question in wording.EXAMPLES]
        try:
            await self._outbox.call(
                "assistant.threads.setSuggestedPrompts",
                tries=1,
                channel_id=channel,
                prompts=prompts,
            )
        except (Refused, Unavailable) as error:
            log.info("no prompts are suggested: %s", error)

    async def forget(self, user: str) -> None:
        """Deletes all conversations of a person, then says so on the home."""
        await self._turns.forget(own_conversation(self._me, user))
        await self.show(user, deleted=True)
