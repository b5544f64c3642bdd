"""What a message looks like on its way to Slack, and how it is recognized when it stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.slack.message import Message

_EVENT_TYPE = "ciso_advisor"


@dataclass(frozen=True)
class Destination:
    """Where a message goes: a channel, and there a thread."""

    channel: str
    thread: str = ""


def sent(message: Message) -> dict[str, Any]:
    """A message as Slack takes it, with nothing in it that unfolds, links or mentions by itself."""
    return {
        "text": message.text,
        "blocks": list(message.blocks),
        "unfurl_links": False,
        "unfurl_media": False,
        "mrkdwn": False,
        "parse": "none",
    }


def posting(destination: Destination, message: Message, key: str) -> dict[str, Any]:
    body = {**sent(message), "channel": destination.channel, "link_names": False}
    body |= {"thread_ts": destination.thread} if destination.thread else {}
    return body | {"metadata": {"event_type": _EVENT_TYPE, "event_payload": {"key": key}}}


def is_marked(key: str) -> Callable[[Mapping[str, Any]], bool]:
    def is_it(message: Mapping[str, Any]) -> bool:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        return bool(payload.get("key") == key)

    return is_it


def has_files(names: frozenset[str], comment: str) -> Callable[[Mapping[str, Any]], bool]:
    def is_it(message: Mapping[str, Any]) -> bool:
        files: Iterable[Mapping[str, Any]] = message.get("files") or ()
        return message.get("text") == comment and names <= {file.get("title") for file in files}

    return is_it
