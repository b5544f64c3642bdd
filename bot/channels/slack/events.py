"""Messages and slash commands, read into what the advisor acts on: who said what, and where the
answer goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.channels.slack.places import (
    ID,
    TRIGGER_SIGNS,
    TS,
    BotIdentity,
    Place,
    mapping,
    only,
    own_conversation,
)
from bot.channels.slack.text import mentions, plain_text, typed_text

# Subtypes of messages that a person wrote; joins, deletions, bots' messages and the like have
# others.
_BY_PEOPLE = (None, "file_share", "thread_broadcast", "me_message")


class Attachment(str, Enum):
    """What stood in a message instead of words."""

    NONE = "none"
    FILE = "file"
    FORWARDED = "forwarded"


@dataclass(frozen=True)
class Post:
    """A message of a person; not `addressed` when it stands in a thread and mentions nobody.

    `attachment` says what came in place of text, `team` which workspace Slack says that the person
    is of.
    """

    ts: str
    text: str
    place: Place
    addressed: bool
    attachment: Attachment = Attachment.NONE
    team: str = ""


def post(event: Mapping[str, Any], me: BotIdentity) -> Post | None:
    """The question of a `message` or `app_mention` event; None for what is no message of a person
    to us.

    An edit counts when it is the one that first mentions us: then it is the message as it reads
    now.
    """
    if event.get("subtype") == "message_changed":
        return _edited(event, me)
    is_repeated = event.get("edited") and event.get("type") != "app_mention"
    return None if is_repeated or not _is_by_person(event, me) else _first(event, me)


def _first(event: Mapping[str, Any], me: BotIdentity) -> Post | None:
    """What a person wrote, in a direct message, to us by name, or in a thread that names nobody."""
    user, channel, ts = str(event["user"]), str(event["channel"]), str(event["ts"])
    own, text = own_conversation(me, user), typed_text(event, me.user)
    attached, team = _attachment(event, text), _team(event)
    thread = str(event.get("thread_ts") or "")
    if event.get("channel_type") == "im" or channel.startswith("D"):
        return Post(ts, text, Place(user, channel, own, thread), True, attached, team)
    people = mentions(str(event.get("text") or ""))
    place = Place(user, channel, f"{own}:{thread or ts}", thread or ts)
    if me.user in people:
        return Post(ts, text, place, True, attached, team)
    return Post(ts, text, place, False, team=team) if thread and not people and text else None


def _is_by_person(event: Mapping[str, Any], me: BotIdentity) -> bool:
    """Whether somebody else than an app wrote the message, and its ids are whole."""
    user, channel, ts, thread = (
        str(event.get(key) or "") for key in ("user", "channel", "ts", "thread_ts")
    )
    if event.get("subtype") not in _BY_PEOPLE or event.get("bot_id") or event.get("hidden"):
        return False
    whole = ID.fullmatch(user) and ID.fullmatch(channel) and TS.fullmatch(ts)
    return user != me.user and bool(whole) and (not thread or bool(TS.fullmatch(thread)))


def _team(event: Mapping[str, Any]) -> str:
    """The workspace that Slack gives for the author."""
    return str(event.get("user_team") or event.get("source_team") or event.get("team") or "")


def _edited(event: Mapping[str, Any], me: BotIdentity) -> Post | None:
    now, before = mapping(event.get("message")), mapping(event.get("previous_message"))
    by_author = mapping(now.get("edited")).get("user") == now.get("user")
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
        if any(mapping(attached).get(key) for key in ("is_msg_unfurl", "is_share", "from_url")):
            return Attachment.FORWARDED
    return Attachment.FILE if event.get("files") else Attachment.NONE


def command(body: Mapping[str, Any], me: BotIdentity) -> tuple[str, str, Place] | None:
    """The id, the text and the place of a slash command."""
    user, channel, url = (
        str(body.get(key) or "") for key in ("user_id", "channel_id", "response_url")
    )
    trigger = only(str(body.get("trigger_id") or ""), TRIGGER_SIGNS, 100)
    if not (ID.fullmatch(user) and ID.fullmatch(channel) and trigger and url):
        return None
    text = plain_text(str(body.get("text") or ""), me.user)
    return trigger, text, Place(user, channel, own_conversation(me, user), url=url)
