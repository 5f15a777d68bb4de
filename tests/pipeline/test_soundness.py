from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from world import TRAINING, World

from monitor.database.tables import blobs, changes, clauses, findings, sightings, snapshots, versions
from monitor.pipeline import damages
from monitor.store import blobs as values


def told(world: World) -> list[str]:
    with world.database.beholding() as db:
        return [f"{damage.place}: {damage.problem}" for damage in damages(db)]


@pytest.fixture
def changed(world: World) -> World:
    """A document that has gained a clause, and was announced to have."""
    for extra in ((), (TRAINING,)):
        world.serve(*extra)
        world.look()
        world.pass_time(days=1)
    return world


def test_what_the_program_writes_is_sound(changed: World) -> None:
    looked_at: list[str] = []
    with changed.database.beholding() as db:
        assert list(damages(db, looked_at.append)) == []
    assert looked_at.count("larkspur/Privacy Policy") == 2 + 1  # the texts, and the change with findings


def test_a_story_that_contradicts_itself_is_told_row_by_row(changed: World) -> None:
    with changed.database.writing() as db:
        db.execute(update(sightings).where(sightings.c.id == 1).values(first_seen=changed.now))
        db.execute(update(sightings).where(sightings.c.id == 2).values(first_seen=changed.now - timedelta(days=9)))
        db.execute(update(changes).where(changes.c.id == 1).values(reviewed_at=None))
        db.execute(update(findings).values(after="We train on nothing that anybody ever wrote."))
        db.execute(update(versions).where(versions.c.id == 2).values(fingerprint="0" * 64))
    assert [line for line in told(changed) if "does not hold" not in line] == [
        "sighting 1: it ends before it begins",
        "sighting 2: it begins before the one before has ended",
        "change 1: it was announced before it was reviewed",
        "larkspur/Privacy Policy, version 2: its text is another than it was made for",
    ]
    assert any("change 2: version 2 does not hold the clause “We train on nothing" in line for line in told(changed))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_text_that_was_read_anew_may_hold_its_clauses_elsewhere(changed: World) -> None:
    with changed.database.writing() as db:
        ours = db.scalar(select(versions.c.text_sha256).where(versions.c.id == 2)) or ""
        again = values.put(db, b"A new first line.\n\n" + values.get(db, ours))
        db.execute(update(versions).where(versions.c.id == 2).values(text_sha256=again, method="an older one"))
    assert told(changed) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rows_of_another_document_are_told(changed: World) -> None:
    changed.declare("Terms of Service", "/terms")
    changed.serve("Our rules.", path="/terms")
    changed.look()
    with changed.database.writing() as db:
        db.execute(update(versions).where(versions.c.id == 1).values(document_id=2, fingerprint="0" * 64))
    found = told(changed)
    assert "sighting 1: its version is of another document" in found
    assert "change 1: the version after it is of another document" in found
    assert "change 2: the version before it is of another document" in found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_clause_that_does_not_stand_where_it_was_found_is_told(changed: World) -> None:
    with changed.database.writing() as db:
        db.execute(update(clauses).where(clauses.c.number == 0).values(start=clauses.c.start + 1))
    (line,) = told(changed)
    assert "version 2: its text does not hold the clause “From 3 November 2025" in line


def test_values_that_are_damaged_or_gone_are_told(changed: World) -> None:
    with changed.database.writing() as db:
        (text, patch), body = (
            db.scalars(select(versions.c.text_sha256)).all(),
            db.scalar(select(snapshots.c.body_sha256)),
        )
        db.execute(update(blobs).where(blobs.c.sha256 == body).values(data=b"no such packing"))
        db.execute(update(blobs).where(blobs.c.sha256 == text).values(data=b"", base=None))
        db.execute(update(blobs).where(blobs.c.sha256 == patch).values(base=text))
    found = told(changed)
    assert f"value {text}: it is a text, and its bytes are gone" in found
    assert f"value {patch}: it is a patch against what is none itself" in found
    assert f"value {body}: the stored value {body} is damaged" in found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL looks after that itself
def test_rows_that_lead_nowhere_are_told_on_sqlite_where_another_program_can_make_them(changed: World) -> None:
    raw = sqlite3.connect(changed.database.url.database or "")
    raw.execute("DELETE FROM versions WHERE id = 2")
    raw.execute("DELETE FROM alerts")
    raw.commit()
    raw.close()
    found = told(changed)
    assert "sightings 2: version_id is 2, and versions has none such" in found
    assert "deliveries 1: alert_id is 1, and alerts has none such" in found
    assert "snapshots 2: version_id is 2, and versions has none such" in found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_document_of_which_nothing_was_ever_seen_has_no_versions(changed: World) -> None:
    with changed.database.writing() as db:
        db.execute(delete(findings))
        db.execute(delete(changes))
        db.execute(delete(sightings))
    assert told(changed)[:1] == ["version 1: no version of its document was ever seen"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL looks after that itself
def test_a_file_that_is_torn_is_told_and_nothing_more_is_looked_at(changed: World) -> None:
    with changed.database.reading() as db:
        index = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_checks_document_at'"
        page, size = db.exec_driver_sql(index).scalar_one(), db.exec_driver_sql("PRAGMA page_size").scalar_one()
    changed.database.close()
    with Path(changed.database.url.database or "").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x00" * size)
    found = told(changed)
    assert found
    assert all(line.startswith("file: ") for line in found)
