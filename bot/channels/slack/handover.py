"""Handing a question over to the mentors of a workspace: nothing goes that the asker didn't tick."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot.channels.slack import views, wording
from bot.channels.slack.blocks import Message, notice, packed, pages, unpacked
from bot.channels.slack.desk import Desk, Job
from bot.channels.slack.outbox import Outbox, Refused, Spot, Unavailable
from bot.channels.slack.people import People
from bot.channels.slack.posts import Click, Identity, own_conversation
from bot.channels.turns import Turns
from bot.domain.reply import plain
from bot.parsing.sanitize import cleaned

_SKEW = 300.0
"""Seconds that Slack's clock and ours may be apart."""
log = logging.getLogger(__name__)


class Handover:
    """`channel` is the mentors' channel."""

    def __init__(
        self, turns: Turns, outbox: Outbox, desk: Desk, people: People, me: Identity, channel: str
    ) -> None:
        self._turns, self._outbox, self._desk, self._people, self._me = (
            turns,
            outbox,
            desk,
            people,
            me,
        )
        self._channel = channel

    async def open(self, click: Click) -> None:
        """Opens the form about the conversation of the one who pressed, whoever's answer the button stands below."""
        conversation = click.place.conversation
        if not await self._people.may_speak(click.place.user, self._me.team):
            return
        turns = await self._turns.history(conversation)
        last = turns[-1] if turns else None
        carried = packed(conversation, last.id if last else "")
        form = views.mentor_form(
            carried, last.asked if last else "", plan=bool(await self._turns.files(conversation))
        )
        try:
            await self._outbox.call("views.open", tries=1, trigger_id=click.trigger, view=form)
        except (Refused, Unavailable) as error:
            log.warning("a form could not be opened: %s", error)
            spot = click.place.spot
            if spot.channel:
                await self._outbox.privately(spot, click.place.user, notice(wording.MENTOR_LATE))

    async def submit(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Takes the form on; returns what is wrong with it by block, nothing when it is fine."""
        view, user = body["view"], str(body["user"]["id"])
        values = view["state"]["values"]
        question = cleaned(str(values[views.QUESTION][views.QUESTION].get("value") or ""))
        if not question:
            return {views.QUESTION: wording.MENTOR_EMPTY}
        ticked = {
            str(option["value"])
            for option in values.get(views.SHARE, {}).get(views.SHARE, {}).get("selected_options")
            or ()
        }
        conversation, upto = (*map(str, unpacked(view.get("private_metadata", ""))), "", "")[:2]
        own = own_conversation(self._me, user)
        if conversation != own and not conversation.startswith(f"{own}:"):
            conversation, upto, ticked = own, "", set()
        data = {"user": user, "question": question, "upto": upto, "ticked": sorted(ticked)}
        await self._desk.accept(Job(f"brief:{view['id']}", "brief", conversation, data))
        return {}

    async def brief(self, job: Job) -> None:
        asker, question, ticked = (
            str(job.data["user"]),
            str(job.data["question"]),
            set(job.data["ticked"]),
        )
        if not await self._people.may_speak(asker, self._me.team):
            return
        talk = (
            await self._talk(job.conversation, str(job.data["upto"]))
            if views.CONVERSATION in ticked
            else ""
        )
        plan = (
            (await self._turns.files(job.conversation)).get("plan.md", "")
            if views.PLAN in ticked
            else ""
        )
        first = views.brief(job.key, asker, question, conversation=bool(talk), plan=bool(plan))
        try:
            ts = await self._post(job, Spot(self._channel), first, job.key)
            details = (*pages(wording.CONVERSATION_SHARED, talk), *pages(wording.PLAN_SHARED, plan))
            for number, page in enumerate(details, 1):
                await self._post(job, Spot(self._channel, ts), page, f"{job.key}:{number}")
            told = wording.PASSED_ON
        except Refused as refusal:
            log.error("a question could not be handed to the mentors: %s", refusal)
            told = wording.NOT_PASSED_ON
        await self._tell(job, asker, notice(told, quoted=question))

    async def take(self, click: Click, text: str) -> None:
        """The first mentor who presses gets it; everybody else is told that it is taken."""
        values = unpacked(click.value)
        mentor = click.place.user
        if (
            len(values) != 3
            or click.place.channel != self._channel
            or not await self._people.may_speak(mentor, self._me.team)
        ):
            return
        key, asker, question = map(str, values)
        data = {
            "mentor": mentor, "asker": asker, "question": question, "ts": click.ts, "blocks": list(click.blocks), "text": text,
        }  # fmt: skip
        if not await self._desk.accept(Job(f"taken:{key}", "taken", "", data)):
            await self._outbox.privately(Spot(self._channel), mentor, notice(wording.TAKEN_ALREADY))

    async def taken(self, job: Job) -> None:
        data = job.data
        await self._outbox.update(
            self._channel, data["ts"], data["text"], views.taken(data["blocks"], data["mentor"])
        )
        await self._tell(
            job,
            data["asker"],
            notice(wording.WILL_HELP, user=data["mentor"], quoted=data["question"]),
        )

    async def _talk(self, conversation: str, upto: str) -> str:
        """The turns up to the one that was the last when the asker ticked."""
        turns = await self._turns.history(conversation)
        ids = [turn.id for turn in turns]
        shared = turns[: ids.index(upto) + 1] if upto in ids else ()
        return "\n\n".join(
            wording.spoken(turn.asked, [plain(reply, suggestions=False) for reply in turn.replies])
            for turn in shared
        )

    async def _tell(self, job: Job, user: str, message: Message) -> None:
        try:
            await self._post(job, Spot(await self._outbox.direct(user)), message, f"{job.key}:told")
        except Refused as refusal:
            log.warning("an asker could not be told: %s", refusal)

    async def _post(self, job: Job, spot: Spot, message: Message, key: str) -> str:
        return await self._outbox.post(spot, message, key, since=job.at - _SKEW, again=job.again)
