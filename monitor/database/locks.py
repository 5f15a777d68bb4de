"""Locks that keep two processes off one database, and that die with the process that holds them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import text

from monitor.database.connection import Database
from monitor.errors import LockedError


@contextmanager
def hold(database: Database, name: str, *, wait: bool) -> Iterator[None]:
    """Hold the lock `name` of a database; when another process has it, wait or raise LockedError."""
    holding = _hold_file if database.engine.dialect.name == "sqlite" else _hold_advisory
    with holding(database, name, wait=wait):
        yield


@contextmanager
def _hold_file(database: Database, name: str, *, wait: bool) -> Iterator[None]:
    path = Path(database.url.database or "").resolve()
    lock = FileLock(path.with_name(f"{path.name}.{name}.lock"), timeout=-1 if wait else 0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise _locked(database, name) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _hold_advisory(database: Database, name: str, *, wait: bool) -> Iterator[None]:
    key = {"key": zlib.crc32(f"terms-monitor {name}".encode())}
    autocommit = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with autocommit.connect() as connection:
        if wait:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
        elif not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key):
            raise _locked(database, name)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


def _locked(database: Database, name: str) -> LockedError:
    where = database.url.render_as_string()
    return LockedError(f"another {name} is running on the database {where}; stop it first", name=name)
