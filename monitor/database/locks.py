"""Locks that keep two processes off one database, and that die with the process that holds them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import text

from monitor.database.connection import Database
from monitor.database.trouble import shown
from monitor.errors import DatabaseError, LockedError


@contextmanager
def hold(database: Database, name: str) -> Iterator[None]:
    """Hold the lock `name` of a database; LockedError when another process has it."""
    holding = _hold_file if database.engine.dialect.name == "sqlite" else _hold_advisory
    with holding(database, name):
        yield


@contextmanager
def _hold_file(database: Database, name: str) -> Iterator[None]:
    path = Path(database.url.database or "").resolve()
    folder = path.with_name(f".{path.name}.locks")  # out of sight; removing a file that is free would be a race
    lock = FileLock(folder / f"{name}.lock", timeout=0, mode=0o600)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise _locked(database, name) from error
    except OSError as error:
        problem = f"the lock file {lock.lock_file} cannot be made: {error.strerror}"
        raise DatabaseError(problem, url=shown(database.url)) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _hold_advisory(database: Database, name: str) -> Iterator[None]:
    key = {"key": zlib.crc32(f"terms-monitor {name}".encode())}
    autocommit = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with database.reported(), autocommit.connect() as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key):
            raise _locked(database, name)
        try:
            yield
        finally:
            with suppress(DatabaseError), database.reported():  # a connection that is lost has lost its lock, too
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


def _locked(database: Database, name: str) -> LockedError:
    return LockedError(f"another {name} is running on the database {shown(database.url)}; stop it first", name=name)
