"""where products are sold, and to firms of what size; firms of one group are found at once"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COLUMNS = {"countries": sa.Text, "employees_from": sa.Integer, "employees_until": sa.Integer}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("products", sa.Column(name, kind(), nullable=True))
    op.create_index("ix_accounts_parent_id", "accounts", ["parent_id"])


def downgrade() -> None:
    op.drop_index("ix_accounts_parent_id", "accounts")
    for name in COLUMNS:
        op.drop_column("products", name)
