"""what was answered to each event, so that it is answered once through every crash"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answered_turns",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replies", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_answered_turns")),
    )
    op.create_index("ix_answered_turns_at", "answered_turns", ["at"])


def downgrade() -> None:
    op.drop_index("ix_answered_turns_at", "answered_turns")
    op.drop_table("answered_turns")
