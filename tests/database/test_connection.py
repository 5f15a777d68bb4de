import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from monitor.database import Database, connect
from monitor.database.migrate import newest
from monitor.database.migrating import apply, configuration
from monitor.database.tables import (
    alerts,
    blobs,
    changes,
    deliveries,
    documents,
    findings,
    metadata,
    passage_words,
    services,
    sightings,
    versions,
)
from monitor.errors import DatabaseError, UnwritableError


def differences(db: Connection) -> list[object]:
    """How the tables differ from those declared; the words of passages each kind keeps in its own way."""
    opts = {"compare_type": True, "include_name": lambda name, *_: not str(name).startswith(passage_words.name)}
    return list(compare_metadata(MigrationContext.configure(db, opts=opts), metadata))


def test_the_migrations_give_exactly_the_tables_that_the_code_declares(blank_url: str) -> None:
    with closing(connect(blank_url)) as database, database.writing() as db:
        assert differences(db) == []


def test_the_newest_migrations_can_be_taken_back_and_made_again(database: Database) -> None:
    with database.writing() as db:
        command.downgrade(configuration(db), "0002")
        assert "silent" not in {column["name"] for column in inspect(db).get_columns("changes")}
        assert "after_at" not in {column["name"] for column in inspect(db).get_columns("findings")}
        apply(db)
        assert differences(db) == []


def test_what_an_earlier_release_queued_has_waited_since_its_alert_was_made(database: Database) -> None:
    now = datetime(2025, 9, 1, tzinfo=UTC)
    with database.writing() as db:
        alert_id = db.scalar(insert(alerts).values(kind="change", created_at=now).returning(alerts.c.id))
        later = now + timedelta(hours=1)
        db.execute(insert(deliveries).values(alert_id=alert_id, target="desk", attempts=3, next_attempt_at=later))
        command.downgrade(configuration(db), "0004")
        apply(db)
        assert db.scalar(select(deliveries.c.queued_at)) == now


def test_the_days_that_an_earlier_release_has_found_are_found_by_them(database: Database) -> None:
    now = datetime(2025, 9, 1, tzinfo=UTC)
    with database.writing() as db:
        db.execute(insert(services).values(id="heron", name="Heron", tags=[]))
        key = {"key": "heron/Terms", "service_id": "heron", "terms_type": "Terms", "url": "https://heron.example"}
        db.execute(insert(documents).values(id=1, declared=True, next_check_at=now, failures=0, **key))
        db.execute(insert(blobs).values(sha256="0" * 64, size=0, data=b""))
        text = {"fingerprint": "f", "text_sha256": "0" * 64, "method": "m", "created_at": now}
        db.execute(insert(versions).values(id=1, document_id=1, **text))
        db.execute(insert(sightings).values(id=1, document_id=1, version_id=1, first_seen=now, last_seen=now))
        db.execute(insert(changes).values(id=1, document_id=1, sighting_id=1, kind="first", after_id=1, seen_with=now))
        facts = {"date": "2025-11-03", "data": ["posts"]}
        db.execute(insert(findings).values(change_id=1, practice="trains", direction="new", facts=facts))
        command.downgrade(configuration(db), "0006")
        apply(db)
        assert db.execute(select(findings.c.date, findings.c.deadline)).one() == ("2025-11-03", None)


def test_the_newest_revision_is_that_of_the_last_migration(database: Database) -> None:
    with database.reading() as db:
        assert ScriptDirectory.from_config(configuration(db)).get_current_head() == newest()


def test_a_process_that_opens_a_database_never_holds_what_migrates_it(tmp_path: Path) -> None:
    opens = f"import sys, monitor.cli, monitor.database as d; d.connect('sqlite:///{tmp_path}/monitor.db')"
    looks = f"{opens}; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", looks], check=False).returncode == 0


def test_opening_a_database_twice_changes_nothing(database: Database, database_url: str) -> None:
    with database.writing() as db:
        db.execute(insert(services).values(id="example", name="Example", tags=[]))
    again = connect(database_url)
    with again.reading() as db:
        assert db.scalar(select(services.c.name)) == "Example"
    again.close()


def test_a_block_that_fails_writes_nothing(database: Database) -> None:
    def write_and_fail() -> None:
        with database.writing() as db:
            db.execute(insert(services).values(id="example", name="Example", tags=[]))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with database.reading() as db:
        assert db.scalar(select(services.c.id)) is None


def test_rows_that_point_nowhere_are_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as db:
        db.execute(insert(deliveries).values(alert_id=99, target="t", attempts=0, next_attempt_at=datetime.now(UTC)))


def test_instants_come_back_in_utc_whatever_zone_they_were_given_in(database: Database) -> None:
    zurich = timezone(timedelta(hours=2))
    with database.writing() as db:
        db.execute(insert(alerts).values(kind="test", created_at=datetime(2025, 7, 1, 14, 30, tzinfo=zurich)))
    with database.reading() as db:
        assert db.scalar(select(alerts.c.created_at)) == datetime(2025, 7, 1, 12, 30, tzinfo=UTC)


def test_text_with_a_nul_character_is_kept_with_a_replacement_for_it(database: Database) -> None:
    with database.writing() as db:
        db.execute(insert(services).values(id="example", name="Ex\x00ample", tags=[]))
    with database.reading() as db:
        assert db.scalar(select(services.c.name)) == "Ex\ufffdample"


def test_a_database_of_a_newer_release_is_left_alone_with_a_clear_error(database: Database, database_url: str) -> None:
    with database.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    with pytest.raises(DatabaseError, match="another release"):
        connect(database_url)


def test_the_file_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    connect(f"sqlite:///{tmp_path}/monitor.db").close()
    assert stat.S_IMODE((tmp_path / "monitor.db").stat().st_mode) == 0o600


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path}/monitor.db")
    with database.reading() as db:
        assert db.scalar(text("PRAGMA journal_mode")) == "wal"
        assert db.scalar(text("PRAGMA journal_size_limit")) == 1 << 20
        assert db.scalar(text("PRAGMA synchronous")) == 2
        assert db.scalar(text("PRAGMA foreign_keys")) == 1
    database.close()


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("sqlite:////nowhere/at/all/monitor.db", "cannot be created"),
        ("postgresql+psycopg://someone:secret@127.0.0.1:1/none", "127.0.0.1"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named_without_its_password(url: str, problem: str) -> None:
    with pytest.raises(DatabaseError, match=problem) as caught:
        connect(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "monitor.db").write_text("this is a letter, not a database" * 100, encoding="utf-8")
    with pytest.raises(DatabaseError, match="not a database"):
        connect(f"sqlite:///{tmp_path}/monitor.db")


def test_a_table_that_has_vanished_is_a_clear_error_and_no_crash(tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path}/monitor.db")
    raw = sqlite3.connect(tmp_path / "monitor.db")
    raw.execute("DROP TABLE deliveries")
    raw.close()
    with pytest.raises(DatabaseError, match="deliveries"), database.reading() as db:
        db.execute(select(deliveries))
    database.close()


def test_what_is_opened_to_be_read_takes_no_writing(database: Database, database_url: str) -> None:
    with closing(connect(database_url, read_only=True)) as opened:
        with opened.reading() as connection:
            assert connection.execute(select(documents)).all() == []
        values = {"id": "larkspur", "name": "Larkspur", "tags": []}
        with pytest.raises(UnwritableError), opened.writing() as connection:
            connection.execute(insert(services).values(values))
    with database.writing() as connection:
        connection.execute(insert(services).values(values))


def test_what_is_opened_to_be_read_must_be_there_and_up_to_date(blank_url: str) -> None:
    with pytest.raises(DatabaseError):
        connect(blank_url, read_only=True)
