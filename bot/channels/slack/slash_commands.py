"""Slash commands: the answer is the response itself, which only the asker sees."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse

from bot.channels.slack import wording
from bot.channels.slack.errors import SlackUnavailableError
from bot.channels.slack.events import command
from bot.channels.slack.job_queue import Job
from bot.channels.slack.message import bullets, header, make_message, notice
from bot.channels.slack.people import Membership
from bot.channels.slack.places import Place
from bot.channels.slack.posting import sent
from bot.channels.slack.role import in_role
from bot.channels.slack.services import Running
from bot.channels.turns import Said

# Seconds in which the answer to a slash command can be the response itself; Slack waits for three.
_PATIENCE = 2.0
_HELP = frozenset({"", "help", "?", "-h", "--help"})

Ack = Callable[..., Awaitable[BoltResponse]]


class SlashCommands:
    """Answers each command; `mentors` says whether the help names them."""

    def __init__(self, running: Callable[[], Running], *, mentors: bool) -> None:
        self._running, self._mentors = running, mentors

    async def listen(self, ack: Ack, body: dict[str, Any]) -> None:
        """A slow answer comes through the address given."""
        services = self._running().services
        found = command(body, services.me)
        if found is None:
            await ack()
            return
        trigger, text, place = found
        if text.lower().strip() in _HELP:
            await ack(**self._help(), response_type="ephemeral")
            return
        data = {
            "place": place.to_dict(), "text": text, "since": "0", "addressed": True,
            "attachment": "none",
            "team": "",
        }  # fmt: skip
        job = Job(f"slash:{trigger}", "question", place.conversation, data, place.conversation)
        if not await services.jobs.claim(job):
            await ack()
            return
        answering = asyncio.ensure_future(self._answered(job, place))
        try:
            answer = await asyncio.wait_for(asyncio.shield(answering), _PATIENCE)
        except (asyncio.TimeoutError, SlackUnavailableError):
            await ack(text=wording.WORKING, response_type="ephemeral")
            services.jobs.start(job)
            return
        await (ack(**answer, response_type="ephemeral") if answer else ack())
        await services.jobs.done(job.key)

    def _help(self) -> dict[str, Any]:
        lines = tuple(map(in_role, wording.HELP))
        if self._mentors:
            lines = (*lines, wording.HELP_MENTOR)
        message = make_message(wording.HELP_TITLE, (header(wording.HELP_TITLE), bullets(lines)))
        return {"text": message.text, "blocks": list(message.blocks)}

    async def _answered(self, job: Job, place: Place) -> dict[str, Any]:
        """The answer to a slash command as Slack takes it, empty for somebody who has no account
        here.
        """
        running = self._running()
        services = running.services
        membership = await services.people.membership(place.user)
        if membership is Membership.INACTIVE:
            return {}
        if membership is Membership.OUTSIDER:
            message = sent(notice(wording.OUTSIDER))
        else:
            said = Said(job.key, text=job.data["text"])
            turn = await services.turns.take(place.conversation, said)
            message = sent(running.advisor.message(place, turn))
        return {name: message[name] for name in ("text", "blocks", "unfurl_links", "unfurl_media")}
