"""What a database's own errors mean: our bug, a database that takes no writing, or any other trouble."""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from monitor.errors import DatabaseError, UnwritableError

_FULL = "its disk is full; make room, and nothing is lost"
_READ_ONLY = "it can be read only; see who may write to the file and its folder"
# By SQLite's primary result codes and PostgreSQL's SQLSTATE.
_UNWRITABLE: dict[int | str | None, str] = {
    sqlite3.SQLITE_FULL: _FULL,
    "53100": _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    "25006": "it takes no writing now; see default_transaction_read_only, and whether the server is a standby",
    "42501": "the role may not do that; grant it the rights on the tables and sequences",
}


def shown(url: URL) -> str:
    """An address as it may be shown: without its password, and without its query, which may hold one too."""
    return url.set(query={}).render_as_string()


def is_bug(error: DBAPIError) -> bool:
    """Whether an error says that our statement was wrong, and not that the database is in trouble."""
    return isinstance(error, (DataError, IntegrityError, ProgrammingError)) and _code(error) not in _UNWRITABLE


def trouble(error: DBAPIError, url: URL) -> DatabaseError:
    """The error as people are told of it, in one line."""
    lines = str(error.orig).strip().splitlines()
    detail = lines[0] if lines else type(error.orig).__name__
    advice = _UNWRITABLE.get(_code(error))
    if advice is None:
        return DatabaseError(detail, url=shown(url))
    return UnwritableError(f"{advice} ({detail})", url=shown(url))


def _code(error: DBAPIError) -> int | str | None:
    sqlite = getattr(error.orig, "sqlite_errorcode", None)
    return getattr(error.orig, "sqlstate", None) if sqlite is None else sqlite & 0xFF
