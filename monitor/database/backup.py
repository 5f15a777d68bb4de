"""Backups: a new file beside others, whole or not at all; an SQLite database as it is at one instant."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from monitor.errors import ConfigError, DatabaseError

PAGES_AT_ONCE = 1000


@contextmanager
def new_file(file: Path, *, replace: bool) -> Iterator[Path]:
    """Give a file to fill that its owner alone can read; it takes the name of `file` when the block ends well."""
    if file.exists() and not replace:
        raise ConfigError("is there already, and was left as it is; --force replaces it", path=str(file))
    if file.with_name(f"{file.name}-wal").exists():
        raise ConfigError("is a database that is open in another program, and was left as it is", path=str(file))
    try:
        beside = TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path=str(file)) from error
    try:
        with beside as folder:
            made = Path(folder) / file.name
            os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            yield made
            made.replace(file)
    except OSError as error:
        raise DatabaseError(f"cannot be written: {error.strerror}", url=str(file)) from error


def copy_pages(source: Connection, file: Path) -> None:
    """Copy an SQLite database into a file, as the connection's transaction sees it, and verify what was written."""
    try:
        with closing(sqlite3.connect(file)) as target:
            _driver(source).backup(target, pages=PAGES_AT_ONCE)
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?immutable=1", uri=True)) as written:
            damages = [row[0] for row in written.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
            is_same = _counts(written) == _counts(_driver(source))
    except sqlite3.Error as error:
        raise DatabaseError(f"cannot be written: {error}", url=file.name) from error
    if damages or not is_same:
        problem = damages[0] if damages else "it has other rows than the database"
        raise DatabaseError(f"was not written as it should be: {problem}", url=file.name)


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection), "of an SQLite database"
    return driver


def _counts(driver: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: driver.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names of our tables
