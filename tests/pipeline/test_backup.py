from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from world import TRAINING, World

from monitor.database import Database, connect
from monitor.database.tables import alerts, metadata, services, versions
from monitor.errors import ConfigError, DatabaseError
from monitor.pipeline import back_up, copy_all, damages
from monitor.records import Outcome


@pytest.fixture
def told(world: World) -> World:
    """A document that has gained a clause of which a target was told."""
    for extra in ((), (TRAINING,)):
        world.serve(*extra)
        world.outcome()
    return world


def rows(database: Database) -> dict[str, list[str]]:
    with database.reading() as db:
        return {name: sorted(map(repr, db.execute(select(table)))) for name, table in metadata.tables.items()}


def test_a_backup_of_either_kind_holds_everything_and_work_goes_on_with_it(told: World, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    back_up(told.database, file)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".backup")] == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    copied = connect(f"sqlite:///{file}")
    assert rows(copied) == rows(told.database)
    with copied.beholding() as db:
        assert list(damages(db)) == []
    told.database = copied
    assert told.outcome() is Outcome.UNCHANGED
    told.serve("We have moved.")
    assert told.outcome() is Outcome.CHANGED
    copied.close()


def test_what_is_written_during_a_backup_is_not_in_it(database: Database, tmp_path: Path) -> None:
    with database.beholding() as before:
        with database.writing() as db:
            db.execute(insert(services).values(id="late", name="Late", tags=[]))
        assert before.scalar(select(services.c.id).where(services.c.id == "late")) is None


def test_a_file_that_is_there_is_left_alone_unless_it_is_to_be_replaced(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("something else", encoding="utf-8")
    with pytest.raises(ConfigError, match="is there already, and was left as it is; --force replaces it"):
        back_up(database, file)
    assert file.read_text(encoding="utf-8") == "something else"
    back_up(database, file, replace=True)
    assert file.read_bytes().startswith(b"SQLite format 3")


def test_a_database_that_is_in_use_is_never_replaced_by_a_backup(database: Database, tmp_path: Path) -> None:
    in_use = connect(f"sqlite:///{tmp_path}/other.db")
    with pytest.raises(ConfigError, match="open in another program"), in_use.reading():
        back_up(database, tmp_path / "other.db", replace=True)
    in_use.close()


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written: No such file or directory"):
        back_up(database, tmp_path / "nowhere" / "backup.db")
    assert not (tmp_path / "nowhere").exists()


@pytest.fixture
def other_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty database of the other kind."""
    if database_url.startswith("sqlite"):
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path}/other.db"


def test_everything_is_copied_into_a_database_of_the_other_kind_and_back_again(
    told: World, other_url: str, tmp_path: Path
) -> None:
    number = sum(map(len, rows(told.database).values()))
    assert copy_all(told.database, other_url) == number
    other = connect(other_url)
    assert copy_all(other, f"sqlite:///{tmp_path}/again.db") == number
    again = connect(f"sqlite:///{tmp_path}/again.db")
    assert rows(told.database) == rows(other) == rows(again)
    told.database = other
    told.serve("We have moved.")
    assert told.outcome() is Outcome.CHANGED  # new rows have numbers of their own
    for opened in (again, other):
        opened.close()


def test_no_value_becomes_another_null(told: World, other_url: str) -> None:
    with told.database.writing() as db:
        db.execute(update(versions).where(versions.c.id == 1).values(practices=None))  # JSON's own
        db.execute(insert(alerts).values(kind="change", created_at=told.now))
    copy_all(told.database, other_url)
    other = connect(other_url)
    with other.reading() as db:
        assert db.scalar(select(alerts.c.id).where(alerts.c.details.is_(None), alerts.c.kind == "change").limit(1))
        assert db.scalar(select(versions.c.practices).where(versions.c.id == 1)) is None
    other.close()


def test_a_database_that_is_not_empty_is_never_copied_into(database: Database, other_url: str) -> None:
    other = connect(other_url)
    with other.writing() as db:
        db.execute(insert(services).values(id="example", name="Example", tags=[]))
    before = rows(other)
    with pytest.raises(ConfigError, match="is not empty; nothing was copied"):
        copy_all(database, other_url)
    assert rows(other) == before
    other.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # which takes more than PostgreSQL does
def test_a_row_that_the_other_database_does_not_take_leaves_it_empty(database: Database, other_url: str) -> None:
    with database.writing() as db:
        db.execute(insert(alerts).values(kind="a kind that is longer than any", created_at=datetime.now(UTC)))
    with pytest.raises(DatabaseError, match=r"a row of the table alerts was not taken \(value too long"):
        copy_all(database, other_url)
    other = connect(other_url)
    assert not any(rows(other).values())
    other.close()


def test_a_copy_that_arrives_otherwise_than_it_went_is_refused(database: Database, tmp_path: Path) -> None:
    other = connect(f"sqlite:///{tmp_path}/other.db")
    with other.writing() as db:
        db.exec_driver_sql(
            "CREATE TRIGGER meddler AFTER INSERT ON services BEGIN UPDATE services SET name = 'other'; END"
        )
    with database.writing() as db:
        db.execute(insert(services).values(id="example", name="Example", tags=[]))
    with pytest.raises(DatabaseError, match="of the table services, 1 rows arrived of 1, or with other content"):
        copy_all(database, f"sqlite:///{tmp_path}/other.db")
    with other.reading() as db:
        assert db.scalar(select(services.c.id)) is None
    other.close()


def test_a_database_of_another_release_is_brought_up_to_date_before_it_is_copied(
    database: Database, other_url: str
) -> None:
    with database.writing() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '0004'")
    with pytest.raises(DatabaseError, match="another release; `terms-monitor db upgrade` first"):
        copy_all(database, other_url)
