"""Presses of buttons, read into what the advisor acts on: who pressed what, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.slack.places import (
    ID,
    TIME_SIGNS,
    TRIGGER_SIGNS,
    TS,
    BotIdentity,
    Place,
    mapping,
    only,
    own_conversation,
)
from bot.channels.slack.text import plain_text

_BUTTON_SIGNS = TRIGGER_SIGNS | frozenset("_:-")


@dataclass(frozen=True)
class Click:
    """A pressed button: `id` is the same for every press of the same button by the same person."""

    id: str
    at: str
    action: str
    block: str
    value: str
    label: str
    ts: str
    place: Place
    blocks: tuple[dict[str, Any], ...]
    trigger: str
    url: str
    """Slack's response address, through which the person who pressed alone is answered."""
    view: Mapping[str, Any]


def click(body: Mapping[str, Any], me: BotIdentity) -> Click | None:
    """The pressed button of a message, or of a view (then its place has no channel)."""
    user = str(mapping(body.get("user")).get("id") or "")
    actions = body.get("actions")
    spot = _spot(body)
    if not ID.fullmatch(user) or not isinstance(actions, list) or not actions or spot is None:
        return None
    channel, ts = spot
    action, message = mapping(actions[0]), mapping(body.get("message"))
    container = mapping(body.get("container"))
    url, name = str(body.get("response_url") or ""), str(action.get("action_id") or "")
    return Click(
        id=only(f"{channel}:{ts}:{name}:{user}", _BUTTON_SIGNS, 110),
        at=only(str(action.get("action_ts") or ""), TIME_SIGNS, 30),
        action=name.partition(":")[0],
        block=str(action.get("block_id") or ""),
        value=str(action.get("value") or ""),
        label=plain_text(str(mapping(action.get("text")).get("text") or ""), me.user),
        ts=ts,
        place=_place_of_click(container, message, own_conversation(me, user), user, channel, url),
        blocks=_blocks(message),
        trigger=str(body.get("trigger_id") or ""),
        url=url,
        view=mapping(body.get("view")),
    )


def _spot(body: Mapping[str, Any]) -> tuple[str, str] | None:
    """Channel and `ts` of the message with the button, both empty for a view; None when they aren't
    whole.
    """
    container, message = mapping(body.get("container")), mapping(body.get("message"))
    channel = str(mapping(body.get("channel")).get("id") or container.get("channel_id") or "")
    ts = str(container.get("message_ts") or message.get("ts") or "")
    if container.get("type") == "view" or not channel:
        return "", ""
    return (channel, ts) if ID.fullmatch(channel) and TS.fullmatch(ts) else None


def _blocks(message: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    blocks = message.get("blocks")
    return tuple(
        block for block in (blocks if isinstance(blocks, list) else ()) if isinstance(block, dict)
    )


def _place_of_click(
    container: Mapping[str, Any],
    message: Mapping[str, Any],
    own: str,
    user: str,
    channel: str,
    url: str,
) -> Place:
    thread = str(container.get("thread_ts") or message.get("thread_ts") or "")
    if not channel:
        return Place(user, "", own)
    if container.get("is_ephemeral"):
        return Place(user, channel, own, thread, url=url)
    if channel.startswith("D"):
        return Place(user, channel, own, thread)
    thread = thread or str(container.get("message_ts") or message.get("ts") or "")
    return Place(user, channel, f"{own}:{thread}", thread)
