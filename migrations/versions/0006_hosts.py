"""hosts: documents are taken host by host, and checked again when a day comes that they name."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; a start that knows what is declared makes the hosts."""
    op.add_column("documents", sa.Column("host", sa.String(255), nullable=False, server_default=""))
    op.add_column("documents", sa.Column("days", sa.JSON(), nullable=True))
    db = op.get_bind()
    known = [{"of": row.id, "host": _host(row.url)} for row in db.execute(sa.text("SELECT id, url FROM documents"))]
    if known:
        db.execute(sa.text("UPDATE documents SET host = :host WHERE id = :of"), known)
    op.create_index(op.f("ix_documents_host_next_check_at"), "documents", ["host", "next_check_at"])
    op.create_table(
        "hosts",
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("taken_by", sa.String(32), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_hosts")),
    )
    op.create_index(op.f("ix_hosts_taken_by"), "hosts", ["taken_by"])


def downgrade() -> None:
    """Take the schema back; what the columns held is lost."""
    op.drop_table("hosts")
    op.drop_index(op.f("ix_documents_host_next_check_at"), "documents")
    op.drop_column("documents", "days")
    op.drop_column("documents", "host")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "")[:255]
