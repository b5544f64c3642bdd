"""Turns of conversations, the inbox of surfaces that deliver twice, and unanswered questions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "turn",
        sa.Column("conversation", sa.String(220), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("message", sa.String(120), nullable=False),
        sa.Column("surface", sa.String(20), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("milliseconds", sa.Float, nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("verdict", sa.String(4)),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.UniqueConstraint("conversation", "message"),
    )
    op.create_index("turn_at", "turn", ["at"])
    op.create_table(
        "inbox",
        sa.Column("surface", sa.String(20), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("conversation", sa.String(220), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("claimed_at", sa.Float, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
    )
    op.create_index("inbox_conversation", "inbox", ["conversation"])
    op.create_index("inbox_at", "inbox", ["at"])
    op.create_table(
        "unanswered",
        sa.Column("conversation", sa.String(220), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("surface", sa.String(20), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
    )
    op.create_index("unanswered_at", "unanswered", ["at"])


def downgrade() -> None:
    for table in ("unanswered", "inbox", "turn"):
        op.drop_table(table)
