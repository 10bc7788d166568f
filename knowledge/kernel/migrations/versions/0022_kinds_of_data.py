"""churn events, competitors' products, contract changes"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table(
        "churn_events",
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("lost_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("reason_text", sa.Text(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
    )
    op.create_index("ix_churn_events_account", "churn_events", ["account_id", "lost_on"])
    _table(
        "competitor_products",
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("competitor", sa.String(length=400), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
    )
    op.create_index("ix_competitor_products_account", "competitor_products", ["account_id"])
    _table(
        "contract_changes",
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("monthly_before_minor", sa.BigInteger(), nullable=True),
        sa.Column("monthly_after_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("seats_before", sa.Integer(), nullable=True),
        sa.Column("seats_after", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
    )
    op.create_index("ix_contract_changes_account", "contract_changes", ["account_id", "changed_on"])


def _table(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_line", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f(f"fk_{name}_account_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f(f"fk_{name}_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{name}_key")),
    )


def downgrade() -> None:
    for name in ("contract_changes", "competitor_products", "churn_events"):
        op.drop_table(name)
