"""Pages of other origins: which may ask, and the headers by which a browser lets them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from sanic import Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot.channels.web.bodies import json_response
from bot.channels.web.origins import AllowedOrigins, is_own
from bot.channels.web.protocol import HttpError, error
from bot.settings import Settings

_HSTS = "max-age=31536000"

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse | None]]


class CrossOrigin:
    """Who may ask, with the handlers that tell browsers and pages so."""

    def __init__(self, settings: Settings) -> None:
        self._allowed = AllowedOrigins(settings.origins)

    def preflight(self) -> Handler:
        """Answers the question that a browser asks before a page of another origin may."""
        headers = {
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        }

        async def answer_preflight(request: Request, **path: str) -> HTTPResponse:
            if not self.allows(request, request.headers.get("origin", "")):
                return error(HttpError(403, "origin"))
            return HTTPResponse(status=204, headers=headers)

        return answer_preflight

    def origin(self) -> Handler:
        """Says whether a page may ask, for any page to read: a refused call itself is hidden from
        it.
        """

        async def answer_origin(request: Request) -> HTTPResponse:
            page = request.headers.get("origin")
            allowed = page is None or self.allows(request, page)
            answer = json_response(200, {"allowed": allowed})
            answer.headers["Access-Control-Allow-Origin"] = "*"
            return answer

        return answer_origin

    def allows(self, request: Request, origin: str) -> bool:
        """Whether a page of `origin` may ask: one of our own, or of an allowed site."""
        return is_own(origin, request.headers.get("host", "")) or origin in self._allowed


def share_with_allowed_pages(app: Sanic, settings: Settings) -> None:
    """Lets pages of the allowed origins read the answers; without credentials: they bring a token,
    never a cookie.
    """

    allowed = AllowedOrigins(settings.origins)

    async def shared(request: Request, response: BaseHTTPResponse) -> None:
        origin = request.headers.get("origin", "")
        if origin in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        response.headers["Vary"] = "Accept-Encoding, Origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        if settings.https:
            response.headers["Strict-Transport-Security"] = _HSTS

    app.register_middleware(shared, "response")
