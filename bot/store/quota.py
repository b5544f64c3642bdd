"""How much is kept: of one conversation its last turns, of all of them so many megabytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.store.erasure import forget
from bot.store.schema import turns

# Bytes of a turn's other columns and of its index entries, about.
_ROW = 300
# What is kept when the quota was reached: not every turn after it should delete.
_EASED = 0.9


@dataclass(frozen=True)
class Stored:
    """Bytes of conversations, and how many conversations were deleted to keep within the quota."""

    size: int
    deleted: int


def keep_quota(connection: Connection, most: int) -> Stored:
    """Delete conversations, the longest left alone first, where all are larger than `most`."""
    size = stored_bytes(connection)
    if size <= most:
        return Stored(size, 0)
    column = turns.c.conversation
    own = func.sum(_bytes())
    oldest = select(column, own).group_by(column).order_by(func.max(turns.c.at), column)
    deleted = 0
    for conversation, bytes_of_it in connection.execute(oldest).all():
        if size <= most * _EASED:
            break
        forget(connection, conversation)
        size -= int(bytes_of_it)
        deleted += 1
    return Stored(stored_bytes(connection), deleted)


def stored_bytes(connection: Connection) -> int:
    """Bytes of all turns, what the tables add to them left out."""
    return int(connection.execute(select(func.coalesce(func.sum(_bytes()), 0))).scalar_one())


def _bytes() -> Any:
    # characters of ASCII and a little more: both databases count characters
    return func.length(turns.c.asked) + func.length(turns.c.events) + _ROW
