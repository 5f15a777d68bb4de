"""Copying: every row of one database into another one, which may be of the other kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, Connection, Insert, LargeBinary, Select, Table, bindparam, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from monitor.database import shown, trouble
from monitor.database.tables import DERIVED, metadata
from monitor.errors import DatabaseError

# What is referred to comes first; what is made from the rest is made anew there.
TABLES: Sequence[Table] = [table for table in metadata.sorted_tables if table.info != DERIVED]
ROWS_AT_ONCE, VALUES_AT_ONCE = 500, 8  # a single value may be as large as a page


@dataclass(slots=True)
class _Content:
    """How many rows went by, and a sum of their hashes, which does not depend on their order."""

    rows: int = 0
    sum: int = field(default=0, repr=False)

    def add(self, row: Mapping[Any, Any]) -> None:
        hashed = sha256()
        for value in row.values():
            raw = value if isinstance(value, bytes) else repr(value).encode()
            hashed.update(b"%d:" % len(raw))
            hashed.update(raw)
        self.rows += 1
        self.sum = (self.sum + int.from_bytes(hashed.digest())) % (1 << 256)


def is_empty(db: Connection) -> bool:
    """Whether no table has a row."""
    return all(db.execute(select(1).select_from(table).limit(1)).one_or_none() is None for table in TABLES)


def copy(source: Connection, target: Connection, done: Callable[[str], None] = lambda _: None) -> int:
    """Copy every row, with its number, into an empty database, read them there again and give how many they were.

    `done` hears the name of each table when it was copied. DatabaseError when what was written differs.
    """
    copied = {}
    for table in TABLES:
        copied[table] = _copy(source, target, table)
        done(table.name)
    if target.engine.dialect.name == "postgresql":
        _count_on(target)
    for table, content in copied.items():
        written = _Content()
        for rows in _read(target, table):
            for row in rows:
                written.add(row)
        if written != content:
            problem = f"of the table {table.name}, {written.rows} rows arrived of {content.rows}, or with other content"
            raise DatabaseError(f"{problem}; nothing was copied", url=shown(target.engine.url))
    return sum(content.rows for content in copied.values())


def _copy(source: Connection, target: Connection, table: Table) -> _Content:
    content, statement = _Content(), _insert(table)
    for rows in _read(source, table):
        for row in rows:
            content.add(row)
        try:
            target.execute(statement, [dict(row) for row in rows])
        except (DataError, IntegrityError) as error:
            problem = f"a row of the table {table.name} was not taken ({trouble(error, target.engine.url).detail})"
            advice = "`terms-monitor db check` says what is damaged; nothing was copied"
            raise DatabaseError(f"{problem}; {advice}", url=shown(source.engine.url)) from error
    return content


def _read(db: Connection, table: Table) -> Iterator[Sequence[Mapping[Any, Any]]]:
    """The rows of a table, a few at a time."""
    is_large = any(isinstance(column.type, LargeBinary) for column in table.columns)
    at_once = VALUES_AT_ONCE if is_large else ROWS_AT_ONCE
    for query in _queries(table):
        yield from db.execute(query.execution_options(yield_per=at_once)).mappings().partitions()


def _queries(table: Table) -> list[Select[Any]]:
    """What reads all rows; where some refer to others of the same table, those come after these."""
    for key in table.foreign_keys:
        if key.column.table is table:
            return [select(table).where(key.parent.is_(None)), select(table).where(key.parent.is_not(None))]
    return [select(table)]


def _insert(table: Table) -> Insert:
    """What inserts rows as they are: JSON's own null in place of none would be another value."""
    types = {column: JSON(none_as_null=True) if isinstance(column.type, JSON) else column.type for column in table.c}
    return insert(table).values({column.name: bindparam(column.name, type_=kind) for column, kind in types.items()})


def _count_on(db: Connection) -> None:
    """Have PostgreSQL number new rows from the highest number on."""
    for table in TABLES:
        column = table.autoincrement_column
        if column is not None:
            sequence, highest = func.pg_get_serial_sequence(table.name, column.name), func.max(column)
            db.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))
