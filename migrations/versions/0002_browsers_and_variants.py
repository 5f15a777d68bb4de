"""documents read through a browser, variants, and what pages show."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("documents", sa.Column("variant", sa.Text(), nullable=True))
    op.add_column("documents", sa.Column("browser_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("pages", sa.Column("visible", sa.String(length=64), nullable=True))
    op.add_column("snapshots", sa.Column("rendered", sa.Boolean(), server_default=sa.false(), nullable=False))
