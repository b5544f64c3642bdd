"""Who talks with the advisor, and where: people, channels, threads and the conversations they stand
for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from string import ascii_letters, digits
from typing import Any

from bot.channels.slack.posting import Destination

ID = re.compile(r"[A-Z0-9]{2,40}")
TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
TIME_SIGNS = frozenset(f"{digits}.")
TRIGGER_SIGNS = TIME_SIGNS | frozenset(ascii_letters)


@dataclass(frozen=True)
class BotIdentity:
    """The app in its workspace; `enterprise` is the organization where the workspace is part of
    one.
    """

    team: str
    user: str
    enterprise: str = ""


@dataclass(frozen=True)
class Place:
    """Where something was said: `url` is Slack's response address where only the asker sees the
    answer.
    """

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


def own_conversation(me: BotIdentity, user: str) -> str:
    """What a person says to the advisor alone: in direct messages, by the slash command, on the App
    Home.
    """
    return f"slack:{me.team}:{user}"


def belongs_to(conversation: str, own: str) -> bool:
    """Whether a conversation is a person's own one or one of that person's threads."""
    return conversation == own or conversation.startswith(f"{own}:")


def only(text: str, allowed: frozenset[str], most: int) -> str:
    """The allowed characters of what Slack calls an id, at most so many."""
    return "".join(c for c in text if c in allowed)[:most]


def mapping(value: Any) -> Mapping[str, Any]:
    """A part of a payload, empty where it is missing or of another type."""
    return value if isinstance(value, Mapping) else {}
