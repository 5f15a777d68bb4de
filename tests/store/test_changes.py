from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, insert

from monitor.database import Database, connect
from monitor.database.tables import changes as table
from monitor.database.tables import documents, findings, services
from monitor.store import changes

MANY = changes.MOST_NUMBERS + 100
NOW = datetime(2031, 5, 5, tzinfo=UTC)


@pytest.fixture
def long_watched(tmp_path: Path) -> Iterator[Database]:
    """A database of one document with very many changes, on an SQLite that takes few more numbers in a query."""
    database = connect(f"sqlite:///{tmp_path / 'monitor.db'}")
    database.engine.dispose()

    @event.listens_for(database.engine, "connect")
    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, changes.MOST_NUMBERS + 50)
        connection.execute("PRAGMA foreign_keys=OFF")

    with database.writing() as db:
        db.execute(insert(services).values(id="larkspur", name="Larkspur", tags=[]))
        document = {"terms_type": "Privacy Policy", "url": "https://larkspur.example/", "declared": True}
        db.execute(insert(documents).values(key="k", service_id="larkspur", next_check_at=NOW, **document))
        change = {"document_id": 1, "kind": "new", "after_id": 1, "seen_with": NOW}
        db.execute(insert(table), [{"sighting_id": number, **change} for number in range(MANY)])
        finding = {"practice": "trains", "direction": "new", "after": "We train.", "facts": {}}
        db.execute(insert(findings), [{"change_id": number, **finding} for number in range(1, MANY + 1)])
    yield database
    database.close()


def test_very_many_changes_are_read_with_their_findings(long_watched: Database) -> None:
    with long_watched.reading() as db:
        found = changes.of_documents(db, ["k"])
    assert [len(change.findings) for change in found] == [1] * MANY
