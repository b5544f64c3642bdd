"""Handing a question to the mentors of a workspace: nothing goes that the asker didn't tick."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.channels.slack import mentor_blocks, views, wording
from bot.channels.slack.advisor import Advisor, Services
from bot.channels.slack.errors import DeliveryUnknownError, SlackRequestRejectedError
from bot.channels.slack.job_queue import Job
from bot.channels.slack.message import Message, button, notice, pack, unpack
from bot.channels.slack.messenger import SKEW, Messenger
from bot.channels.slack.places import ID, belongs_to, mapping, own_conversation
from bot.channels.slack.posting import Destination
from bot.channels.slack.presses import Click
from bot.domain.plain_reply import plain
from bot.parsing.sanitize import cleaned
from bot.plan.export import content_of
from bot.store.mentoring import MentoringStore, Request

log = logging.getLogger(__name__)


class Handover:
    """The form, what it shows beforehand, and the brief that the mentors get. `reminder` is in
    seconds.
    """

    def __init__(
        self,
        services: Services,
        advisor: Advisor,
        store: MentoringStore,
        messenger: Messenger,
        channel: str,
        reminder: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._me, self._turns, self._client = services.me, services.turns, services.client
        self._jobs, self._people = services.jobs, services.people
        self._advisor, self._store, self._messenger = advisor, store, messenger
        self._channel, self._reminder, self._clock = channel, reminder, clock

    async def open(self, click: Click) -> None:
        """Opens the form about the conversation of the one who pressed, whoever's answer the button
        stands below.
        """
        if not await self._people.is_member(click.place.user):
            return
        view = views.mentor_form(await self._form(click.place.conversation, click))
        opened = await self._client.attempt(
            "views.open", tries=1, trigger_id=click.trigger, view=view
        )
        if not opened and click.place.channel:
            hint = notice(wording.MENTOR_LATE)
            await self._client.post_ephemeral(click.place.destination, click.place.user, hint)

    async def preview(self, view: Mapping[str, Any], user: str) -> None:
        """Shows in an open form what the ticks that are set share."""
        conversation, upto, link = self._carried(view, user)
        if not conversation:
            return
        carried, question = str(view["private_metadata"]), views.question_in(view)
        form = await self._shareable(conversation, upto, link, carried, question)
        await self._client.attempt(
            "views.update", tries=1, view_id=view["id"], hash=view.get("hash"),
            view=views.mentor_form(form, views.ticked_in(view)),
        )  # fmt: skip

    async def submit(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Takes the form on; returns what is wrong with it by block, nothing when it is fine."""
        view, user = mapping(body.get("view")), str(mapping(body.get("user")).get("id") or "")
        question = cleaned(views.question_in(view))
        if not question:
            return {views.QUESTION: wording.MENTOR_EMPTY}
        conversation, upto, link = self._carried(view, user)
        ticked = views.ticked_in(view) if conversation else frozenset()
        data = {
            "user": user, "question": question, "upto": upto, "link": link,
            "ticked": sorted(ticked),
        }  # fmt: skip
        conversation = conversation or own_conversation(self._me, user)
        form = str(view.get("id") or "")
        if form and ID.fullmatch(user):
            await self._jobs.accept(Job(f"brief:{form[:100]}", "brief", conversation, data))
        return {}

    async def brief(self, job: Job) -> None:
        """Posts a question to the mentors, with what was ticked below it, and tells the asker."""
        data, asker = job.data, str(job.data["user"])
        if not await self._people.is_member(asker):
            return
        ticked = frozenset(data["ticked"])
        form = await self._shareable(job.conversation, data["upto"], data["link"], "", "")
        shared = frozenset(name for name in ticked if form.previews.get(name))
        own = own_conversation(self._me, asker)
        now = self._clock()
        thread = data["link"] if views.LINK in shared else ""
        request = Request(
            job.key,
            own,
            asker,
            data["question"],
            now,
            shared=",".join(sorted(shared)),
            thread=thread,
        )
        message = mentor_blocks.brief(request)
        ts = await self._messenger.post(job, Destination(self._channel), message, job.key)
        if not ts:
            told = notice(wording.NOT_PASSED_ON, quoted=request.question)
            await self._messenger.tell(job, asker, told)
            return
        link = await self._client.permalink(self._channel, ts)
        due = now + self._reminder
        await self._store.add(replace(request, ts=ts, link=link, due_at=due))
        await self._share(job, Destination(self._channel, ts), form.previews, shared)
        withdraw = button(wording.WITHDRAW, mentor_blocks.WITHDRAW, pack(request.id))
        told = notice(wording.PASSED_ON, quoted=request.question, buttons=[withdraw])
        await self._messenger.tell(job, asker, told)

    async def _form(self, conversation: str, click: Click) -> views.MentorForm:
        turns = await self._turns.history(conversation)
        last = turns[-1] if turns else None
        link = ""
        if click.place.channel and not click.place.is_direct and click.place.thread:
            link = await self._client.permalink(click.place.channel, click.place.thread)
        carried = pack(conversation, last.id if last else "", link)
        return await self._shareable(
            conversation, last.id if last else "", link, carried, last.asked if last else ""
        )

    async def _shareable(
        self, conversation: str, upto: str, link: str, carried: str, question: str
    ) -> views.MentorForm:
        """What can be ticked, each with all of what the mentors would read."""
        user = conversation.split(":")[2]
        plan = content_of(await self._advisor.files(user), ".md")
        found = {
            views.CONVERSATION: await self._talk(conversation, upto),
            views.PLAN_FILE: plan,
            views.LINK: link,
        }
        previews = {name: text for name, text in found.items() if text}
        return views.MentorForm(carried, question, previews)

    def _carried(self, view: Mapping[str, Any], user: str) -> tuple[str, str, str]:
        """Conversation, last turn and thread of a form; nothing where the conversation is somebody
        else's.
        """
        values = [*map(str, unpack(str(view.get("private_metadata") or ""))), "", "", ""]
        conversation, upto, link = values[:3]
        own = own_conversation(self._me, user)
        return (conversation, upto, link) if belongs_to(conversation, own) else ("", "", "")

    async def _talk(self, conversation: str, upto: str) -> str:
        """The turns up to the one that was the last when the asker ticked."""
        turns = await self._turns.history(conversation)
        ids = [turn.id for turn in turns]
        shared = turns[: ids.index(upto) + 1] if upto in ids else ()
        return "\n\n".join(
            wording.transcript(
                turn.asked, [plain(reply, suggestions=False) for reply in turn.replies]
            )
            for turn in shared
        )

    async def _share(
        self, job: Job, thread: Destination, texts: Mapping[str, str], shared: frozenset[str]
    ) -> None:
        """What was ticked, as messages below the brief, and the plan as a file beside them."""
        pages: list[Message] = []
        if views.CONVERSATION in shared:
            talk = texts[views.CONVERSATION]
            pages += mentor_blocks.text_pages(wording.CONVERSATION_SHARED, talk)
        if views.PLAN_FILE in shared:
            plan = texts[views.PLAN_FILE]
            pages += mentor_blocks.markdown_pages(wording.PLAN_SHARED, plan)
        try:
            for number, page in enumerate(pages, 1):
                await self._messenger.post(job, thread, page, f"{job.key}:{number}")
            if views.PLAN_FILE in shared:
                files = {"plan.md": texts[views.PLAN_FILE]}
                await self._client.upload(
                    thread, files, wording.PLAN_SHARED, since=job.at - SKEW, again=job.again
                )
        except (SlackRequestRejectedError, DeliveryUnknownError) as error:
            log.error("what was shared could not be posted: %s", error)
