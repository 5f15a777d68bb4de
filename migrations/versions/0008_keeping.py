"""keeping: who refers to a value is found at once."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXED = {"versions": "text_sha256", "snapshots": "body_sha256"}


def upgrade() -> None:
    """Bring the schema forward."""
    for table, column in INDEXED.items():
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Take the schema back."""
    for table, column in INDEXED.items():
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
