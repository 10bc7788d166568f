"""what the chosen scorer ranks for each account, made each night"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_offers",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("offers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_offers_account_id")),
        sa.PrimaryKeyConstraint("day", "account_id", name=op.f("pk_account_offers")),
    )


def downgrade() -> None:
    op.drop_table("account_offers")
