"""The tables of conversations: one row a turn.

Changes to them are Alembic migrations in `migrations/versions`.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()
# Why somebody found an answer not helpful.
REASONS = ("offtopic", "wrong", "missing", "unclear")

turns = Table(
    "turn",
    metadata,
    Column("conversation", String(220), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # counts from 1, without gaps
    Column("message", String(120), nullable=False),  # the surface's id of the message
    Column("surface", String(20), nullable=False),
    Column("at", Float, nullable=False),  # seconds since 1970, when the message came
    Column("milliseconds", Float, nullable=False),
    Column("topic", String(40), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("verdict", String(4)),  # up, down or not given
    Column("asked", Text, nullable=False),
    Column("events", Text, nullable=False),  # Rasa's events of the turn, a JSON list
    Column("reason", String(20)),  # why it is down, one of REASONS, or not given
    UniqueConstraint("conversation", "message"),
    Index("turn_at", "at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("surface", String(20), primary_key=True),
    Column("key", String(200), primary_key=True),  # a hash of the surface's key
    Column("conversation", String(220), nullable=False),
    Column("payload", Text, nullable=False),  # JSON, emptied when done
    Column("at", Float, nullable=False),
    Column("claimed_at", Float, nullable=False),
    Column("done", Boolean, nullable=False),
    Index("inbox_conversation", "conversation"),
    Index("inbox_at", "at"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("conversation", String(220), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("surface", String(20), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("reason", String(20), nullable=False),  # refused, partly, unsure or disliked
    Column("question", Text, nullable=False),  # without personal data
    Index("unanswered_at", "at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("conversation", String(220), primary_key=True),
    Column("message", String(120), primary_key=True),
    Column("voter", String(64), primary_key=True),  # a hash of who voted
    Column("at", Float, nullable=False),
    Column("verdict", String(4), nullable=False),  # up or down
    Column("reason", String(20)),  # why it is down, one of REASONS, or not given
)

mentoring = Table(
    "mentoring",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation", String(220), nullable=False),  # the asker's own
    Column("asker", String(40), nullable=False),
    Column("question", Text, nullable=False),
    Column("state", String(20), nullable=False),  # open, taken, done, closed or withdrawn
    # the brief in the mentors' channel, empty until posted
    Column("ts", String(40), nullable=False),
    Column("link", Text, nullable=False),  # the address of the brief
    Column("mentor", String(40), nullable=False),
    Column("pair", String(40), nullable=False),  # the group conversation of asker and mentor
    Column("round", Integer, nullable=False),  # how many times it was taken or given back
    Column("reminders", Integer, nullable=False),
    Column("shared", String(60), nullable=False),  # what was ticked
    Column("thread", Text, nullable=False),  # the address of the thread it came up in, where ticked
    Column("at", Float, nullable=False),
    Column("taken_at", Float, nullable=False),
    Column("due_at", Float, nullable=False),  # when to remind or to check in; 0: never
    Index("mentoring_conversation", "conversation"),
    Index("mentoring_due", "due_at"),
)

mentor = Table(
    "mentor",
    metadata,
    Column("user", String(60), primary_key=True),  # workspace and person
    Column("paused", Boolean, nullable=False),
    Column("taken", Integer, nullable=False),  # questions ever taken
    Column("last_at", Float, nullable=False),  # when one was last taken or proposed
)
