"""usage by product"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_usage_product_day", "usage", ["product_id", "day"])


def downgrade() -> None:
    op.drop_index("ix_usage_product_day", "usage")
