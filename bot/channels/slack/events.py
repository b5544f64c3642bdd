"""What Slack delivers, read into what the advisor acts on: who said what, and where the answer goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from bot.channels.slack.posting import Destination
from bot.channels.slack.text import mentions, plain_text, typed_text

_ID = re.compile(r"[A-Z0-9]{2,40}")
_TS = re.compile(r"\d{1,12}\.\d{1,9}")
_BY_PEOPLE = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of messages that a person wrote; joins, deletions, bots' messages and the like have others."""
_DELIVERIES = frozenset(
    {
        "url_verification", "event_callback", "app_rate_limited", "block_actions", "block_suggestion",
        "dialog_submission", "dialog_suggestion", "interactive_message", "message_action", "shortcut",
        "view_submission", "view_closed", "workflow_step_edit",
    }
)  # fmt: skip


@dataclass(frozen=True)
class BotIdentity:
    """The app in its workspace; `enterprise` is the organization where the workspace is part of one."""

    team: str
    user: str
    enterprise: str = ""


@dataclass(frozen=True)
class Place:
    """Where something was said: `url` is Slack's response address where only the asker sees the answer."""

    user: str
    channel: str
    conversation: str
    thread: str = ""
    url: str = ""

    @property
    def destination(self) -> Destination:
        return Destination(self.channel, self.thread)

    @property
    def is_direct(self) -> bool:
        """Whether this is between the person and the app, with nobody else reading."""
        return self.channel.startswith("D")

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class Attachment(str, Enum):
    """What stood in a message instead of words."""

    NONE = "none"
    FILE = "file"
    FORWARDED = "forwarded"


@dataclass(frozen=True)
class Post:
    """A message of a person; not `addressed` when it stands in a thread and mentions nobody.

    `attachment` says what came in place of text, `team` which workspace Slack says that the person is of.
    """

    ts: str
    text: str
    place: Place
    addressed: bool
    attachment: Attachment = Attachment.NONE
    team: str = ""


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


def own_conversation(me: BotIdentity, user: str) -> str:
    """What a person says to the advisor alone: in direct messages, by the slash command, on the App Home."""
    return f"slack:{me.team}:{user}"


def belongs_to(conversation: str, own: str) -> bool:
    """Whether a conversation is a person's own one or one of that person's threads."""
    return conversation == own or conversation.startswith(f"{own}:")


def is_delivery(body: Any) -> bool:
    """Whether a body has a shape in which Slack delivers anything."""
    if not isinstance(body, Mapping):
        return False
    if "command" in body:
        return all(isinstance(body.get(key), str) for key in ("command", "user_id", "channel_id"))
    kind = body.get("type")
    if not isinstance(kind, str) or kind not in _DELIVERIES:
        return False
    if kind == "event_callback":
        event = body.get("event")
        return isinstance(event, Mapping) and isinstance(event.get("type"), str)
    if kind in ("view_submission", "view_closed"):
        return isinstance(body.get("view"), Mapping) and isinstance(body.get("user"), Mapping)
    if kind == "block_actions":
        actions = body.get("actions")
        whole = isinstance(actions, list) and all(isinstance(a, Mapping) for a in actions)
        return whole and isinstance(body.get("user"), Mapping)
    return True


def refusal(body: Mapping[str, Any], me: BotIdentity) -> str:
    """Why a delivery isn't for this installation, empty when it is.

    In an organization, events and buttons may name the organization or the person's home workspace: whether the
    person belongs to ours is asked later, of Slack itself.
    """
    team = str(body.get("team_id") or _mapping(body.get("team")).get("id") or "")
    granted = body.get("authorizations")
    teams = {team, str(body.get("context_team_id") or "")}
    teams |= {
        str(_mapping(a).get("team_id")) for a in (granted if isinstance(granted, list) else ())
    }
    if me.team in teams:
        return ""
    enterprise = _mapping(body.get("enterprise")).get("id") or body.get("enterprise_id")
    if me.enterprise and me.enterprise in (team, enterprise, body.get("context_enterprise_id")):
        return ""
    return f"it is of workspace {team or 'unknown'}"


def post(event: Mapping[str, Any], me: BotIdentity) -> Post | None:
    """The question of a `message` or `app_mention` event; None for what is no message of a person to us.

    An edit counts when it is the one that first mentions us: then it is the message as it reads now.
    """
    if event.get("subtype") == "message_changed":
        return _edited(event, me)
    if event.get("edited") and event.get("type") != "app_mention":
        return None
    user, channel, ts = (str(event.get(key) or "") for key in ("user", "channel", "ts"))
    thread = str(event.get("thread_ts") or "")
    by_person = event.get("subtype") in _BY_PEOPLE and not (
        event.get("bot_id") or event.get("hidden") or user == me.user
    )
    whole = _ID.fullmatch(user) and _ID.fullmatch(channel) and _TS.fullmatch(ts)
    if not (by_person and whole and (not thread or _TS.fullmatch(thread))):
        return None
    text, raw = typed_text(event, me.user), str(event.get("text") or "")
    own = own_conversation(me, user)
    team = str(event.get("user_team") or event.get("source_team") or event.get("team") or "")
    found = Post(ts, text, Place(user, channel, own, thread), True, _attachment(event, text), team)
    if event.get("channel_type") == "im" or channel.startswith("D"):
        return found
    people = mentions(raw)
    place = Place(user, channel, f"{own}:{thread or ts}", thread or ts)
    if me.user in people:
        return Post(ts, text, place, True, found.attachment, team)
    return Post(ts, text, place, False, team=team) if thread and not people and text else None


def _edited(event: Mapping[str, Any], me: BotIdentity) -> Post | None:
    now, before = _mapping(event.get("message")), _mapping(event.get("previous_message"))
    by_author = _mapping(now.get("edited")).get("user") == now.get("user")
    is_first = me.user not in mentions(str(before.get("text") or ""))
    if not (by_author and is_first and me.user in mentions(str(now.get("text") or ""))):
        return None
    rest = {key: value for key, value in now.items() if key not in ("edited", "hidden")}
    place = {"channel": event.get("channel"), "channel_type": event.get("channel_type")}
    return post({**rest, **place}, me)


def _attachment(event: Mapping[str, Any], text: str) -> Attachment:
    """What a message without words brought; a forwarded message stands among the attachments."""
    if text:
        return Attachment.NONE
    attachments = event.get("attachments")
    for attached in attachments if isinstance(attachments, list) else ():
        if any(_mapping(attached).get(key) for key in ("is_msg_unfurl", "is_share", "from_url")):
            return Attachment.FORWARDED
    return Attachment.FILE if event.get("files") else Attachment.NONE


def command(body: Mapping[str, Any], me: BotIdentity) -> tuple[str, str, Place] | None:
    """The id, the text and the place of a slash command."""
    user, channel, url = (
        str(body.get(key) or "") for key in ("user_id", "channel_id", "response_url")
    )
    trigger = re.sub(r"[^A-Za-z0-9.]", "", str(body.get("trigger_id") or ""))[:100]
    if not (_ID.fullmatch(user) and _ID.fullmatch(channel) and trigger and url):
        return None
    text = plain_text(str(body.get("text") or ""), me.user)
    return trigger, text, Place(user, channel, own_conversation(me, user), url=url)


def click(body: Mapping[str, Any], me: BotIdentity) -> Click | None:
    """The pressed button of a message, or of a view (then its place has no channel)."""
    user = str(_mapping(body.get("user")).get("id") or "")
    actions = body.get("actions")
    if not _ID.fullmatch(user) or not isinstance(actions, list) or not actions:
        return None
    action, container = _mapping(actions[0]), _mapping(body.get("container"))
    message = _mapping(body.get("message"))
    channel = str(_mapping(body.get("channel")).get("id") or container.get("channel_id") or "")
    ts = str(container.get("message_ts") or message.get("ts") or "")
    url = str(body.get("response_url") or "")
    if container.get("type") != "view" and channel:
        if not _ID.fullmatch(channel) or not _TS.fullmatch(ts):
            return None
    else:
        channel = ts = ""
    name, blocks = str(action.get("action_id") or ""), message.get("blocks")
    return Click(
        id=re.sub(r"[^A-Za-z0-9_.:-]", "", f"{channel}:{ts}:{name}:{user}")[:110],
        at=re.sub(r"[^0-9.]", "", str(action.get("action_ts") or ""))[:30],
        action=name.partition(":")[0],
        block=str(action.get("block_id") or ""),
        value=str(action.get("value") or ""),
        label=plain_text(str(_mapping(action.get("text")).get("text") or ""), me.user),
        ts=ts,
        place=_place_of_click(container, message, own_conversation(me, user), user, channel, url),
        blocks=tuple(
            block
            for block in (blocks if isinstance(blocks, list) else ())
            if isinstance(block, dict)
        ),
        trigger=str(body.get("trigger_id") or ""),
        url=url,
        view=_mapping(body.get("view")),
    )


def _place_of_click(
    container: Mapping[str, Any], message: Mapping[str, Any], own: str, user: str, channel: str, url: str
) -> Place:  # fmt: skip
    thread = str(container.get("thread_ts") or message.get("thread_ts") or "")
    if not channel:
        return Place(user, "", own)
    if container.get("is_ephemeral"):
        return Place(user, channel, own, thread, url=url)
    if channel.startswith("D"):
        return Place(user, channel, own, thread)
    thread = thread or str(container.get("message_ts") or message.get("ts") or "")
    return Place(user, channel, f"{own}:{thread}", thread)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
