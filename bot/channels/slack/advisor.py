"""What the advisor does in Slack: answers questions, and presses of the buttons below its answers."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.slack import wording
from bot.channels.slack.agent_view import AgentView
from bot.channels.slack.answer_blocks import (
    NEXT,
    REST,
    Offers,
    answer,
    suggestions,
)
from bot.channels.slack.client import SlackClient, sent
from bot.channels.slack.errors import (
    DeliveryUnknownError,
    SlackError,
    SlackRequestRejectedError,
    SlackUnavailableError,
)
from bot.channels.slack.events import (
    Attachment,
    BotIdentity,
    Click,
    Place,
    Post,
    belongs_to,
    own_conversation,
)
from bot.channels.slack.job_queue import Job, JobQueue
from bot.channels.slack.message import Message, button, notice, pack, replace_block, unpack
from bot.channels.slack.people import Membership, People
from bot.channels.slack.relevance import concerns_advisor
from bot.channels.turns import Said, Turn, Turns
from bot.store.feedback import Feedback
from bot.store.schema import REASONS

REASON = "reason"
_SHOWN = 500
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

    def __init__(
        self, services: Services, feedback: Feedback, agent_view: AgentView, *, mentors: bool
    ) -> None:
        self._me, self._turns, self._client = services.me, services.turns, services.client
        self._jobs, self._people = services.jobs, services.people
        self._feedback, self._agent_view, self._mentors = feedback, agent_view, mentors
        self._unsent: set[str] = set()
        self._shown: dict[tuple[str, str], tuple[dict[str, Any], ...]] = {}

    async def question(self, job: Job) -> None:
        """A message; one that nobody addressed to the advisor is answered only where it concerns it."""
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
                await self._say(job, place, self.message(place, turn))
            return
        if place.is_direct and place.thread:
            await self._agent_view.show_status(place.channel, place.thread)
        turn = await self._turns.take(place.conversation, said)
        await self._say(job, place, self.message(place, turn))
        titled = f"title:{place.channel}:{place.thread}"
        if place.is_direct and place.thread and turn.asked and await self._jobs.first(titled):
            await self._agent_view.set_title(place.channel, place.thread, turn.asked)

    async def example(self, job: Job) -> None:
        """An example question of the App Home, asked in the direct messages."""
        place = Place(**job.data["place"])
        if not await self._people.is_member(place.user):
            return
        place = Place(place.user, await self._open_direct(place), place.conversation)
        text = str(job.data["text"])
        asked = notice(wording.ASKED_FROM_HOME + text)
        await self._post(job, place, asked, f"{job.key}:asked")
        turn = await self._turns.take(place.conversation, Said(job.key, text=text))
        await self._say(job, place, self.message(place, turn))

    async def suggestion(self, job: Job) -> None:
        """A suggestion; somebody else's is asked in the conversation of the one who pressed, who alone sees it."""
        place, values = Place(**job.data["place"]), unpack(job.data["value"])
        if len(values) != 4 or not await self._people.is_member(place.user):
            return
        conversation, button_id, turn_id, part = str(values[0]), *values[1:]
        shown = await self._kept(conversation, turn_id)
        titles = suggestions(shown.replies) if shown else ()
        title = next((t for t in titles if self._turns.button(conversation, t) == button_id), "")
        if self._is_own(place, conversation):
            words = wording.asked(title or str(job.data["label"]))
            await self._settle(job, place, NEXT, words, (conversation, turn_id, part))
            turn = await self._turns.take(conversation, Said(job.key, button=str(button_id)))
            await self._say(job, place, self.message(place, turn, conversation=conversation))
            return
        place = _privately(place, job.data)
        if not title:
            await self._say(job, place, notice(wording.NOT_KEPT))
            return
        turn = await self._turns.take(place.conversation, Said(job.key, text=title))
        await self._say(job, place, self.message(place, turn))

    async def rest(self, job: Job) -> None:
        """The next part of an answer: below it for its asker, privately for others."""
        place, values = Place(**job.data["place"]), unpack(job.data["value"])
        if len(values) != 3 or not await self._people.is_member(place.user):
            return
        conversation, turn_id, part = str(values[0]), values[1], int(values[2])
        own = self._is_own(place, conversation)
        place = place if own else _privately(place, job.data)
        turn = await self._kept(conversation, turn_id)
        if turn is None:
            await self._say(job, place, notice(wording.NOT_KEPT))
            return
        if own:
            shown = (conversation, turn_id, part - 1)
            await self._settle(job, place, REST, wording.REST_SHOWN, shown)
        await self._say(job, place, self.message(place, turn, part, conversation))

    async def verdict(self, job: Job) -> None:
        """A vote on an answer: one a person, which a later press changes."""
        place, values = Place(**job.data["place"]), unpack(job.data["value"])
        if len(values) != 3 or values[2] not in ("up", "down"):
            return
        conversation, turn_id, verdict = map(str, values)
        if not await self._people.is_member(place.user) or not await self._kept(
            conversation, turn_id
        ):
            return
        most = await self._feedback.vote(conversation, turn_id, place.user, verdict)
        await self._turns.rate(conversation, turn_id, most)
        thanks = notice(wording.THANKS_UP)
        if verdict == "down":
            reasons = [
                button(label, f"{REASON}:{reason}", pack(conversation, turn_id, reason))
                for reason, label in wording.REASONS.items()
            ]
            thanks = notice(wording.THANKS_DOWN, buttons=reasons, block_id=REASON)
        await self._client.post_ephemeral(place.destination, place.user, thanks)

    async def reason(self, job: Job) -> None:
        """Why an answer was no help."""
        place, values = Place(**job.data["place"]), unpack(job.data["value"])
        if len(values) != 3 or values[2] not in REASONS:
            return
        if not await self._people.is_member(place.user):
            return
        conversation, turn_id, reason = map(str, values)
        explained = await self._feedback.explain(conversation, turn_id, place.user, reason)
        turn = await self._kept(conversation, turn_id)
        if explained and turn and turn.verdict == "down":
            await self._turns.rate(conversation, turn_id, "down", reason)
        thanks = {**sent(notice(wording.THANKS_REASON)), "replace_original": True}
        try:
            await self._client.respond(str(job.data["url"]), thanks)
        except SlackError as error:
            log.warning("a thank-you could not be shown: %s", error)

    async def plan(self, job: Job) -> None:
        """The plan of the one who asks for it, as files in the direct messages with them."""
        place = Place(**job.data["place"])
        if not await self._people.is_member(place.user):
            return
        files = await self.files(place.user)
        direct = Place(place.user, await self._open_direct(place), place.conversation)
        if not files:
            await self._say(job, direct, notice(wording.NO_PLAN))
            return
        try:
            await self._client.upload(
                direct.destination, files, wording.PLAN_FILES, since=job.at, again=job.again
            )
        except (SlackRequestRejectedError, DeliveryUnknownError) as error:
            log.error("a plan could not be sent: %s", error)
            return
        if place.channel and not place.is_direct:
            hint = notice(wording.PLAN_SENT)
            await self._client.post_ephemeral(place.destination, place.user, hint)

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
        """Whether the person belongs to the workspace; an outsider is told so, once in each channel."""
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
            await self._say(job, place, notice(words))
        else:
            body = sent(notice(words)) | {"channel": place.channel}
            await self._client.attempt("chat.postMessage", tries=1, **body)

    def _is_own(self, place: Place, conversation: str) -> bool:
        return belongs_to(conversation, own_conversation(self._me, place.user))

    async def _open_direct(self, place: Place) -> str:
        return (
            place.channel if place.is_direct else await self._client.open_conversation(place.user)
        )

    async def _say(self, job: Job, place: Place, message: Message) -> None:
        """Gives an answer; where Slack refuses it for good there is nothing left to do: the turn is kept."""
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
        """Nobody can look whether a private answer arrived: it is sent again only where it surely did not."""
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

    async def _settle(
        self, job: Job, place: Place, block: str, words: str, shown: tuple[Any, ...]
    ) -> None:
        """Puts words where the pressed button was. A private message isn't delivered with the press: it is made anew."""
        if not place.url:
            where = (place.channel, str(job.data["ts"]))
            before = self._shown.get(where) or tuple(job.data["blocks"])
            self._shown[where] = replace_block(before, block, words)
            while len(self._shown) > _SHOWN:
                self._shown.pop(next(iter(self._shown)))
            await self._client.update(*where, job.data["text"], self._shown[where])
            return
        conversation, turn_id, part = shown
        turn = await self._kept(conversation, turn_id)
        if turn is None:
            return
        made = self.message(place, turn, int(part), conversation)
        body = sent(Message(made.text, replace_block(made.blocks, block, words)))
        try:
            await self._client.respond(place.url, {**body, "replace_original": True})
        except SlackError as error:
            log.warning("a message could not be updated: %s", error)

    async def _kept(self, conversation: str, turn_id: str) -> Turn | None:
        return await self._turns.conversations.turn(str(conversation), str(turn_id))


def asked(post: Post) -> dict[str, Any]:
    """What a job has to know of a message."""
    return {
        "place": post.place.to_dict(), "text": post.text, "since": post.ts, "addressed": post.addressed,
        "attachment": post.attachment.value, "team": post.team,
    }  # fmt: skip


def pressed(click: Click, text: str) -> dict[str, Any]:
    """What a job has to know of a press; `text` is that of the message below which the button stands."""
    return {
        "place": click.place.to_dict(), "value": click.value, "label": click.label, "ts": click.ts,
        "since": click.at or click.ts, "blocks": list(click.blocks), "text": text, "url": click.url,
    }  # fmt: skip


def _privately(place: Place, data: Mapping[str, Any]) -> Place:
    """The same place, seen by the person who pressed alone."""
    url = place.url or str(data["url"])
    return Place(place.user, place.channel, place.conversation, place.thread, url)
