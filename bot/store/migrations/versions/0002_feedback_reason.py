"""Why somebody found an answer not helpful."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("turn", sa.Column("reason", sa.String(20)))


def downgrade() -> None:
    op.drop_column("turn", "reason")
