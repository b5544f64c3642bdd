"""The App Home: what the advisor is for, the person's plan and data, and for mentors
what is open.
"""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.channels.slack import views
from bot.channels.slack.advisor import Advisor, Services
from bot.channels.slack.mentor_blocks import mentors_view
from bot.channels.slack.mentors import Mentors
from bot.channels.slack.places import own_conversation
from bot.plan.export import content_of
from bot.store.mentoring import MentoringStore


class Home:
    """`mentors` and `store` are None where there is no mentors' channel."""

    def __init__(
        self,
        services: Services,
        advisor: Advisor,
        mentors: Mentors | None,
        store: MentoringStore | None,
    ) -> None:
        self._me, self._turns, self._client = services.me, services.turns, services.client
        self._people, self._advisor = services.people, advisor
        self._mentors, self._store = mentors, store

    async def show(self, user: str, *, deleted: bool = False) -> None:
        """Publishes the Home of a person of the workspace; raises SlackUnavailableError."""
        if not await self._people.is_member(user):
            return
        plan = content_of(await self._advisor.files(user), ".md")
        view = views.home(
            plan,
            mentors=self._mentors is not None,
            deleted=deleted,
            for_mentors=await self._for_mentors(user),
        )
        await self._client.attempt("views.publish", user_id=user, view=view)

    async def forget(self, user: str) -> None:
        """Deletes all conversations of a person, then says so on the Home."""
        await self._turns.forget(own_conversation(self._me, user))
        await self.show(user, deleted=True)

    async def _for_mentors(self, user: str) -> Sequence[Block]:
        if not self._mentors or not self._store or not await self._mentors.is_mentor(user):
            return ()
        return mentors_view(
            user,
            await self._store.waiting(),
            await self._store.taken_by(user),
            paused=await self._store.is_paused(user),
        )
