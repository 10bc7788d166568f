"""where each customer stood each night, and what was answered to alerts"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("points", sa.Float(), nullable=True),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("monthly_minor", sa.BigInteger(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("last_touch_on", sa.Date(), nullable=True),
        sa.Column("touch_model", sa.String(length=40), nullable=False),
        sa.Column("definition", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_days_account_id")),
        sa.PrimaryKeyConstraint("day", "account_id", name=op.f("pk_account_days")),
    )
    op.create_index("ix_account_days_band", "account_days", ["band", "day"])
    op.create_table(
        "alert_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_alert_answers_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_answers")),
    )
    op.create_index("ix_alert_answers_account", "alert_answers", ["account_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_alert_answers_account", "alert_answers")
    op.drop_table("alert_answers")
    op.drop_index("ix_account_days_band", "account_days")
    op.drop_table("account_days")
