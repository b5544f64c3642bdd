"""What the advisor does in Slack: answers questions and presses of the buttons below its answers."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from bot.channels.slack import wording
from bot.channels.slack.blocks import (
    NEXT,
    PLAN,
    REST,
    THUMBS,
    Message,
    Offers,
    answer,
    notice,
    settled,
    unpacked,
)
from bot.channels.slack.desk import Desk, Job
from bot.channels.slack.outbox import Outbox, Refused, Unavailable, sent
from bot.channels.slack.people import People
from bot.channels.slack.posts import Click, Identity, Place
from bot.channels.turns import Said, Turn, Turns

_SHOWN = 500
log = logging.getLogger(__name__)


class Advisor:
    """Each method is a job of the desk: it can be done again without anything happening twice."""

    def __init__(
        self,
        turns: Turns,
        outbox: Outbox,
        desk: Desk,
        people: People,
        me: Identity,
        *,
        mentors: bool,
    ) -> None:
        self._turns, self._outbox, self._desk, self._people, self._me = (
            turns,
            outbox,
            desk,
            people,
            me,
        )
        self._mentors = mentors
        self._unsent: set[str] = set()
        self._shown: dict[tuple[str, str], tuple[dict[str, Any], ...]] = {}

    async def question(self, job: Job) -> None:
        place = Place(**job.data["place"])
        if await self._people.may_speak(place.user, self._me.team):
            turn = await self._turns.take(place.conversation, Said(job.key, text=job.data["text"]))
            await self._say(job, place, self.message(place, turn))

    async def suggestion(self, job: Job) -> None:
        """Somebody else's suggestion is asked anew, in the conversation of the one who pressed it."""
        place, values = Place(**job.data["place"]), unpacked(job.data["value"])
        if len(values) != 4 or not await self._people.may_speak(place.user, self._me.team):
            return
        conversation, button, turn_id, part = values
        await self._settle(
            job, place, NEXT, wording.asked(job.data["label"]), (conversation, turn_id, part)
        )
        own = conversation == place.conversation
        said = Said(job.key, button=str(button)) if own else Said(job.key, text=job.data["label"])
        turn = await self._turns.take(place.conversation, said)
        await self._say(job, place, self.message(place, turn))

    async def rest(self, job: Job) -> None:
        place, values = Place(**job.data["place"]), unpacked(job.data["value"])
        if len(values) != 3 or not await self._people.may_speak(place.user, self._me.team):
            return
        conversation, turn_id, part = values
        turn = await self._kept(conversation, turn_id)
        if turn is None:
            await self._say(job, place, notice(wording.NOT_KEPT))
            return
        await self._settle(
            job, place, REST, wording.REST_SHOWN, (conversation, turn_id, int(part) - 1)
        )
        await self._say(job, place, self.message(place, turn, int(part), conversation))

    async def verdict(self, job: Job) -> None:
        place, values = Place(**job.data["place"]), unpacked(job.data["value"])
        if (
            len(values) != 4
            or values[2] not in wording.THANKS
            or not await self._people.may_speak(place.user, self._me.team)
        ):
            return
        conversation, turn_id, verdict, part = values
        if await self._turns.rate(conversation, turn_id, verdict):
            await self._settle(
                job, place, THUMBS, wording.THANKS[verdict], (conversation, turn_id, part)
            )

    async def plan(self, job: Job) -> None:
        """The plan of the one who asks for it, as files in the direct messages with them."""
        place, values = Place(**job.data["place"]), unpacked(job.data["value"])
        if len(values) != 3 or not await self._people.may_speak(place.user, self._me.team):
            return
        files = await self._turns.files(place.conversation)
        channel = await self._outbox.direct(place.user)
        if not files:
            await self._post(
                job, Place(place.user, channel, place.conversation), notice(wording.NO_PLAN)
            )
            return
        try:
            await self._outbox.upload(channel, files, wording.PLAN_FILES)
        except Refused as refusal:
            log.error("a plan could not be sent: %s", refusal)
            return
        if not place.channel.startswith("D"):
            await self._settle(job, place, PLAN, wording.PLAN_SENT, tuple(values))

    def message(self, place: Place, turn: Turn, part: int = 0, conversation: str = "") -> Message:
        """Part of an answer, with the buttons of the conversation it belongs to."""
        conversation = conversation or place.conversation
        offers = Offers(
            conversation, lambda title: self._turns.button(conversation, title), self._mentors
        )
        return answer(turn.id, turn.replies, offers, part)

    async def _say(self, job: Job, place: Place, message: Message) -> None:
        """Gives an answer; where Slack refuses it for good there is nothing left to do: the turn is kept."""
        try:
            if place.url:
                await self._respond(job.key, place.url, message)
            else:
                await self._post(job, place, message)
        except Refused as refusal:
            log.warning("an answer could not be given: %s", refusal)

    async def _post(self, job: Job, place: Place, message: Message) -> None:
        await self._outbox.post(
            place.spot, message, job.key, since=float(job.data["since"]), again=job.again
        )

    async def _respond(self, key: str, url: str, message: Message) -> None:
        """Nobody can look whether a private answer arrived: it is sent again only where it surely did not."""
        if not await self._desk.first(f"sent:{key}") and key not in self._unsent:
            return
        self._unsent.discard(key)
        try:
            await self._outbox.respond(
                url, {**sent(message), "response_type": "ephemeral", "replace_original": False}
            )
        except Unavailable:
            self._unsent.add(key)
            raise

    async def _settle(
        self, job: Job, place: Place, block: str, words: str, shown: tuple[Any, ...]
    ) -> None:
        """Puts words where the pressed button was. A private message isn't delivered with the press: it is made anew."""
        if not place.url:
            where = (place.channel, str(job.data["ts"]))
            blocks: Sequence[dict[str, Any]] = self._shown.get(where) or job.data["blocks"]
            self._shown[where] = settled(blocks, block, words)
            while len(self._shown) > _SHOWN:
                self._shown.pop(next(iter(self._shown)))
            await self._outbox.update(*where, job.data["text"], self._shown[where])
            return
        conversation, turn_id, part = shown
        turn = await self._kept(conversation, turn_id)
        if turn is not None:
            made = self.message(place, turn, int(part), conversation)
            body = {
                **sent(Message(made.text, settled(made.blocks, block, words))),
                "replace_original": True,
            }
            try:
                await self._outbox.respond(place.url, body)
            except (Refused, Unavailable) as error:
                log.warning("a message could not be updated: %s", error)

    async def _kept(self, conversation: str, turn_id: str) -> Turn | None:
        return await self._turns.conversations.turn(str(conversation), str(turn_id))


def pressed(click: Click, text: str) -> dict[str, Any]:
    """What a job has to know of a press."""
    return {
        "place": click.place.to_dict(), "value": click.value, "label": click.label, "ts": click.ts, "since": click.at or click.ts,
        "blocks": list(click.blocks), "text": text,
    }  # fmt: skip
