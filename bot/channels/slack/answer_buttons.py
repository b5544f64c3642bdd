"""What happens when somebody presses a button below an answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot.channels.slack import wording
from bot.channels.slack.advisor import Advisor, Services
from bot.channels.slack.answer_blocks import NEXT, REST, suggestions
from bot.channels.slack.errors import (
    DeliveryUnknownError,
    SlackError,
    SlackRequestRejectedError,
)
from bot.channels.slack.job_queue import Job
from bot.channels.slack.message import Message, button, notice, pack, replace_block, unpack
from bot.channels.slack.places import Place
from bot.channels.slack.posting import sent
from bot.channels.slack.presses import Click
from bot.channels.turns import Said
from bot.store.feedback import Feedback
from bot.store.schema import REASONS

REASON = "reason"
_SHOWN = 500
log = logging.getLogger(__name__)


class AnswerButtons:
    """Each public coroutine is a job: it can be done again without anything happening twice."""

    def __init__(self, services: Services, advisor: Advisor, feedback: Feedback) -> None:
        self._turns, self._client, self._people = services.turns, services.client, services.people
        self._advisor, self._feedback = advisor, feedback
        self._shown: dict[tuple[str, str], tuple[dict[str, Any], ...]] = {}

    async def suggestion(self, job: Job) -> None:
        """A suggestion; somebody else's is asked in the conversation of the one who pressed, who
        alone sees it.
        """
        place, values = Place(**job.data["place"]), unpack(job.data["value"])
        if len(values) != 4 or not await self._people.is_member(place.user):
            return
        conversation, button_id, turn_id, part = str(values[0]), *values[1:]
        shown = await self._advisor.kept(conversation, turn_id)
        titles = suggestions(shown.replies) if shown else ()
        title = next((t for t in titles if self._turns.button(conversation, t) == button_id), "")
        if self._advisor.is_own(place, conversation):
            words = wording.asked(title or str(job.data["label"]))
            await self._settle(job, place, NEXT, words, (conversation, turn_id, part))
            turn = await self._turns.take(conversation, Said(job.key, button=str(button_id)))
            await self._advisor.say(
                job, place, self._advisor.message(place, turn, conversation=conversation)
            )
            return
        place = _privately(place, job.data)
        if not title:
            await self._advisor.say(job, place, notice(wording.NOT_KEPT))
            return
        turn = await self._turns.take(place.conversation, Said(job.key, text=title))
        await self._advisor.say(job, place, self._advisor.message(place, turn))

    async def rest(self, job: Job) -> None:
        """The next part of an answer: below it for its asker, privately for others."""
        place, values = Place(**job.data["place"]), unpack(job.data["value"])
        if len(values) != 3 or not await self._people.is_member(place.user):
            return
        conversation, turn_id, part = str(values[0]), values[1], int(values[2])
        own = self._advisor.is_own(place, conversation)
        place = place if own else _privately(place, job.data)
        turn = await self._advisor.kept(conversation, turn_id)
        if turn is None:
            await self._advisor.say(job, place, notice(wording.NOT_KEPT))
            return
        if own:
            shown = (conversation, turn_id, part - 1)
            await self._settle(job, place, REST, wording.REST_SHOWN, shown)
        await self._advisor.say(job, place, self._advisor.message(place, turn, part, conversation))

    async def verdict(self, job: Job) -> None:
        """A vote on an answer: one a person, which a later press changes."""
        place, values = Place(**job.data["place"]), unpack(job.data["value"])
        if len(values) != 3 or values[2] not in ("up", "down"):
            return
        conversation, turn_id, verdict = map(str, values)
        if not await self._people.is_member(place.user) or not await self._advisor.kept(
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
        turn = await self._advisor.kept(conversation, turn_id)
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
        files = await self._advisor.files(place.user)
        direct = Place(place.user, await self._advisor.open_direct(place), place.conversation)
        if not files:
            await self._advisor.say(job, direct, notice(wording.NO_PLAN))
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

    async def _settle(
        self, job: Job, place: Place, block: str, words: str, shown: tuple[Any, ...]
    ) -> None:
        """Puts words where the pressed button was. A private message isn't delivered with the
        press: it is made anew.
        """
        if not place.url:
            where = (place.channel, str(job.data["ts"]))
            before = self._shown.get(where) or tuple(job.data["blocks"])
            self._shown[where] = replace_block(before, block, words)
            while len(self._shown) > _SHOWN:
                self._shown.pop(next(iter(self._shown)))
            await self._client.update(*where, job.data["text"], self._shown[where])
            return
        conversation, turn_id, part = shown
        turn = await self._advisor.kept(conversation, turn_id)
        if turn is None:
            return
        made = self._advisor.message(place, turn, int(part), conversation)
        body = sent(Message(made.text, replace_block(made.blocks, block, words)))
        try:
            await self._client.respond(place.url, {**body, "replace_original": True})
        except SlackError as error:
            log.warning("a message could not be updated: %s", error)


def pressed(click: Click, text: str) -> dict[str, Any]:
    """What a job has to know of a press; `text` is that of the message below which the button
    stands.
    """
    return {
        "place": click.place.to_dict(), "value": click.value, "label": click.label, "ts": click.ts,
        "since": click.at or click.ts, "blocks": list(click.blocks), "text": text, "url": click.url,
    }  # fmt: skip


def _privately(place: Place, data: Mapping[str, Any]) -> Place:
    """The same place, seen by the person who pressed alone."""
    url = place.url or str(data["url"])
    return Place(place.user, place.channel, place.conversation, place.thread, url)
