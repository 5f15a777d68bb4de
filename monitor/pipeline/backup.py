"""Backup: a database as it is at one instant, copied into a file or into another database while work goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from monitor.database import Database, connect, copy_pages, new_file, newest, revision, shown
from monitor.errors import ConfigError, DatabaseError
from monitor.store import copying

Done = Callable[[str], None]


def back_up(database: Database, file: Path, *, replace: bool = False, done: Done = lambda _: None) -> None:
    """Make an SQLite file that holds all that a database of either kind holds, verified before it has its name."""
    with new_file(file, replace=replace) as made:
        if not database.is_shared:
            with database.beholding() as db:
                copy_pages(db, made)
        else:
            copy_all(database, f"sqlite:///{made}", done=done)


def copy_all(database: Database, url: str, *, done: Done = lambda _: None) -> int:
    """Copy all rows into the empty database that an address names, in one transaction, and give how many they were.

    ConfigError where it is not empty.
    """
    with database.beholding() as source:
        if revision(source) != newest():
            raise DatabaseError("is of another release; `terms-monitor db upgrade` first", url=shown(database.url))
        other = connect(url)
        try:
            with other.writing() as target:
                if not copying.is_empty(target):
                    raise ConfigError("is not empty; nothing was copied", path=shown(other.url))
                return copying.copy(source, target, done)
        finally:
            other.close()
