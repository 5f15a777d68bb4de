"""what each document states at present, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SEEN = """
    SELECT s.document_id, s.version_id, s.first_seen, s.last_seen, v.practices
    FROM sightings s JOIN versions v ON v.id = s.version_id ORDER BY s.document_id, s.id DESC
"""


def upgrade() -> None:
    """Bring the schema forward, and work out what is stated at present from what was seen."""
    moment = sa.DateTime(timezone=True)
    table = op.create_table(
        "stances",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(16), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("seen_without", moment),
        sa.Column("seen_with", moment, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_stances_document_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_stances_version_id")),
        sa.PrimaryKeyConstraint("document_id", "practice", name=op.f("pk_stances")),
    )
    types = {"first_seen": moment, "last_seen": moment, "practices": sa.JSON()}
    known = op.get_bind().execute(sa.text(SEEN).columns(**types))
    open_, rows, document = set(), {}, None
    for seen in known:
        if seen.document_id != document:
            document, open_ = seen.document_id, set(seen.practices or ())
            for practice in open_:
                rows[document, practice] = {"version_id": seen.version_id, "seen_without": None}
        for practice in open_.difference(seen.practices or ()):
            rows[document, practice]["seen_without"] = seen.last_seen if seen.practices is not None else None
        open_ = open_.intersection(seen.practices or ())
        for practice in open_:
            rows[document, practice]["seen_with"] = seen.first_seen
    op.bulk_insert(table, [{"document_id": of, "practice": said, **row} for (of, said), row in rows.items()])


def downgrade() -> None:
    """Take the schema back; it is worked out again by a release that keeps it."""
    op.drop_table("stances")
