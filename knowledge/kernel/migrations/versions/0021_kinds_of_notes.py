"""what kind a note is of, and when a promise is due"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notes", sa.Column("kind", sa.String(40), nullable=False, server_default="note"))
    op.add_column("notes", sa.Column("due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("notes", "due_on")
    op.drop_column("notes", "kind")
