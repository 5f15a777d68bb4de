"""What a database's own errors mean: our bug, a database that takes no writing, or any other trouble."""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, ProgrammingError

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

# What is over in a moment: SQLSTATEs of a PostgreSQL that starts, stops, is full or broke a deadlock, a class by two …
PASSING = ("08", "40001", "40P01", "53300", "57P01", "57P02", "57P03")
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}  # … and of SQLite, whose other processes write


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
        return DatabaseError(detail, url=shown(url), passing=_is_passing(error))
    return UnwritableError(f"{advice} ({detail})", url=shown(url))


def _is_passing(error: DBAPIError) -> bool:
    """Whether the same is worth trying again soon."""
    code = _code(error)
    if isinstance(code, int):
        return code in BUSY
    is_lost = isinstance(error, OperationalError) and code is None
    return error.connection_invalidated or is_lost or (code or "").startswith(PASSING)


def _code(error: DBAPIError) -> int | str | None:
    """SQLite's primary result code or PostgreSQL's SQLSTATE, None of what neither says."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # of extended codes the plain ones
    return getattr(error.orig, "sqlstate", None)
