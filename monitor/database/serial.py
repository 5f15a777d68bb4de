"""One transaction at a time past a point: what two processes that start together must not do side by side."""

from __future__ import annotations

import zlib

from sqlalchemy import Connection, func, select


def number_of(lock: str) -> int:
    """The number by which PostgreSQL knows a lock of ours."""
    return zlib.crc32(f"terms-monitor {lock}".encode())


def serialise(connection: Connection, name: str) -> None:
    """Wait until no other transaction that said the same is open; on SQLite, writers wait for each other anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(number_of(name))))
