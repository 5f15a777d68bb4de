"""Condition: what can be said of a database as a whole, without knowing what it holds."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from monitor.database.compaction import size
from monitor.database.connection import Database
from monitor.database.migrate import revision


@dataclass(frozen=True, slots=True)
class Condition:
    """Its revision and its size in bytes; of an SQLite file also its log's, what is free beside it, and any damage."""

    revision: str
    size: int
    log_size: int = 0
    free: int | None = None
    damage: str | None = None


def condition(database: Database) -> Condition:
    """How a database fares; DatabaseError when it cannot be written to."""
    taken = size(database)
    with database.writing() as db:
        present = revision(db) or "none"
        if db.dialect.name == "sqlite":
            mark = db.scalar(text("PRAGMA user_version"))
            db.execute(text(f"PRAGMA user_version = {mark:d}"))  # writes, and changes nothing
            return _of_file(db, Path(database.url.database or ""), present, taken)
        db.execute(text("CREATE TEMPORARY TABLE terms_monitor_was_here (id integer) ON COMMIT DROP"))
        return Condition(present, taken)


def _of_file(db: Connection, path: Path, present: str, taken: int) -> Condition:
    found = db.scalar(text("PRAGMA quick_check(1)"))
    log = path.with_name(f"{path.name}-wal")
    return Condition(
        present,
        taken,
        log.stat().st_size if log.exists() else 0,
        shutil.disk_usage(path.parent).free,
        None if found == "ok" else str(found),
    )
