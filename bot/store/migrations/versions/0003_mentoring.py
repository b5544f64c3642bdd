"""Claims keep a hash of their key; votes of each person; questions to mentors."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _hash_claims()
    op.create_table(
        "feedback",
        sa.Column("conversation", sa.String(220), primary_key=True),
        sa.Column("message", sa.String(120), primary_key=True),
        sa.Column("voter", sa.String(64), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("verdict", sa.String(4), nullable=False),
        sa.Column("reason", sa.String(20)),
    )
    op.create_table(
        "mentoring",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(220), nullable=False),
        sa.Column("asker", sa.String(40), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("ts", sa.String(40), nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("mentor", sa.String(40), nullable=False),
        sa.Column("pair", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("reminders", sa.Integer, nullable=False),
        sa.Column("shared", sa.String(60), nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("taken_at", sa.Float, nullable=False),
        sa.Column("due_at", sa.Float, nullable=False),
    )
    op.create_index("mentoring_conversation", "mentoring", ["conversation"])
    op.create_index("mentoring_due", "mentoring", ["due_at"])
    op.create_table(
        "mentor",
        sa.Column("user", sa.String(60), primary_key=True),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False),
        sa.Column("last_at", sa.Float, nullable=False),
    )


def _hash_claims() -> None:
    """What is unfinished keeps its key in the payload, as it is kept from now on."""
    table = sa.table("inbox", *map(sa.column, ("surface", "key", "payload", "done")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table)).all():
        digest = hashlib.sha256(f"{row.surface}\0{row.key}".encode()).hexdigest()
        payload = row.payload
        if not row.done:
            payload = json.dumps({"key": row.key, "payload": json.loads(row.payload)})
        connection.execute(
            sa.update(table)
            .where((table.c.surface == row.surface) & (table.c.key == row.key))
            .values(key=digest, payload=payload)
        )
