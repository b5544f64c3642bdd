"""Listeners for what Slack delivers: each claims a job before Slack hears that the delivery
arrived.

So nothing is lost when a process dies, and what comes twice is done once.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.advisor import asked
from bot.channels.slack.answer_blocks import MENTOR
from bot.channels.slack.envelopes import refusal
from bot.channels.slack.events import post
from bot.channels.slack.job_queue import Job
from bot.channels.slack.press_jobs import job_of_press
from bot.channels.slack.presses import click
from bot.channels.slack.services import Running
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.slash_commands import Ack, SlashCommands
from bot.channels.slack.views import DELETE, FORM, SHARE

_ANY = re.compile("")
log = logging.getLogger(__name__)

Next = Callable[[], Awaitable[Any]]
Beside = Callable[[Coroutine[Any, Any, None]], None]


class Deliveries:
    """`running` says what works, None as long as Slack hasn't said who we are; `beside` starts work
    that may fail.
    """

    def __init__(
        self, settings: SlackSettings, running: Callable[[], Running | None], beside: Beside
    ) -> None:
        self._settings, self._get_running, self._beside = settings, running, beside

    def bolt_app(self) -> AsyncApp:
        """The app with all listeners; each of our own waits until it has claimed what came."""

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            me = self._running.services.me
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id or me.team,
                bot_token=self._settings.token,
                bot_user_id=me.user,
            )

        quiet = logging.getLogger("slack_bolt.advisor")
        quiet.setLevel(logging.ERROR)  # it warns of each of our environment variables
        app = AsyncApp(
            logger=quiet,
            client=AsyncWebClient(base_url=self._settings.api),
            signing_secret=self._settings.secret,
            authorize=authorize,
            before_authorize=self._admit,
            process_before_response=True,
        )
        app.error(self._failed)
        app.event("message")(self._on_post)
        app.event("app_mention")(self._on_post)
        app.event("app_home_opened")(self._on_home)
        app.event("assistant_thread_started")(self._on_thread)
        app.event(_ANY)(self._on_anything)
        commands = SlashCommands(lambda: self._running, mentors=bool(self._settings.mentors))
        app.command(_ANY)(commands.listen)
        app.action(_ANY)(self._on_press)
        app.view(FORM)(self._on_form)
        app.view(_ANY)(self._on_anything)
        app.view_closed(_ANY)(self._on_anything)
        app.shortcut(_ANY)(self._on_anything)
        app.options(_ANY)(self._on_anything)
        return app

    async def _admit(self, body: dict[str, Any], next: Next) -> BoltResponse | None:
        """Before anything else: deliveries that came too early come again, those of other
        workspaces are dropped.
        """
        if body.get("type") != "url_verification":
            running = self._get_running()
            if running is None:
                return BoltResponse(status=503)
            reason = refusal(body, running.services.me)
            if reason:
                log.warning("a delivery was dropped: %s", reason)
                return BoltResponse(status=200, body="")
        await next()
        return None

    async def _failed(self, error: Exception) -> BoltResponse:
        """Slack delivers again."""
        log.error("a delivery could not be taken", exc_info=error)
        return BoltResponse(status=500, body="")

    async def _on_post(self, event: dict[str, Any]) -> None:
        """A message. `app_mention`, `message` and an edit of the same post have one key, and so
        have repetitions.
        """
        services = self._running.services
        found = post(event, services.me)
        if found is None:
            return
        conversation = found.place.conversation
        if not found.addressed and not await services.jobs.knows(conversation):
            return  # people talking in a thread
        key = f"post:{found.place.channel}:{found.ts}"
        await services.jobs.accept(Job(key, "question", conversation, asked(found), conversation))

    async def _on_home(self, event: dict[str, Any]) -> None:
        running, user = self._running, str(event.get("user"))
        if event.get("tab") == "messages":
            self._beside(running.agent_view.suggest_prompts(str(event.get("channel"))))
        else:
            self._beside(running.home.show(user))

    async def _on_thread(self, event: dict[str, Any]) -> None:
        """Somebody opened an empty conversation in the agent view."""
        thread = event.get("assistant_thread")
        if isinstance(thread, dict):
            channel, ts = str(thread.get("channel_id")), str(thread.get("thread_ts"))
            self._beside(self._running.agent_view.suggest_prompts(channel, ts))

    async def _on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        running = self._running
        found = click(body, running.services.me)
        if found is None:
            pass
        elif found.action == MENTOR and running.handover:
            self._beside(running.handover.open(found))  # now: Slack takes a form for three seconds
        elif found.action == SHARE and running.handover:
            self._beside(running.handover.preview(found.view, found.place.user))
        elif found.action == DELETE:
            await running.home.forget(found.place.user)
        else:
            job = job_of_press(found, _text_of(body))
            if job:
                await running.services.jobs.accept(job)
            elif found.action not in (MENTOR, SHARE):
                log.info("a button that nobody listens to was pressed")
        await ack()

    async def _on_form(self, ack: Ack, body: dict[str, Any]) -> None:
        handover = self._running.handover
        wrong = await handover.submit(body) if handover else {}
        await (ack(response_action="errors", errors=wrong) if wrong else ack())

    async def _on_anything(self, ack: Ack) -> None:
        """What an admin subscribed us to and we don't need."""
        await ack()

    @property
    def _running(self) -> Running:
        running = self._get_running()
        assert running is not None  # `_admit` lets nothing in before
        return running


def _text_of(body: dict[str, Any]) -> str:
    message = body.get("message")
    return str(message.get("text") or "") if isinstance(message, dict) else ""
