"""the day on which a document says it was last updated, and changes that are silent about theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("changes", sa.Column("own_date", sa.String(length=10), nullable=True))
    op.add_column("changes", sa.Column("own_date_quote", sa.Text(), nullable=True))
    op.add_column("changes", sa.Column("silent", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take the schema back; what the columns held is lost."""
    for column in ("silent", "own_date_quote", "own_date"):
        op.drop_column("changes", column)
