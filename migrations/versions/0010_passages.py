"""passages: the parts of all texts, kept once however many versions have them, to be searched by their words."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; the texts are gone through later, a few at a time."""
    op.create_table(
        "searched",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_searched_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_searched")),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_passages_document_id")),
        sa.ForeignKeyConstraint(["first_id"], ["versions.id"], name=op.f("fk_passages_first_id")),
        sa.ForeignKeyConstraint(["last_id"], ["versions.id"], name=op.f("fk_passages_last_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_passages_document_id_last_id"), "passages", ["document_id", "last_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='ascii')")
    else:
        op.execute("CREATE TABLE passage_words (rowid INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_passage_words_words ON passage_words USING gin (words)")


def downgrade() -> None:
    """Take the schema back; the texts themselves hold all that is in it."""
    for table in ("passage_words", "passages", "searched"):
        op.drop_table(table)
