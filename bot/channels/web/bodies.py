"""Bodies of requests and responses: JSON, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.protocol import HttpError

LONGEST_BODY = 16_384


def json_object(request: Request, *, empty_is_fine: bool = False) -> dict[str, Any]:
    """The body; only JSON, which no page of another origin can send without asking first."""
    if (
        request.headers.get("content-type", "").partition(";")[0].strip().lower()
        != "application/json"
    ):
        raise HttpError(415, "json_only")
    if not request.body and empty_is_fine:
        return {}
    try:
        found = json.loads(request.body.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise HttpError(400, "invalid") from problem
    if not isinstance(found, dict):
        raise HttpError(400, "invalid")
    return found


def json_response(status: int, body: dict[str, Any]) -> HTTPResponse:
    """JSON that no cache keeps."""
    headers = {"Cache-Control": "no-store"}
    return HTTPResponse(
        json.dumps(body), status=status, content_type="application/json", headers=headers
    )


def json_line(body: dict[str, Any]) -> str:
    """A line of a streamed answer."""
    return json.dumps(body) + "\n"
