"""ids of one product or colleague in several systems"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "row_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_key", sa.String(length=200), nullable=False),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_keys")),
        sa.UniqueConstraint("table_name", "system", "key", name=op.f("uq_row_keys_table_name_system_key")),
    )


def downgrade() -> None:
    op.drop_table("row_keys")
