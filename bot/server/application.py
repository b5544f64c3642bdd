"""Everything on one port: the channels, readiness, and the widget's files."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from rasa.core.channels.channel import InputChannel, register
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as as_json

from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.channels.turns import Turns
from bot.channels.web.channel import WebChannel
from bot.channels.web.cross_origin import share_with_allowed_pages
from bot.channels.web.origins import AllowedOrigins
from bot.channels.web.protocol import HttpError, error
from bot.channels.web.sessions import Sessions
from bot.observability.metrics import Metrics
from bot.rasa_adapter.assistant import MODELS, Assistant
from bot.server.action_server import headers
from bot.server.files import add_files
from bot.server.hosts import check_host
from bot.settings import Settings, secret
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.locks import ConversationLocks, SharedLock, shared_lock
from bot.store.retention import keep_retention
from bot.store.upgrade import upgrade

WIDGET = Path("build/web")
_LARGEST_BODY = 262_144  # Slack sends whole messages back; the web channel takes far less
_READY_SECONDS = 3
# The newest knowledge, where it can't be read and the build before is in use; the shared lock.
_TURNS_GO_ON_WITHOUT = frozenset(("knowledge", "lock"))


@dataclass(frozen=True)
class Parts:
    """What a server is made of."""

    settings: Settings
    assistant: Assistant
    database: Database
    shared: SharedLock | None
    turns: Turns
    metrics: Metrics


def parts(settings: Settings, models: Path = MODELS) -> Parts:
    """Load the model and open the database.

    Raises NoModelError, DatabaseError or SettingsError.
    """
    database = Database()
    upgrade(database)
    conversations = Conversations(database)
    actions = _action_server(settings) if settings.actions else None
    assistant = Assistant.load(models, conversations, actions)
    asyncio.run(assistant.warm_up())
    shared = shared_lock(database)
    metrics = Metrics()
    turns = Turns(
        conversations,
        ConversationLocks(shared),
        secret(),
        settings.turn_seconds,
        metrics,
    )
    metrics.watch_knowledge(turns.knowledge_problem)
    return Parts(settings, assistant, database, shared, turns, metrics)


def _action_server(settings: Settings) -> EndpointConfig:
    """No action of ours looks at the domain, so it stays here: it is most of what Rasa would send
    with every call.
    """
    return EndpointConfig(
        settings.actions, headers=headers(settings.action_token), enable_selective_domain=True
    )


def channels(made: Parts) -> list[InputChannel]:
    sessions = Sessions(secret(), "web", made.settings.retention_days)
    opened: list[InputChannel] = [WebChannel(made.turns, sessions, made.settings, made.metrics)]
    slack = SlackSettings.from_environment()
    if slack:
        opened.append(SlackChannel(made.turns, made.database, slack))
    return opened


def application(made: Parts, widget: Path = WIDGET) -> Sanic:
    app = Sanic("ciso_advisor", configure_logging=False)
    app.config.update(
        REQUEST_MAX_SIZE=_LARGEST_BODY, PROXIES_COUNT=made.settings.proxies or None,
        KEEP_ALIVE_TIMEOUT=30,
        REQUEST_TIMEOUT=20, RESPONSE_TIMEOUT=made.settings.turn_seconds + 30,
        FALLBACK_ERROR_FORMAT="json",
    )  # fmt: skip
    app.ctx.agent = made.assistant.agent
    register(channels(made), app, route="/webhooks/")
    share_with_allowed_pages(app, made.settings)
    check_host(app, made.settings)
    _add_errors(app)
    _add_health(app, made)
    add_files(app, widget, AllowedOrigins(made.settings.origins).sorted)

    app.add_task(
        keep_retention(made.database, made.settings.retention_days, made.settings.stored_megabytes)
    )

    async def close(*_: object) -> None:
        if made.shared:
            await made.shared.close()
        made.database.close()

    app.register_listener(close, "after_server_stop")
    return app


def _add_errors(app: Sanic) -> None:
    codes = {
        NotFound: (404, "not_found"),
        MethodNotSupported: (405, "method"),
        PayloadTooLarge: (413, "too_large"),
    }

    async def refused(request: Request, failure: Exception) -> HTTPResponse:
        status, code = codes.get(type(failure), (getattr(failure, "status_code", 500), "invalid"))
        return error(HttpError(*((503, "unavailable") if status >= 500 else (status, code))))

    for kind in (*codes, SanicException, Exception):
        app.error_handler.add(kind, refused)


def _add_health(app: Sanic, made: Parts) -> None:
    async def alive(request: Request) -> HTTPResponse:
        return as_json({"alive": True})

    async def ready(request: Request) -> HTTPResponse:
        checks = {
            "model": _true(made.assistant.agent.is_ready()),
            "database": made.database.takes_writes(),
            "actions": _actions_answer(made.settings.actions),
            "knowledge": _knowledge_is_current(made.turns),
        }
        if made.shared:
            checks["lock"] = made.shared.answers()
        results = await asyncio.gather(
            *(asyncio.wait_for(check, _READY_SECONDS) for check in checks.values()),
            return_exceptions=True,
        )
        found = {name: result is True for name, result in zip(checks, results, strict=True)}
        needed = [found[name] for name in found if name not in _TURNS_GO_ON_WITHOUT]
        body = {"ready": all(needed), **found}
        return as_json(
            body, status=200 if body["ready"] else 503, headers={"Cache-Control": "no-store"}
        )

    app.add_route(alive, "/webhooks/web/alive", methods=["GET"])
    app.add_route(ready, "/webhooks/web/ready", methods=["GET"])


async def _true(value: bool) -> bool:
    return value


async def _knowledge_is_current(turns: Turns) -> bool:
    return not await asyncio.to_thread(turns.knowledge_problem)


async def _actions_answer(url: str) -> bool:
    """Whether the action server is up; the actions of this process always are."""
    if not url:
        return True
    async with (
        aiohttp.ClientSession() as session,
        session.get(url.rsplit("/", 1)[0] + "/health") as response,
    ):
        return response.status == 200
