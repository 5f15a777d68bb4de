"""the days that findings name, and alerts by their kind, to be found without reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DAYS = ("date", "deadline")
INDEXES = {
    "ix_alerts_kind_created_at": ("alerts", ["kind", "created_at"]),
    "ix_findings_date": ("findings", ["date"]),
    "ix_findings_deadline": ("findings", ["deadline"]),
}


def upgrade() -> None:
    """Bring the schema forward."""
    fact = "json_extract(facts, '$.{0}')" if op.get_bind().dialect.name == "sqlite" else "left(facts ->> '{0}', 10)"
    for day in DAYS:
        op.add_column("findings", sa.Column(day, sa.String(10), nullable=True))
        op.execute(f"UPDATE findings SET {day} = {fact.format(day)}")  # noqa: S608 - of names that stand above
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Take the schema back; what the columns held stands in the facts, too."""
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    for day in DAYS:
        op.drop_column("findings", day)
