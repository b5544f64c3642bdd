"""What the advisor does in Slack: answers questions where they are asked."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from bot.channels.slack import wording
from bot.channels.slack.agent_view import AgentView
from bot.channels.slack.answer_blocks import Offers, answer
from bot.channels.slack.client import SlackClient
from bot.channels.slack.errors import (
    DeliveryUnknownError,
    SlackRequestRejectedError,
    SlackUnavailableError,
)
from bot.channels.slack.events import Attachment, Post
from bot.channels.slack.job_queue import Job, JobQueue
from bot.channels.slack.message import Message, notice
from bot.channels.slack.people import Membership, People
from bot.channels.slack.places import BotIdentity, Place, belongs_to, own_conversation
from bot.channels.slack.posting import sent
from bot.channels.slack.relevance import concerns_advisor
from bot.channels.turns import Said, Turn, Turns

_HINTS = {Attachment.FILE: wording.NO_FILES, Attachment.FORWARDED: wording.NO_FORWARDS}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Services:
    """What everything that acts in Slack needs."""

    me: BotIdentity
    turns: Turns
    client: SlackClient
    jobs: JobQueue
    people: People


class Advisor:
    """Each public coroutine is a job: it can be done again without anything happening twice."""

    def __init__(self, services: Services, agent_view: AgentView, *, mentors: bool) -> None:
        self._me, self._turns, self._client = services.me, services.turns, services.client
        self._jobs, self._people = services.jobs, services.people
        self._agent_view, self._mentors = agent_view, mentors
        self._unsent: set[str] = set()

    async def question(self, job: Job) -> None:
        """A message; one that nobody addressed to the advisor is answered only where it concerns
        it.
        """
        place, data = Place(**job.data["place"]), job.data
        addressed = bool(data["addressed"])
        if not await self._may_ask(place, str(data["team"]), addressed=addressed):
            return
        hint = _HINTS.get(Attachment(data["attachment"]))
        if hint and addressed:
            await self._hint(job, place, hint)
            return
        said = Said(job.key, text=data["text"])
        if not addressed:
            turn = await self._turns.overhear(place.conversation, said, concerns_advisor)
            if turn:
                await self.say(job, place, self.message(place, turn))
            return
        if place.is_direct and place.thread:
            await self._agent_view.show_status(place.channel, place.thread)
        turn = await self._turns.take(place.conversation, said)
        await self.say(job, place, self.message(place, turn))
        titled = f"title:{place.channel}:{place.thread}"
        if place.is_direct and place.thread and turn.asked and await self._jobs.first(titled):
            await self._agent_view.set_title(place.channel, place.thread, turn.asked)

    async def example(self, job: Job) -> None:
        """An example question of the App Home, asked in the direct messages."""
        place = Place(**job.data["place"])
        if not await self._people.is_member(place.user):
            return
        place = Place(place.user, await self.open_direct(place), place.conversation)
        text = str(job.data["text"])
        asked = notice(wording.ASKED_FROM_HOME + text)
        await self._post(job, place, asked, f"{job.key}:asked")
        turn = await self._turns.take(place.conversation, Said(job.key, text=text))
        await self.say(job, place, self.message(place, turn))

    async def files(self, user: str) -> dict[str, str]:
        """The files of a person's plan, of the conversation or thread that was used last."""
        for conversation in await self._turns.conversations.threads(
            own_conversation(self._me, user)
        ):
            found = await self._turns.files(conversation)
            if found:
                return found
        return {}

    def message(self, place: Place, turn: Turn, part: int = 0, conversation: str = "") -> Message:
        """Part of an answer, with the buttons of the conversation it belongs to."""
        conversation = conversation or place.conversation
        offers = Offers(
            conversation, lambda title: self._turns.button(conversation, title), self._mentors
        )
        return answer(turn.id, turn.replies, offers, part)

    async def _may_ask(self, place: Place, team: str, *, addressed: bool) -> bool:
        """Whether the person belongs to the workspace; an outsider is told so, once in each
        channel.
        """
        membership = await self._people.membership(place.user)
        foreign = not self._me.enterprise and team not in ("", self._me.team)
        if membership is Membership.MEMBER and not foreign:
            return True
        log.warning("a question wasn't answered: its author is no active member of the workspace")
        told = f"outsider:{place.channel}:{place.user}"
        is_outsider = membership is not Membership.INACTIVE
        if is_outsider and addressed and await self._jobs.first(told):
            await self._hint(None, place, wording.OUTSIDER)
        return False

    async def _hint(self, job: Job | None, place: Place, words: str) -> None:
        """A sentence that only the person sees where others read."""
        if not place.is_direct:
            await self._client.post_ephemeral(place.destination, place.user, notice(words))
        elif job:
            await self.say(job, place, notice(words))
        else:
            body = sent(notice(words)) | {"channel": place.channel}
            await self._client.attempt("chat.postMessage", tries=1, **body)

    def is_own(self, place: Place, conversation: str) -> bool:
        return belongs_to(conversation, own_conversation(self._me, place.user))

    async def open_direct(self, place: Place) -> str:
        return (
            place.channel if place.is_direct else await self._client.open_conversation(place.user)
        )

    async def say(self, job: Job, place: Place, message: Message) -> None:
        """Gives an answer; where Slack refuses it for good there is nothing left to do: the turn is
        kept.
        """
        try:
            if place.url:
                await self._respond(job.key, place, message)
            else:
                await self._post(job, place, message, job.key)
        except (SlackRequestRejectedError, DeliveryUnknownError) as error:
            log.warning("an answer could not be given: %s", error)

    async def _post(self, job: Job, place: Place, message: Message, key: str) -> None:
        since = float(job.data.get("since") or job.at)
        await self._client.post(place.destination, message, key, since=since, again=job.again)

    async def _respond(self, key: str, place: Place, message: Message) -> None:
        """Nobody can look whether a private answer arrived: it is sent again only where it surely
        did not.
        """
        if not await self._jobs.first(f"sent:{key}") and key not in self._unsent:
            return
        self._unsent.discard(key)
        body = {**sent(message), "response_type": "ephemeral", "replace_original": False}
        body |= {"thread_ts": place.thread} if place.thread else {}
        try:
            await self._client.respond(place.url, body)
        except SlackUnavailableError:
            self._unsent.add(key)
            raise

    async def kept(self, conversation: str, turn_id: str) -> Turn | None:
        return await self._turns.conversations.turn(str(conversation), str(turn_id))


def asked(post: Post) -> dict[str, Any]:
    """What a job has to know of a message."""
    return {
        "place": post.place.to_dict(), "text": post.text, "since": post.ts,
        "addressed": post.addressed,
        "attachment": post.attachment.value, "team": post.team,
    }  # fmt: skip
