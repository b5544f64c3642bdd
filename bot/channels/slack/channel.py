"""Slack as a channel of Rasa's server: Socket Mode where there is an app token, else signed requests."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as as_json
from slack_bolt import BoltResponse
from slack_bolt.adapter.sanic.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack import wording
from bot.channels.slack.advisor import Advisor, pressed
from bot.channels.slack.blocks import MENTOR, NEXT, PLAN, REST, THUMBS
from bot.channels.slack.desk import Desk, Job
from bot.channels.slack.handover import Handover
from bot.channels.slack.home import Home
from bot.channels.slack.outbox import Outbox, Refused, Unavailable, sent
from bot.channels.slack.people import People
from bot.channels.slack.posts import Click, Identity, Place, click, command, is_ours, post
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.views import DELETE, FORM, TAKE
from bot.channels.turns import Said, Turns, turns_from_environment
from bot.settings import SettingsError
from bot.store.database import Database
from bot.store.inbox import Inbox

_PATIENCE = 2.0
"""Seconds in which the answer to a slash command can be the response itself; Slack waits for three."""
_AGAIN = 5.0
_ANY = re.compile("")
_PRESSES = {NEXT: "suggestion", REST: "rest", THUMBS: "verdict", PLAN: "plan"}
log = logging.getLogger(__name__)

Ack = Callable[..., Awaitable[BoltResponse]]
Next = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class _Staff:
    """What works once Slack has said who we are."""

    me: Identity
    advisor: Advisor
    home: Home
    handover: Handover | None


class SlackChannel(InputChannel):
    """Slack's deliveries as turns: `Turns` and `Inbox` stand before Rasa's `on_new_message`, so none is lost or doubled."""

    def __init__(self, turns: Turns, inbox: Inbox, settings: SlackSettings) -> None:
        self._turns, self._settings = turns, settings
        self._client = AsyncWebClient(
            token=settings.token, base_url=settings.api, timeout=settings.timeout, retry_handlers=[]
        )
        self._outbox = Outbox(self._client)
        self._people = People(self._outbox)
        self._handlers: dict[str, Callable[[Job], Awaitable[None]]] = {}
        self._desk = Desk(inbox, self._handlers, settings.stale)
        self._staff: _Staff | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._socket: AsyncSocketModeHandler | None = None
        self._app = self._bolt()

    @classmethod
    def name(cls) -> str:
        return "slack"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SlackChannel:
        """The channel as `rasa run` loads it; the environment says how, as everywhere."""
        settings = SlackSettings.from_environment()
        if settings is None:
            raise SettingsError(
                "credentials.yml names the Slack channel, and SLACK_BOT_TOKEN is not set"
            )
        return cls(turns_from_environment(), Inbox(Database()), settings)

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:
        self._turns.connect(on_new_message)
        blueprint = Blueprint("slack_channel")
        handler = AsyncSlackRequestHandler(self._app)

        async def health(request: Request) -> HTTPResponse:
            return as_json({"connected": self._staff is not None})

        async def webhook(request: Request) -> HTTPResponse:
            try:
                request.body.decode("utf-8")
            except UnicodeDecodeError:
                return HTTPResponse(status=400)
            return await handler.handle(request)

        blueprint.add_route(health, "/", methods=["GET"])
        if (
            not self._settings.app_token
        ):  # Socket Mode needs no door; and without a secret any signature would open it
            blueprint.add_route(webhook, "/webhook", methods=["POST"])
        blueprint.listener("after_server_start")(self._connect)
        blueprint.listener("before_server_stop")(self._close)
        return blueprint

    async def _connect(self, *_: object) -> None:
        """Goes on beside the server: Slack being away must not keep the other surfaces from starting."""
        self._beside(self._open())

    async def _close(self, *_: object) -> None:
        for task in list(self._tasks):
            task.cancel()
        if self._socket:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        await self._desk.close()

    async def _open(self) -> None:
        me = await self._identity()
        if me is None:
            return
        self._employ(me)
        self._beside(self._desk.watch())
        if self._settings.app_token:
            # the handler's own client looks after reconnecting
            self._socket = AsyncSocketModeHandler(
                self._app, self._settings.app_token, web_client=self._client
            )
            await self._socket.connect_async()  # type: ignore[no-untyped-call]

    async def _identity(self) -> Identity | None:
        """Who we are, as soon as Slack answers; None when it doesn't take the token."""
        while True:
            try:
                told = await self._outbox.call("auth.test")
            except Refused as refusal:
                log.error(
                    "Slack doesn't take the bot token (%s): the channel stays closed", refusal.error
                )
                return None
            except Unavailable:
                await asyncio.sleep(_AGAIN)
                continue
            team = str(told.get("team_id"))
            if self._settings.team not in ("", team):
                log.error(
                    "the bot token is of workspace %s, SLACK_TEAM says otherwise: the channel stays closed",
                    team,
                )
                return None
            return Identity(team, str(told.get("user_id")))

    def _employ(self, me: Identity) -> None:
        mentors = self._settings.mentors
        shared = (self._turns, self._outbox)
        advisor = Advisor(*shared, self._desk, self._people, me, mentors=bool(mentors))
        home = Home(*shared, self._people, me, mentors=bool(mentors))
        handover = Handover(*shared, self._desk, self._people, me, mentors) if mentors else None
        jobs = (advisor.question, advisor.suggestion, advisor.rest, advisor.verdict, advisor.plan)
        self._handlers.update({job.__name__: job for job in jobs})
        if handover:
            self._handlers.update(brief=handover.brief, taken=handover.taken)
        self._staff = _Staff(me, advisor, home, handover)

    def _bolt(self) -> AsyncApp:
        """Listeners claim what came before Slack hears that it arrived, so nothing is lost when a process dies."""

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            me = self._employed.me
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_token=self._settings.token,
                bot_user_id=me.user,
            )

        quiet = logging.getLogger("slack_bolt.advisor")
        quiet.setLevel(
            logging.ERROR
        )  # it warns of each of our environment variables, which it reads by itself
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
        app.event(_ANY)(self._on_anything)
        app.command(_ANY)(self._on_command)
        app.action(_ANY)(self._on_press)
        app.view(FORM)(self._on_form)
        app.view(_ANY)(self._on_anything)
        app.view_closed(_ANY)(self._on_anything)
        app.shortcut(_ANY)(self._on_anything)
        app.options(_ANY)(self._on_anything)
        return app

    async def _admit(self, body: dict[str, Any], next: Next) -> BoltResponse | None:
        """Before anything else: deliveries that came too early come again, those of other teams are dropped."""
        if body.get("type") != "url_verification":
            if self._staff is None:
                return BoltResponse(status=503)
            if not is_ours(body, self._staff.me):
                log.warning("a delivery of another workspace was dropped")
                return BoltResponse(status=200, body="")
        await next()
        return None

    async def _failed(self, error: Exception) -> BoltResponse:
        """Slack delivers again."""
        log.error("a delivery could not be taken", exc_info=error)
        return BoltResponse(status=500, body="")

    async def _on_post(self, event: dict[str, Any]) -> None:
        """A message to us. `app_mention` and `message` of the same post have the same key, and so have repetitions."""
        found = post(event, self._employed.me)
        if found is None:
            return
        place = found.place
        if not found.addressed and not await self._desk.knows(place.conversation):
            return  # people talking in a thread
        data = {"place": place.to_dict(), "text": found.text, "since": found.ts}
        await self._desk.accept(
            Job(
                f"post:{place.channel}:{found.ts}",
                "question",
                place.conversation,
                data,
                place.conversation,
            )
        )

    async def _on_home(self, event: dict[str, Any]) -> None:
        home, user = self._employed.home, str(event.get("user"))
        if event.get("tab") == "messages":
            self._beside(home.prompt(str(event.get("channel"))))
        else:
            self._beside(home.show(user))

    async def _on_command(self, ack: Ack, body: dict[str, Any]) -> None:
        """The answer is the response itself, which only the asker sees; a slow one comes through the address given."""
        found = command(body, self._employed.me)
        if found is None:
            await ack()
            return
        trigger, text, place = found
        data = {"place": place.to_dict(), "text": text or wording.WHAT_CAN_YOU_DO, "since": "0"}
        job = Job(f"slash:{trigger}", "question", place.conversation, data, place.conversation)
        if not await self._desk.claim(job):
            await ack()
            return
        answering = asyncio.ensure_future(self._answered(job, place))
        try:
            body_of_answer = await asyncio.wait_for(asyncio.shield(answering), _PATIENCE)
        except (asyncio.TimeoutError, Unavailable):
            await ack()
            self._desk.start(job)
            return
        await (ack(**body_of_answer, response_type="ephemeral") if body_of_answer else ack())
        await self._desk.done(job.key)

    async def _answered(self, job: Job, place: Place) -> dict[str, Any]:
        """The answer to a slash command as Slack takes it, empty for somebody who may not speak."""
        staff = self._employed
        if not await self._people.may_speak(place.user, staff.me.team):
            return {}
        turn = await self._turns.take(place.conversation, Said(job.key, text=job.data["text"]))
        message = sent(staff.advisor.message(place, turn))
        return {name: message[name] for name in ("text", "blocks", "unfurl_links", "unfurl_media")}

    async def _on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        staff = self._employed
        found = click(body, staff.me)
        if found is None:
            pass
        elif found.action == MENTOR and staff.handover:
            self._beside(staff.handover.open(found))  # now: Slack takes a form for three seconds
        elif found.action == TAKE and staff.handover:
            await staff.handover.take(found, _text_of(body))
        elif found.action == DELETE:
            await staff.home.forget(found.place.user)
        elif found.action in _PRESSES and found.place.channel:
            await self._desk.accept(_press(found, _text_of(body)))
        await ack()

    async def _on_form(self, ack: Ack, body: dict[str, Any]) -> None:
        handover = self._employed.handover
        wrong = await handover.submit(body) if handover else {}
        await (ack(response_action="errors", errors=wrong) if wrong else ack())

    async def _on_anything(self, ack: Ack) -> None:
        """What an admin subscribed us to and we don't need."""
        await ack()

    @property
    def _employed(self) -> _Staff:
        assert self._staff is not None  # `_admit` lets nothing in before
        return self._staff

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _press(found: Click, text: str) -> Job:
    conversation = found.place.conversation
    return Job(
        f"click:{found.id}",
        _PRESSES[found.action],
        conversation,
        pressed(found, text),
        conversation,
    )


def _text_of(body: dict[str, Any]) -> str:
    message = body.get("message")
    return str(message.get("text") or "") if isinstance(message, dict) else ""


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("work for Slack failed")
