"""what tied two ids, merges made by hand"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_keys", sa.Column("name", sa.String(length=400), nullable=True))
    op.add_column("row_keys", sa.Column("rule", sa.String(length=40), nullable=True))
    op.add_column("row_keys", sa.Column("name", sa.String(length=400), nullable=True))
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("kept_key", sa.String(length=200), nullable=False),
        sa.Column("merged_key", sa.String(length=200), nullable=False),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )


def downgrade() -> None:
    op.drop_table("merges")
    op.drop_column("row_keys", "name")
    op.drop_column("row_keys", "rule")
    op.drop_column("account_keys", "name")
