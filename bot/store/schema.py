"""The tables of conversations: one row a turn. Changes to them are Alembic migrations in `migrations/versions`."""

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
REASONS = ("offtopic", "wrong", "missing", "unclear")
"""Why somebody found an answer not helpful."""

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
    Column("key", String(200), primary_key=True),
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
    Column("reason", String(20), nullable=False),  # refused, unsure or disliked
    Column("question", Text, nullable=False),  # without personal data
    Index("unanswered_at", "at"),
)
