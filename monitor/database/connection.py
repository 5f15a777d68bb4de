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
from sqlalchemy.exc import DBAPIError

from monitor.database.migrate import newest, revision, upgrade
from monitor.database.trouble import is_bug, shown, trouble
from monitor.errors import DatabaseError

BUSY_SECONDS = 3  # how long a writer waits for another one on SQLite; a stop must not take longer than 10 s
# SQLite's own log grows to four times as much before it is written back, and stays as long as it ever was.
LOG_PAGES, PAGE_BYTES = 256, 4096
# So that a machine that vanished without a word lets go of its locks within two minutes.
KEEPALIVES = {"tcp_keepalives_idle": 60, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 6}


class Database:
    """An open database; `reading` and `writing` give one transaction each."""

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
    def beholding(self) -> Iterator[Connection]:
        """Give a connection to read with that sees the database as it is now, whatever is written meanwhile."""
        options = {"isolation_level": "REPEATABLE READ"} if self.is_shared else {}  # on SQLite, all are like that
        with self.reported(), self.engine.execution_options(**options).connect() as connection:
            revision(connection)  # the first look is the one that counts
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
        except DBAPIError as error:
            if is_bug(error):
                raise
            raise trouble(error, self.url) from error


def is_there(url: str) -> bool:
    """Whether an address may name a database with something in it: one of SQLite that is no file yet does not."""
    address = make_url(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def connect(url: str, *, migrate: bool = True, read_only: bool = False) -> Database:
    """Open the database that an address names, creating the SQLite file if need be, and apply the migrations if asked.

    One that is up to date is not written to, and one that is `read_only` never is: it must be there and up to date.
    """
    address = make_url(url)
    try:
        engine = _engine(address, read_only=read_only)
        with ExitStack() as on_failure:
            on_failure.callback(engine.dispose)
            database = Database(engine)
            _bring_up_to_date(database, migrate=migrate, read_only=read_only)
            on_failure.pop_all()
    except ModuleNotFoundError as error:
        problem = "PostgreSQL needs its driver: install this program with its extra [postgres]"
        raise DatabaseError(problem, url=shown(address)) from error
    except OSError as error:
        raise DatabaseError(f"cannot be created: {error.strerror}", url=shown(address)) from error
    except DBAPIError as error:
        raise trouble(error, address) from error
    return database


def _engine(address: URL, *, read_only: bool) -> Engine:
    engine = create_engine(address, pool_pre_ping=True, **_options(address, read_only=read_only))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite_to_read if read_only else _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgres_to_read if read_only else _prepare_postgres)
    return engine


def _bring_up_to_date(database: Database, *, migrate: bool, read_only: bool) -> None:
    with database.reading() as connection:
        if revision(connection) == newest():
            return
    if read_only:
        problem = "it is not as this release keeps it; `terms-monitor run` or `check` brings it up to date"
        raise DatabaseError(problem, url=shown(database.url))
    if migrate:
        upgrade(database.url)


def _options(address: URL, *, read_only: bool) -> dict[str, Any]:
    """How an engine opens this database."""
    if address.get_backend_name() != "sqlite":
        return {"max_overflow": -1}  # each target that is being sent to holds a lock, and that is a connection
    path = Path(address.database or "")
    if not read_only:
        _create_private_file(path)
    # Where its companion files cannot be made, a file that nobody writes to can only be read as one that never changes.
    may_write = os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    is_sealed = not may_write and not path.with_name(f"{path.name}-wal").exists()
    mode = "immutable=1" if is_sealed else "mode=ro"
    uri = f"{path.resolve().as_uri()}?{mode}"
    is_plain = not (is_sealed or read_only)
    return {} if is_plain else {"creator": lambda: sqlite3.connect(uri, uri=True, check_same_thread=False)}


def _create_private_file(path: Path) -> None:
    """Create the file readable by its owner alone: history tells what its owner watches."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not open transactions by itself: it would leave schema changes outside of them.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        f"wal_autocheckpoint={LOG_PAGES}",
        f"journal_size_limit={LOG_PAGES * PAGE_BYTES}",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_sqlite_to_read(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _prepare_postgres(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        for setting, value in KEEPALIVES.items():
            cursor.execute(f"SET {setting} = {value}")
    connection.commit()


def _prepare_postgres_to_read(connection: Any, record: object) -> None:
    _prepare_postgres(connection, record)
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that will write takes its lock at once: one that upgrades later fails instead of waiting.
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
