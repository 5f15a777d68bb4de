"""Locks that keep two processes off one database, and that die with the process that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import func, select

from monitor.database.connection import Database
from monitor.database.serial import number_of
from monitor.database.trouble import shown
from monitor.errors import DatabaseError, LockedError, UnwritableError

Assure = Callable[[], None]


@contextmanager
def hold(database: Database, name: str, *, shared: bool = False, once: bool = False) -> Iterator[Assure]:
    """Hold the lock `name` of a database; LockedError when another process has it.

    What is given raises DatabaseError when it is called after the lock was lost: PostgreSQL's dies with its connection.
    That of a process that was killed is free at once, on PostgreSQL as soon as the server notices.
    A `shared` one may be held by several who share it, but on SQLite; one that is used `once` leaves nothing behind.
    """
    if database.is_shared:
        holding = _hold_advisory(database, name, kind="_shared" if shared else "")
    else:
        holding = _hold_file(database, name, once=once)
    with holding as assure:
        yield assure


@contextmanager
def _hold_file(database: Database, name: str, *, once: bool) -> Iterator[Assure]:
    path = Path(database.url.database or "").resolve()
    folder = path.with_name(f".{path.name}.locks")  # out of sight
    lock = FileLock(folder / f"{name}.lock", timeout=0, mode=0o600)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise _locked(database, name) from error
    except OSError as error:
        needs = f"whoever runs this must own the folder {folder} or be able to make it, and its disk have room"
        problem = f"the lock file {lock.lock_file} cannot be made: {error.strerror}; {needs}"
        raise UnwritableError(problem, url=shown(database.url)) from error
    try:
        yield lambda: None
    finally:
        lock.release()
        if once:  # removing a file that is free would be a race, were there anybody who would want that lock again
            with suppress(OSError):
                Path(lock.lock_file).unlink(missing_ok=True)


@contextmanager
def _hold_advisory(database: Database, name: str, *, kind: str) -> Iterator[Assure]:
    key = number_of(name)
    lock, unlock = getattr(func, f"pg_try_advisory_lock{kind}"), getattr(func, f"pg_advisory_unlock{kind}")
    autocommit = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with database.reported(), autocommit.connect() as connection:
        if not connection.scalar(select(lock(key))):
            raise _locked(database, name)

        def assure() -> None:
            with database.reported():
                connection.execute(select(1))

        try:
            yield assure
        finally:
            if not connection.invalidated:  # a connection that is lost has lost its lock, too
                with suppress(DatabaseError), database.reported():
                    connection.execute(select(unlock(key)))


def _locked(database: Database, name: str) -> LockedError:
    return LockedError(f"another {name} is running on the database {shown(database.url)}; stop it first", name=name)
