"""Slack as a channel of Rasa's server: Socket Mode where there is an app token, else signed
requests.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as as_json
from slack_bolt.adapter.sanic.async_handler import AsyncSlackRequestHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.advisor import Services
from bot.channels.slack.client import SlackClient
from bot.channels.slack.connection import Connection
from bot.channels.slack.deliveries import Deliveries
from bot.channels.slack.job_queue import JobQueue
from bot.channels.slack.people import People
from bot.channels.slack.request_check import is_nonsense, is_signed
from bot.channels.slack.services import Handlers, Running, start_services
from bot.channels.slack.settings import SlackSettings
from bot.channels.turns import Turns, turns_from_environment
from bot.settings import SettingsError
from bot.store.database import Database
from bot.store.inbox import Inbox

log = logging.getLogger(__name__)


class SlackChannel(InputChannel):
    """Slack's deliveries as turns: `Turns` and `Inbox` stand before Rasa's `on_new_message`, so
    none is lost or doubled.
    """

    def __init__(
        self,
        turns: Turns,
        database: Database,
        settings: SlackSettings,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._turns, self._database, self._settings, self._clock = turns, database, settings, clock
        web = AsyncWebClient(
            token=settings.token, base_url=settings.api, timeout=settings.timeout, retry_handlers=[]
        )
        self._connection = Connection(settings, web)
        self._client = SlackClient(web, self._connection.heard)
        self._handlers: Handlers = {}
        self._jobs = JobQueue(Inbox(database), self._handlers, settings.stale)
        self._running: Running | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.app = Deliveries(settings, lambda: self._running, self._beside).bolt_app()

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
        return cls(turns_from_environment(), Database(), settings)

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:
        self._turns.connect(on_new_message)
        blueprint = Blueprint("slack_channel")
        handler = AsyncSlackRequestHandler(self.app)

        async def health(request: Request) -> HTTPResponse:
            return as_json(await self._connection.health(), headers={"Cache-Control": "no-store"})

        async def webhook(request: Request) -> HTTPResponse:
            body, headers = request.body, request.headers
            # Slack's look at the certificate is answered by bolt, signed or not
            if not is_signed(self._settings.secret, body, headers) and b"ssl_check=1" not in body:
                return HTTPResponse(status=401)
            if is_nonsense(body, headers.get("content-type") or ""):
                log.warning("a signed request with no shape that Slack sends was refused")
                return HTTPResponse(status=400)
            try:
                return await handler.handle(request)
            except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
                # Bolt's own reading; what fails in our listeners comes back as its response
                log.warning("a signed request was refused that Bolt can't read", exc_info=True)
                return HTTPResponse(status=400)

        blueprint.add_route(health, "/", methods=["GET"])
        # Socket Mode needs no door; and without a secret any signature would open it
        if not self._settings.app_token:
            blueprint.add_route(webhook, "/webhook", methods=["POST"])
        blueprint.listener("after_server_start")(self.connect)
        blueprint.listener("before_server_stop")(self.close)
        return blueprint

    @property
    def is_running(self) -> bool:
        """Whether Slack has said who we are, so that deliveries are taken."""
        return self._running is not None

    async def connect(self, *_: object) -> None:
        """Goes on beside the server: Slack being away must not keep the other surfaces from
        starting.
        """
        self._beside(self._open())

    async def close(self, *_: object) -> None:
        for task in list(self._tasks):
            task.cancel()
        await self._connection.close()
        await self._jobs.close()

    async def _open(self) -> None:
        me = await self._connection.identify(self._client)
        people = People(self._client, me.team)
        services = Services(me, self._turns, self._client, self._jobs, people)
        self._running = start_services(
            services, self._database, self._settings, self._handlers, self._clock
        )
        self._beside(self._jobs.watch())
        self._beside(self._connection.verify(self._client))
        if self._settings.app_token:
            self._beside(self._connection.keep_socket(self.app))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("work for Slack failed")
