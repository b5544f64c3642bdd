"""The role's names in wording: `{role}`, `{roles}` and `{a_role}` stand for what
`role.toml` says.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.reply import Item, Reply
from bot.domain.role import Role


def in_role(reply: Reply, role: Role) -> Reply:
    """The reply with the names of the role where its wording has placeholders."""
    return replace(
        reply,
        text=role.fill(reply.text),
        items=tuple(Item(role.fill(i.text), role.fill(i.detail), i.entity) for i in reply.items),
        closing=role.fill(reply.closing),
        suggestions=tuple(map(role.fill, reply.suggestions)),
    )
