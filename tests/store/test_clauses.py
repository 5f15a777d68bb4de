from datetime import UTC, datetime

from sqlalchemy import select, update

from monitor.database import Database
from monitor.database.tables import versions as table
from monitor.records import Clause, Declaration, Page, Practice, Reading, Service, Snapshot
from monitor.store import clauses, documents, versions

NOW = datetime(2026, 11, 2, tzinfo=UTC)
URL = "https://lumen.example/privacy"
USE = Clause(
    Practice.TRAINS, "We train on it.", 10, 25, ("train",), 0.9, {"data": ("posts", "photos"), "date": "2027-01-01"}
)
CHOICE = Clause(Practice.CONTROL, "You can opt out.", 26, 42, ("opt out",), 0.8, {"control": "opt-out"})


def versions_of(database: Database, count: int) -> list[int]:
    """Some versions of one document."""
    declared = Declaration(Service("lumen", "Lumen"), "Privacy Policy", (Page(URL),))
    page = Snapshot(URL, URL, 200, "text/html", (), b"page", NOW)
    with database.writing() as db:
        documents.sync(db, [declared], NOW)
        document_id = documents.identify(db, declared.key)
        return [
            versions.add(db, document_id, Reading(text, "en", None), [page], fingerprint=text, method="1", near=None)
            for text in map(str, range(count))
        ]


def test_what_a_version_states_is_given_back_as_it_was_found_in_the_order_of_its_text(database: Database) -> None:
    (version_id,) = versions_of(database, 1)
    with database.writing() as db:
        clauses.keep(db, {version_id: (USE, CHOICE)})
        assert clauses.of_version(db, version_id) == (USE, CHOICE)
        assert db.scalar(select(table.c.practices)) == ["control", "trains"]


def test_what_is_found_anew_takes_the_place_of_what_was_found_before(database: Database) -> None:
    first, other = versions_of(database, 2)
    with database.writing() as db:
        for version_id in (first, other):
            clauses.keep(db, {version_id: (USE, CHOICE)})
        clauses.keep(db, {first: ()})
        assert clauses.of_version(db, first) == ()
        assert clauses.of_version(db, other) == (USE, CHOICE)


def test_the_latest_version_without_clauses_is_one_that_states_something(database: Database) -> None:
    _, silent, old, older, known = versions_of(database, 5)
    with database.writing() as db:
        for version_id in (old, older, known):
            db.execute(update(table).where(table.c.id == version_id).values(practices=["trains"]))
        clauses.keep(db, {silent: ()})
        clauses.keep(db, {known: (USE,)})
        assert clauses.latest_without(db) == older
        assert clauses.latest_without(db, older) == old
        assert clauses.latest_without(db, old) is None
