from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from monitor.database import Database
from monitor.database.tables import documents as table
from monitor.database.tables import hosts
from monitor.records import Declaration, Page, Schedule, Service
from monitor.store import documents

NOW = datetime(2031, 5, 5, 12, tzinfo=UTC)
SIX_HOURS, SEVEN = Schedule(every=6 * 3600.0), Schedule(every=None, cron="0 7 * * *")
DECLARED = [
    Declaration(Service("larkspur", "Larkspur"), f"Policy {number}", (Page(f"https://h{number % 3}.test/p"),), plan)
    for number, plan in enumerate([SIX_HOURS] * 4 + [SEVEN] * 2)
]


def sync(database: Database, now: datetime, declared: list[Declaration] = DECLARED) -> None:
    with database.writing() as db:
        documents.sync(db, declared, now)


def planned(database: Database) -> list[timedelta]:
    """How long after now each document is due, in their order."""
    with database.reading() as db:
        return [at - NOW for at in db.scalars(select(table.c.next_check_at).order_by(table.c.key))]


def plan(database: Database, *at: timedelta) -> None:
    with database.writing() as db:
        for declaration, each in zip(DECLARED, at, strict=True):
            db.execute(update(table).where(table.c.key == declaration.key).values(next_check_at=NOW + each))


def test_new_documents_are_due_one_after_the_other_and_a_second_start_changes_nothing(database: Database) -> None:
    sync(database, NOW)
    first = planned(database)
    assert first == [number * documents.APART for number in range(len(DECLARED))]
    sync(database, NOW)
    assert planned(database) == first


def test_what_missed_more_than_one_check_is_caught_up_once_one_after_the_other_the_longest_due_first(
    database: Database,
) -> None:
    sync(database, NOW)
    hours = timedelta(hours=1)
    plan(database, -9 * hours, -5 * hours, -900 * hours, 2 * hours, -4 * hours, -29 * hours)
    sync(database, NOW)
    # 7 o'clock was five hours ago: what has been due since eight has missed none since
    assert planned(database) == [
        2 * documents.APART,
        -5 * hours,
        timedelta(),
        2 * hours,
        -4 * hours,
        documents.APART,
    ]


def test_after_the_clock_was_set_back_no_document_waits_longer_than_its_schedule_says(database: Database) -> None:
    sync(database, NOW)
    plan(database, *[timedelta(days=365)] * len(DECLARED))
    sync(database, NOW)
    found = planned(database)
    assert all(timedelta() <= each <= timedelta(hours=6) for each in found[:4])
    assert len(set(found[:4])) == 4
    assert found[4:] == [timedelta(hours=19)] * 2


def test_a_document_that_moved_is_due_at_once_and_goes_by_its_new_host(database: Database) -> None:
    sync(database, NOW)
    plan(database, *[timedelta(hours=3)] * len(DECLARED))
    moved = replace(DECLARED[0], pages=(Page("https://new.test/p"),))
    sync(database, NOW, [moved, *DECLARED[1:]])
    assert planned(database)[0] == timedelta()
    with database.reading() as db:
        assert documents.due(db, "new.test", NOW, 9) == (moved.key,)
        assert "new.test" in set(db.scalars(select(hosts.c.name)))


def test_the_documents_of_a_service_are_hastened_that_are_well_and_were_not_read_just_now(database: Database) -> None:
    sync(database, NOW)
    plan(database, *[timedelta(hours=3)] * len(DECLARED))
    ids = {declaration.key: number for number, declaration in enumerate(DECLARED)}
    with database.writing() as db:
        for key, number in ids.items():
            read_at = [NOW - timedelta(hours=3), NOW - timedelta(minutes=1), None][number % 3]
            failures = int(number == 3)
            changed = {"last_read_at": read_at, "failures": failures}
            db.execute(update(table).where(table.c.key == key).values(changed))
        documents.hasten(db, "another", NOW - timedelta(minutes=10), NOW)
        assert documents.services_due(db, ["larkspur"], NOW) == frozenset()
        documents.hasten(db, "larkspur", NOW - timedelta(minutes=10), NOW)
        assert documents.services_due(db, ["larkspur", "another"], NOW) == {"larkspur"}
    assert [not each for each in planned(database)] == [True, False, False, False, False, False]
