"""Compaction: give back to the disk what is free within a database."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import func, select, text

from monitor.database.connection import Database
from monitor.database.tables import metadata, passage_words

TABLES = (*metadata.tables, passage_words.name)


def size(database: Database) -> int:
    """The bytes that a database takes, on SQLite without what is still to be written back into the file."""
    with database.reading() as db:
        if not database.is_shared:
            pages, bytes_each = db.scalar(text("PRAGMA page_count")), db.scalar(text("PRAGMA page_size"))
            return int(pages or 0) * int(bytes_each or 0)
        return sum(db.scalar(select(func.pg_total_relation_size(name))) or 0 for name in TABLES)


def compact(database: Database) -> None:
    """Rewrite an SQLite file without its free pages, or have PostgreSQL use the free rows again and count anew."""
    if not database.is_shared:
        _rewrite(database)
        return
    with database.reported(), database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
        for name in TABLES:
            db.execute(text(f"VACUUM (ANALYZE) {name}"))


def _rewrite(database: Database) -> None:
    """Outside of any transaction, as SQLite wants it."""
    with database.reported(), closing(database.engine.raw_connection()) as raw:
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            raw.cursor().execute(statement)
