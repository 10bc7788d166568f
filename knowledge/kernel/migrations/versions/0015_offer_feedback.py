"""what colleagues thought of offers, and what operations decided about the rules behind them"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_key", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=True),
        sa.Column("said", sa.String(length=40), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_offer_feedback_account_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_offer_feedback_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_feedback")),
    )
    op.create_index("ix_offer_feedback_rule", "offer_feedback", ["rule", "said"])
    op.create_index("ix_offer_feedback_account", "offer_feedback", ["account_id", "said"])
    op.create_table(
        "rule_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("after_feedback", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_decisions")),
    )
    op.create_index("ix_rule_decisions_rule", "rule_decisions", ["rule"])


def downgrade() -> None:
    op.drop_index("ix_rule_decisions_rule", "rule_decisions")
    op.drop_table("rule_decisions")
    op.drop_index("ix_offer_feedback_account", "offer_feedback")
    op.drop_index("ix_offer_feedback_rule", "offer_feedback")
    op.drop_table("offer_feedback")
