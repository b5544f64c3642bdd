"""What Slack delivers, read into what the advisor acts on: who said what, and where the answer goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.channels.slack.outbox import Spot
from bot.channels.slack.text import mentioned, typed

_ID = re.compile(r"[A-Z0-9]{2,40}")
_TS = re.compile(r"\d{1,12}\.\d{1,9}")
_BY_PEOPLE = (None, "file_share", "thread_broadcast")
"""Subtypes of messages that a person wrote; joins, edits, deletions, bots' messages and the like have others."""


@dataclass(frozen=True)
class Identity:
    """The advisor in its workspace."""

    team: str
    user: str


@dataclass(frozen=True)
class Place:
    """Where something was said: `url` is Slack's response address where only the asker sees the answer."""

    user: str
    channel: str
    conversation: str
    thread: str = ""
    url: str = ""

    @property
    def spot(self) -> Spot:
        return Spot(self.channel, self.thread)

    @property
    def is_private(self) -> bool:
        return bool(self.url) or self.channel.startswith("D")

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Post:
    """A message of a person; not `addressed` when it stands in a thread and mentions nobody."""

    ts: str
    text: str
    place: Place
    addressed: bool


@dataclass(frozen=True)
class Click:
    """A pressed button: `id` is the same for every press of the same button by anybody."""

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


def own_conversation(me: Identity, user: str) -> str:
    """What a person says to the advisor alone: in direct messages, by the slash command, on the App Home."""
    return f"slack:{me.team}:{user}"


def is_ours(body: Mapping[str, Any], me: Identity) -> bool:
    """Whether a delivery is of our workspace and by one of its people, as far as it says so."""
    event = _mapping(body.get("event"))
    user = _mapping(body.get("user"))
    team = body.get("team_id") or _mapping(body.get("team")).get("id")
    authors = (
        event.get("user_team"),
        event.get("source_team"),
        event.get("team"),
        user.get("team_id"),
    )
    return team == me.team and all(author in (None, "", me.team) for author in authors)


def post(event: Mapping[str, Any], me: Identity) -> Post | None:
    """The question of a `message` or `app_mention` event; None for what is no new message of a person to us."""
    user, channel, ts = (str(event.get(key) or "") for key in ("user", "channel", "ts"))
    thread = str(event.get("thread_ts") or "")
    if event.get("subtype") not in _BY_PEOPLE or any(
        event.get(key) for key in ("bot_id", "edited", "hidden")
    ):
        return None
    if (
        not (_ID.fullmatch(user) and _ID.fullmatch(channel) and _TS.fullmatch(ts))
        or user == me.user
    ):
        return None
    if thread and not _TS.fullmatch(thread):
        return None
    raw = str(event.get("text") or "")
    text = typed(raw, me.user)
    conversation = own_conversation(me, user)
    if event.get("channel_type") == "im" or channel.startswith("D"):
        return Post(ts, text, Place(user, channel, conversation, thread), addressed=True)
    people = mentioned(raw)
    place = Place(user, channel, f"{conversation}:{thread or ts}", thread or ts)
    if me.user in people:
        return Post(ts, text, place, addressed=True)
    return Post(ts, text, place, addressed=False) if thread and not people else None


def command(body: Mapping[str, Any], me: Identity) -> tuple[str, str, Place] | None:
    """The id, the text and the place of a slash command."""
    user, channel, url = (
        str(body.get(key) or "") for key in ("user_id", "channel_id", "response_url")
    )
    trigger = re.sub(r"[^A-Za-z0-9.]", "", str(body.get("trigger_id") or ""))[:100]
    if not (_ID.fullmatch(user) and _ID.fullmatch(channel) and trigger and url):
        return None
    text = typed(str(body.get("text") or ""), me.user)
    return trigger, text, Place(user, channel, own_conversation(me, user), url=url)


def click(body: Mapping[str, Any], me: Identity) -> Click | None:
    """The pressed button of a message, or of the App Home (then its place has no channel)."""
    user = str(_mapping(body.get("user")).get("id") or "")
    actions = body.get("actions")
    if (
        not _ID.fullmatch(user)
        or not isinstance(actions, list)
        or not actions
        or not isinstance(actions[0], Mapping)
    ):
        return None
    action, container, message = (
        actions[0],
        _mapping(body.get("container")),
        _mapping(body.get("message")),
    )
    channel = str(_mapping(body.get("channel")).get("id") or container.get("channel_id") or "")
    ts = str(container.get("message_ts") or message.get("ts") or "")
    own = own_conversation(me, user)
    if container.get("type") == "view" or not channel:
        place = Place(user, "", own)
    elif not _ID.fullmatch(channel) or not _TS.fullmatch(ts):
        return None
    elif container.get("is_ephemeral"):
        place = Place(user, channel, own, url=str(body.get("response_url") or ""))
    elif channel.startswith("D"):
        place = Place(user, channel, own, str(message.get("thread_ts") or ""))
    else:
        thread = str(container.get("thread_ts") or message.get("thread_ts") or ts)
        place = Place(user, channel, f"{own}:{thread}", thread)
    name = str(action.get("action_id") or "")
    return Click(
        id=re.sub(r"[^A-Za-z0-9_.:-]", "", f"{channel}:{ts}:{name}")[:110],
        at=re.sub(r"[^0-9.]", "", str(action.get("action_ts") or ""))[:30],
        action=name.partition(":")[0],
        block=str(action.get("block_id") or ""),
        value=str(action.get("value") or ""),
        label=typed(str(_mapping(action.get("text")).get("text") or ""), me.user),
        ts=ts,
        place=place,
        blocks=tuple(block for block in message.get("blocks") or () if isinstance(block, dict)),
        trigger=str(body.get("trigger_id") or ""),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
