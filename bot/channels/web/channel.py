"""The website's channel: JSON in, one JSON line a message out, and nobody in a conversation that
isn't theirs.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.rate_limiter import TokenBuckets, TurnsInFlight, network_of, text_cost
from bot.channels.turns import Said, Turn, Turns, turns_from_environment
from bot.channels.web.bodies import LONGEST_BODY, json_line, json_object, json_response
from bot.channels.web.credentials import set_cookie, tokens
from bot.channels.web.cross_origin import CrossOrigin, Handler
from bot.channels.web.protocol import HttpError, error, feedback_from, reply_as_json, said_from
from bot.channels.web.sessions import Sessions
from bot.domain.reply import Reply
from bot.observability.metrics import Metrics
from bot.rasa_adapter.fair_pool import asker
from bot.settings import Settings, secret

# Requests that a new session counts for: with many of them, limits of a conversation mean nothing.
_SESSION_COST = 5
_FILE_TYPES = {
    ".md": "text/markdown; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}
log = logging.getLogger(__name__)


class WebChannel(InputChannel):
    """`POST session`, `POST messages`, `GET history`, `POST feedback`, `GET files/NAME`, `DELETE
    session`, `GET origin`.
    """

    def __init__(
        self, turns: Turns, sessions: Sessions, settings: Settings, metrics: Metrics
    ) -> None:
        self._turns, self._sessions, self._settings, self._metrics = (
            turns,
            sessions,
            settings,
            metrics,
        )
        self._cross_origin = CrossOrigin(settings)
        limits = settings.limits
        self._by_conversation = TokenBuckets(limits.conversation_burst, limits.conversation_rate)
        self._by_address = TokenBuckets(limits.address_burst, limits.address_rate)
        self._in_flight = TurnsInFlight(limits.address_turns, limits.turns)
        self._running: set[asyncio.Task[Turn]] = set()

    @classmethod
    def name(cls) -> str:
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        """The channel as `rasa run` loads it; the environment says how, as everywhere."""
        settings = Settings.from_environment()
        sessions = Sessions(secret(), "web", settings.retention_days)
        return cls(turns_from_environment(), sessions, settings, Metrics())

    def blueprint(self, on_new_message: Callable[..., Awaitable[Any]]) -> Blueprint:
        self._turns.connect(on_new_message)
        blueprint = Blueprint("web_channel", strict_slashes=True)
        for method, path, handler in (
            ("POST", "/session", self._begin),
            ("DELETE", "/session", self._owned(self._delete)),
            ("POST", "/messages", self._owned(self._message)),
            ("GET", "/history", self._owned(self._history)),
            ("POST", "/feedback", self._owned(self._rate)),
            ("GET", "/files/<name:str>", self._owned(self._file)),
        ):
            name = f"{method.lower()}_{path.split('/')[1]}"
            blueprint.add_route(self._guarded(handler), path, methods=[method], name=name)
        origin, preflight = self._cross_origin.origin(), self._cross_origin.preflight()
        blueprint.add_route(origin, "/origin", methods=["GET"], name="get_origin")
        for path in ("/session", "/messages", "/history", "/feedback", "/files/<name:str>"):
            name = f"options_{path.split('/')[1]}"
            blueprint.add_route(preflight, path, methods=["OPTIONS"], name=name)
        return blueprint

    async def _begin(self, request: Request) -> HTTPResponse:
        wish = json_object(request, empty_is_fine=True)
        if set(wish) - {"token"} or not isinstance(wish.get("token", False), bool):
            raise HttpError(400, "invalid")
        conversation = self._conversation(request)
        if conversation and not await self._turns.is_ended(conversation):
            return json_response(200, {})
        self._charge(request, _SESSION_COST - 1)
        token = self._sessions.new()
        if wish.get("token"):
            return json_response(201, {"token": token})
        response = json_response(201, {})
        set_cookie(response, token, self._sessions.seconds, self._settings.https)
        return response

    async def _delete(self, request: Request, conversation: str) -> HTTPResponse:
        await self._turns.end(conversation)
        response = HTTPResponse(status=204)
        set_cookie(response, "", 0, self._settings.https)
        return response

    async def _message(self, request: Request, conversation: str) -> None:
        said = said_from(json_object(request))
        cost = text_cost(said.text)
        wait = self._by_conversation.take(conversation, cost)
        if wait or self._turns.is_busy(conversation):
            raise HttpError(429, "too_many", retry_after=wait or 2)
        self._charge(request, cost - 1)
        task = self._begun(_network(request), conversation, said)
        response = await request.respond(
            content_type="application/x-ndjson", headers={"Cache-Control": "no-store"}
        )
        turn = await asyncio.shield(task)
        for reply in turn.replies:
            await response.send(json_line(self._as_message(conversation, turn, reply)))
        await response.send(json_line({"type": "done"}))
        await response.eof()

    def _begun(self, network: str, conversation: str, said: Said) -> asyncio.Task[Turn]:
        """The turn, begun; it goes on when the visitor leaves: a retry with the same id finds its
        answer.
        """
        if not self._in_flight.enter(network):
            raise HttpError(429, "too_many", retry_after=1)
        asker.set(network)
        task = asyncio.create_task(self._turns.take(conversation, said))
        self._running.add(task)

        def ended(done: asyncio.Task[Turn]) -> None:
            self._running.discard(done)
            self._in_flight.leave(network)

        task.add_done_callback(ended)
        return task

    def _charge(self, request: Request, cost: float) -> None:
        """Count a request for more than the one it is."""
        wait = self._by_address.take(_network(request), cost) if cost else 0.0
        if wait:
            raise HttpError(429, "too_many", retry_after=wait)

    async def _history(self, request: Request, conversation: str) -> HTTPResponse:
        messages: list[dict[str, Any]] = []
        for turn in await self._turns.history(conversation):
            messages.append({"from": "visitor", "id": turn.id, "text": turn.asked})
            messages += [
                {
                    "from": "advisor",
                    "verdict": turn.verdict,
                    **self._as_message(conversation, turn, reply),
                }
                for reply in turn.replies
            ]
        return json_response(200, {"messages": messages})

    async def _rate(self, request: Request, conversation: str) -> HTTPResponse:
        given = feedback_from(json_object(request))
        if not await self._turns.rate(conversation, given.message, given.verdict, given.reason):
            raise HttpError(404, "no_such_message")
        return HTTPResponse(status=204)

    async def _file(self, request: Request, conversation: str, name: str) -> HTTPResponse:
        name = unquote(name)  # Sanic leaves the path as it was sent
        content = (await self._turns.files(conversation)).get(name)
        if content is None:
            raise HttpError(404, "no_such_file")
        kind = next(
            (kind for suffix, kind in _FILE_TYPES.items() if name.endswith(suffix)),
            "text/plain; charset=utf-8",
        )
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        }
        return HTTPResponse(content, content_type=kind, headers=headers)

    def _as_message(self, conversation: str, turn: Turn, reply: Reply) -> dict[str, Any]:
        buttons = [
            {"id": self._turns.button(conversation, title), "title": title}
            for title in reply.suggestions
        ]
        return {
            "type": "message",
            "id": turn.id,
            "at": turn.at or time.time(),
            **reply_as_json(reply),
            "buttons": buttons,
            "failed": turn.failed,
        }

    def _guarded(self, handler: Handler) -> Handler:
        """Origin, address, size; and every refusal in the same form, with the headers that let a
        page read it.
        """

        @wraps(handler)
        async def guarded(request: Request, **path: str) -> HTTPResponse | None:
            origin = request.headers.get("origin")
            try:
                if origin is not None and not self._cross_origin.allows(request, origin):
                    raise HttpError(403, "origin")
                wait = self._by_address.take(_network(request))
                if wait:
                    raise HttpError(429, "too_many", retry_after=wait)
                if len(request.body) > LONGEST_BODY:
                    raise HttpError(413, "too_large")
                return await handler(request, **path)
            except HttpError as found:
                refusal = found
            except Exception:
                log.exception("a request failed")
                refusal = HttpError(503, "unavailable", retry_after=2)
            self._metrics.refused(refusal.status)
            return error(refusal)

        return guarded

    def _owned(self, handler: Handler) -> Handler:
        @wraps(handler)
        async def owned(request: Request, **path: str) -> HTTPResponse | None:
            conversation = self._conversation(request)
            if conversation is None or await self._turns.is_ended(conversation):
                raise HttpError(401, "no_session")
            return await handler(request, conversation, **path)

        return owned

    def _conversation(self, request: Request) -> str | None:
        found = (self._sessions.conversation(token) for token in tokens(request))
        return next(filter(None, found), None)


def _network(request: Request) -> str:
    return network_of(request.remote_addr or request.ip)
