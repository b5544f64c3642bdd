"""What travels between the widget and the server, as JSON, and what is refused."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sanic.response import HTTPResponse

from bot.channels.turns import Said
from bot.domain.reply import Reply
from bot.parsing.sanitize import LONGEST
from bot.store.schema import REASONS

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_BUTTON = re.compile(r"[0-9a-f]{24}")
_SENTENCES = {
    "invalid": "That request can't be read.",
    "json_only": "Only application/json is read here.",
    "no_session": "This conversation has ended. Please start a new one.",
    "host": "There is no advisor of that name here.",
    "origin": "This site may not talk with the advisor.",
    "no_such_message": "There is no such answer in this conversation.",
    "no_such_file": "There is no such file in this conversation.",
    "not_found": "There is nothing here.",
    "method": "That can't be done here.",
    "too_long": f"That is too long: a message has {LONGEST:,} characters at most.",
    "too_large": "That is too large.",
    "too_many": "That was a bit fast. Please wait a moment.",
    "unavailable": "The advisor can't answer right now. Please try again in a moment.",
}


class HttpError(Exception):
    """A request that isn't answered; `code` is for programs, its sentence for people."""

    def __init__(self, status: int, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.retry_after = status, code, retry_after


def error(refusal: HttpError) -> HTTPResponse:
    headers = {"Cache-Control": "no-store"}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(max(1, math.ceil(refusal.retry_after)))
    body = json.dumps({"error": refusal.code, "text": _SENTENCES[refusal.code]})
    return HTTPResponse(
        body, status=refusal.status, content_type="application/json", headers=headers
    )


def said_from(body: Mapping[str, Any]) -> Said:
    """`{"id", "text"}` or `{"id", "button"}`, nothing else; raises HttpError."""
    if set(body) not in ({"id", "text"}, {"id", "button"}) or not all(
        isinstance(value, str) for value in body.values()
    ):
        raise HttpError(400, "invalid")
    if not _ID.fullmatch(body["id"]):
        raise HttpError(400, "invalid")
    if "button" in body:
        if not _BUTTON.fullmatch(body["button"]):
            raise HttpError(400, "invalid")
        return Said(body["id"], button=body["button"])
    if len(body["text"]) > LONGEST:
        raise HttpError(413, "too_long")
    return Said(body["id"], text=body["text"])


@dataclass(frozen=True)
class Feedback:
    """What a visitor thinks of the answer to `message`; a verdict of None takes it back."""

    message: str
    verdict: str | None
    reason: str | None


def feedback_from(body: Mapping[str, Any]) -> Feedback:
    """Read `{"message", "verdict"}`, with a `reason` where the
    verdict is `down`; raises HttpError.
    """
    message, verdict, reason = body.get("message"), body.get("verdict"), body.get("reason")
    known = (
        {"message", "verdict"} <= set(body) <= {"message", "verdict", "reason"}
        and isinstance(message, str)
        and _ID.fullmatch(message) is not None
        and verdict in ("up", "down", None)
        and (reason is None or (verdict == "down" and reason in REASONS))
    )
    if not known:
        raise HttpError(400, "invalid")
    return Feedback(str(message), verdict, reason)


def reply_as_json(reply: Reply) -> dict[str, Any]:
    """What the widget shows of a reply; the facts behind it become
    sources, the suggestions become buttons elsewhere.
    """
    return {
        "text": reply.text,
        "topic": reply.topic,
        "items": [{"text": item.text, "detail": item.detail} for item in reply.items],
        "table": asdict(reply.table) if reply.table else None,
        "closing": reply.closing,
        "figures": [asdict(figure) for figure in reply.figures],
        "sources": [asdict(source) for source in reply.sources],
        "files": list(reply.files),
    }
