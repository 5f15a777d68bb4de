"""what fails: the few documents that do, or of which people were told so, are found at once among very many."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEXED = ("failing_since", "trouble_told_at")


def upgrade() -> None:
    """Bring the schema forward."""
    for column in INDEXED:
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            op.f(f"ix_documents_{column}"), "documents", [column], sqlite_where=there, postgresql_where=there
        )


def downgrade() -> None:
    """Take the schema back."""
    for column in INDEXED:
        op.drop_index(op.f(f"ix_documents_{column}"), "documents")
