"""The ids of conversations and messages that surfaces of ours make, and no others."""

from __future__ import annotations

import re

# surface:id of ours, or the bare UUID by which `rasa shell` and `rasa interactive` name theirs
_ID = re.compile(r"[a-z]+:[A-Za-z0-9_.:-]{1,200}|[0-9a-f]{32}")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_.:-]{1,120}")


class InvalidConversationError(ValueError):
    """A conversation's or message's id that no surface of ours makes."""


def checked(conversation: str) -> str:
    """The id of a conversation; raises InvalidConversationError where it is none."""
    if not isinstance(conversation, str) or not _ID.fullmatch(conversation):
        raise InvalidConversationError("not the id of a conversation")
    return conversation


def checked_message(message_id: str) -> str:
    """The id of a message; raises InvalidConversationError where it is none."""
    if not isinstance(message_id, str) or not _MESSAGE_ID.fullmatch(message_id):
        raise InvalidConversationError("not the id of a message")
    return message_id
