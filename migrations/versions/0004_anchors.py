"""where the quotes of findings stand."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("findings", sa.Column("before_at", sa.JSON(), nullable=True))
    op.add_column("findings", sa.Column("after_at", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take the schema back; what the columns held is lost."""
    op.drop_column("findings", "after_at")
    op.drop_column("findings", "before_at")
