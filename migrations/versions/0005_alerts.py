"""alerts: reminders, troubles, deliveries that were given up."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ADDED = {
    "alerts": [sa.Column("details", sa.JSON(), nullable=True)],
    "changes": [sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True)],
    "findings": [sa.Column("confidence", sa.Float(), nullable=False, server_default="1")],
    "documents": [sa.Column("trouble_told_at", sa.DateTime(timezone=True), nullable=True)],
    "deliveries": [
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
    ],
}


def upgrade() -> None:
    """Bring the schema forward."""
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
    op.execute("UPDATE deliveries SET queued_at = (SELECT created_at FROM alerts WHERE alerts.id = alert_id)")
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_reminders_change_id")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_reminders_alert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "change_id", "kind", "day", "days_before", name=op.f("uq_reminders_change_id_kind_day_days_before")
        ),
    )
    op.create_index(op.f("ix_reminders_alert_id"), "reminders", ["alert_id"])


def downgrade() -> None:
    """Take the schema back; what the columns held is lost."""
    op.drop_table("reminders")
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column.name)
