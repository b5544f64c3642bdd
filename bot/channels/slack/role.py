"""The role's names in Slack's fixed words, which speak of the one in the training data."""

from __future__ import annotations

from functools import cache

from bot.knowledge.reader import KnowledgeReader
from bot.nlu.role_names import RoleNames


def in_role(text: str) -> str:
    """The text with the names of the configured role."""
    return RoleNames(_reader().current().job).as_configured(text)


@cache
def _reader() -> KnowledgeReader:
    return KnowledgeReader()
