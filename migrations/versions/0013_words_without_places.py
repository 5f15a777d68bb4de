"""words without places: on SQLite, what texts are searched by tells which words a passage has, and not where."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; the texts are gone through anew later, a few at a time."""
    _made_anew("words, content='', detail=none, tokenize='ascii'")


def downgrade() -> None:
    """Take the schema back; the texts are gone through anew as well."""
    _made_anew("words, content='', tokenize='ascii'")


def _made_anew(options: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE passage_words")
    op.execute(f"CREATE VIRTUAL TABLE passage_words USING fts5({options})")
    op.execute("DELETE FROM passages")
    op.execute("DELETE FROM searched")
