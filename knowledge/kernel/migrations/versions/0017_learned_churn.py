"""where each customer stands in what was learned from losses"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_days", sa.Column("learned", sa.Float(), nullable=True))
    op.add_column("account_days", sa.Column("chance", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("account_days", "chance")
    op.drop_column("account_days", "learned")
