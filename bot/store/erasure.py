"""What is deleted of conversations: by the person, by age, and what a turn no longer needs."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.engine import Connection

from bot.store.inbox import forget_claims
from bot.store.packing import without_state
from bot.store.schema import feedback, inbox, mentoring, turns, unanswered

# The row of one turn; what each turn runs is put together once.
_ONE = (turns.c.conversation == bindparam("of")) & (turns.c.number == bindparam("at_number"))
_EVENTS = select(turns.c.events).where(_ONE)
_LIGHTER = update(turns).where(_ONE).values(events=bindparam("lighter"))
# Turns that are kept of a conversation; beyond, the oldest go, and the talk goes on.
MOST_TURNS = 400


def forget(connection: Connection, conversation: str) -> int:
    """Deletes a conversation and its threads; returns how many turns there were."""
    gone = 0
    threads = f"{conversation}:"
    forget_claims(connection, conversation)
    for table in (mentoring, feedback, unanswered, turns):
        column = table.c.conversation
        # not LIKE, for which SQLite's A and a are one
        result = connection.execute(
            delete(table).where(
                (column == conversation) | (func.substr(column, 1, len(threads)) == threads)
            )
        )
        gone = result.rowcount
    return int(gone)


def purge(connection: Connection, before: float) -> int:
    """Deletes conversations whose last turn is older than `before` (seconds since 1970); returns
    how many.

    A thread counts by itself: it goes on when the conversation around it is old.
    """
    old = (
        select(turns.c.conversation)
        .group_by(turns.c.conversation)
        .having(func.max(turns.c.at) < before)
    )
    count = connection.execute(select(func.count()).select_from(old.subquery())).scalar_one()
    for table in (inbox, feedback, unanswered, turns):
        connection.execute(delete(table).where(table.c.conversation.in_(old)))
    for table in (inbox, feedback, mentoring, unanswered):
        connection.execute(delete(table).where(table.c.at < before))
    return int(count)


def forget_before(connection: Connection, conversation: str, number: int) -> None:
    """Drop what is no longer needed when turn `number` is there.

    The dialogue's state is most of a turn, and each turn has all of it: the last has it, and the
    one before, where the last may be taken back.
    """
    if number > MOST_TURNS:
        ours = turns.c.conversation == conversation
        connection.execute(delete(turns).where(ours, turns.c.number <= number - MOST_TURNS))
    old = {"of": conversation, "at_number": number - 2}
    if events := connection.execute(_EVENTS, old).scalar_one_or_none():
        connection.execute(_LIGHTER, {**old, "lighter": without_state(events)})
