"""Connections to SQLite and PostgreSQL that behave alike: real transactions, foreign keys, clear errors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, ProgrammingError

from monitor.database.migrate import upgrade
from monitor.errors import DatabaseError

BUSY_SECONDS = 3  # how long a writer waits for another one on SQLite; a stop must not take longer than 10 s
# What is over in a moment: SQLSTATEs of a PostgreSQL that starts, stops, is full or broke a deadlock, a class by two …
PASSING = ("08", "40001", "40P01", "53300", "57P01", "57P02", "57P03")
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}  # … and of SQLite, whose other processes write
# So that a machine that vanished without a word lets go of its locks within two minutes.
KEEPALIVES = {"tcp_keepalives_idle": 60, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 6}


def shown(url: URL) -> str:
    """An address as it may be shown: without its password, and without its query, which may hold one too."""
    return url.set(query={}).render_as_string()


class Database:
    """An open database, brought up to date; `reading` and `writing` give one transaction each."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.url: URL = engine.url
        self.is_shared = engine.dialect.name == "postgresql"  # several daemons may work on it

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read with; what it would write is forgotten."""
        with self.reported(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that is kept whole when the block ends and forgotten when it fails."""
        options = self.engine.execution_options(begin="IMMEDIATE")
        with self.reported(), options.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def reported(self) -> Iterator[None]:
        """Turn the database's own trouble into DatabaseError."""
        try:
            yield
        except (DataError, IntegrityError, ProgrammingError):
            raise  # a bug of ours, not the database's trouble
        except DBAPIError as error:
            raise DatabaseError(_first_line(error), url=shown(self.url), passing=_is_passing(error)) from error


def is_there(url: str) -> bool:
    """Whether an address may name a database with something in it: one of SQLite that is no file yet does not."""
    address = make_url(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def connect(url: str) -> Database:
    """Open the database that an address names, creating the SQLite file if need be, and apply the migrations."""
    address = make_url(url)
    try:
        if address.get_backend_name() == "sqlite":
            _create_private_file(address)
        # Without a bound: each target that is being sent to holds a lock, and on PostgreSQL that is a connection.
        engine = create_engine(address, pool_pre_ping=True, max_overflow=-1)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            event.listen(engine, "connect", _prepare_postgres)
        with ExitStack() as on_failure:
            on_failure.callback(engine.dispose)
            database = Database(engine)
            with database.writing() as connection:
                upgrade(connection)
            on_failure.pop_all()
    except ModuleNotFoundError as error:
        problem = "PostgreSQL needs its driver: pip install 'terms-monitor[postgres]'"
        raise DatabaseError(problem, url=shown(address)) from error
    except OSError as error:
        raise DatabaseError(f"cannot be created: {error.strerror}", url=shown(address)) from error
    except DBAPIError as error:
        raise DatabaseError(_first_line(error), url=shown(address)) from error
    return database


def _create_private_file(address: URL) -> None:
    """Create the file readable by its owner alone: history tells what its owner watches."""
    path = Path(address.database or "")
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not open transactions by itself: it would leave schema changes outside of them.
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgres(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        for setting, value in KEEPALIVES.items():
            cursor.execute(f"SET {setting} = {value}")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that will write takes its lock at once: one that upgrades later fails instead of waiting.
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _is_passing(error: DBAPIError) -> bool:
    """Whether the same is worth trying again soon."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in BUSY  # of extended codes the plain ones
    state: str = getattr(error.orig, "sqlstate", None) or ""
    return (
        error.connection_invalidated or state.startswith(PASSING) or (isinstance(error, OperationalError) and not state)
    )


def _first_line(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__
