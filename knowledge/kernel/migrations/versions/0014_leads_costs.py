"""leads, and what selling and marketing cost"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leads",
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("company", sa.String(length=400), nullable=True),
        sa.Column("channel", sa.String(length=400), nullable=True),
        sa.Column("industry", sa.String(length=400), nullable=True),
        sa.Column("region", sa.String(length=400), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("deal_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_line", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_leads_account_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_leads_deal_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_leads_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
        sa.UniqueConstraint("key", name=op.f("uq_leads_key")),
    )
    op.create_index("ix_leads_created_on", "leads", ["created_on"])
    op.create_index("ix_leads_account_id", "leads", ["account_id"])
    op.create_table(
        "costs",
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=400), nullable=True),
        sa.Column("team", sa.String(length=400), nullable=True),
        sa.Column("industry", sa.String(length=400), nullable=True),
        sa.Column("region", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_line", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_costs")),
        sa.UniqueConstraint("key", name=op.f("uq_costs_key")),
    )
    op.create_index("ix_costs_day", "costs", ["spent_on"])


def downgrade() -> None:
    op.drop_index("ix_costs_day", "costs")
    op.drop_table("costs")
    op.drop_index("ix_leads_account_id", "leads")
    op.drop_index("ix_leads_created_on", "leads")
    op.drop_table("leads")
