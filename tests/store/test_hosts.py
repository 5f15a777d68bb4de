from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from monitor.database import Database, connect
from monitor.database.tables import documents as table
from monitor.records import Declaration, Page, Service
from monitor.store import documents, hosts

NOW = datetime(2031, 5, 5, 12, tzinfo=UTC)
NONE = timedelta()


def declared(*names: str) -> list[Declaration]:
    """A document of each of some hosts."""
    return [Declaration(Service("larkspur", "Larkspur"), f"Policy of {n}", (Page(f"https://{n}/p"),)) for n in names]


def watch(database: Database, names: Iterable[str], now: datetime = NOW) -> None:
    """Have a document of each of some hosts, due one after the other in this order for the last hours."""
    watched = declared(*names)
    with database.writing() as db:
        documents.sync(db, watched, now)
        for number, declaration in enumerate(watched):
            due = now - timedelta(hours=1) + number * timedelta(seconds=1)
            db.execute(update(table).where(table.c.key == declaration.key).values(next_check_at=due))


def take_due(database: Database, worker: str, places: int, now: datetime = NOW, pause: timedelta = NONE) -> list[str]:
    with database.writing() as db:
        return [*hosts.take(db, worker, hosts.longest_due(db, now, pause, places), now, pause)]


def test_the_hosts_that_are_due_for_longest_are_taken_and_none_twice(database: Database) -> None:
    watch(database, ["d.test", "b.test", "a.test", "c.test"])
    assert take_due(database, "one", 3) == ["d.test", "b.test", "a.test"]
    assert take_due(database, "two", 3) == ["c.test"]
    assert take_due(database, "three", 3) == []
    with database.reading() as db:
        assert hosts.workers(db) == {"one", "two"}


def test_a_host_with_very_many_due_documents_leaves_room_for_others(database: Database) -> None:
    many = [replace_type(declaration, number) for number in range(60) for declaration in declared("many.test")]
    with database.writing() as db:
        documents.sync(db, [*many, *declared("few.test")], NOW)
        db.execute(update(table).values(next_check_at=NOW - timedelta(hours=1)))
    assert set(take_due(database, "one", 4) + take_due(database, "one", 4)) == {"many.test", "few.test"}
    with database.reading() as db:
        assert len(documents.due(db, "many.test", NOW, 8)) == 8


def replace_type(declaration: Declaration, number: int) -> Declaration:
    return Declaration(declaration.service, f"Policy {number}", declaration.pages)


def test_a_host_is_free_again_when_it_was_left_and_a_pause_later_even_for_others(database: Database) -> None:
    watch(database, ["a.test"])
    pause = timedelta(seconds=30)
    take_due(database, "one", 1)
    with database.writing() as db:
        hosts.leave(db, "two", ["a.test"], NOW)  # not its to leave
        assert hosts.holds(db, "one", "a.test")
        hosts.leave(db, "one", ["a.test"], NOW)
    assert take_due(database, "two", 1, NOW + timedelta(seconds=29), pause) == []
    assert take_due(database, "two", 1, NOW + timedelta(seconds=30), pause) == ["a.test"]


def test_what_a_clock_noted_that_was_set_back_since_keeps_nobody_from_a_host(database: Database) -> None:
    watch(database, ["a.test"], NOW)
    with database.writing() as db:
        hosts.take(db, "one", ["a.test"], NOW, NONE)
        hosts.leave(db, "one", ["a.test"], NOW + timedelta(days=400))
        hosts.let_rest(db, "a.test", NOW + timedelta(days=400))
    assert take_due(database, "one", 1, NOW, timedelta(seconds=30)) == ["a.test"]


def test_a_host_that_asked_for_a_rest_is_not_due_but_taken_when_it_is_asked_for(database: Database) -> None:
    watch(database, ["a.test", "b.test"])
    until = NOW + timedelta(minutes=10)
    with database.writing() as db:
        hosts.let_rest(db, "a.test", until)
    assert take_due(database, "one", 2) == ["b.test"]
    with database.writing() as db:
        assert hosts.take(db, "one", ["a.test", "b.test"], NOW, NONE) == ("a.test",)
        assert hosts.resting(db, ["a.test", "b.test"], NOW) == {"a.test": until}
        hosts.free(db, "one")
    assert take_due(database, "one", 1, until) == ["a.test"]


def test_workers_that_take_at_once_never_take_one_host_together(database: Database, database_url: str) -> None:
    names = [f"host{number}.test" for number in range(30)]
    watch(database, names)
    taken: dict[str, list[str]] = {f"worker {number}": [] for number in range(4)}

    def take_all(worker: str) -> None:
        with closing(connect(database_url)) as own:
            while some := take_due(own, worker, 2):
                taken[worker] += some

    at_once(take_all, taken)
    assert sorted(name for some in taken.values() for name in some) == sorted(names)


def at_once(do: Callable[[str], None], with_each: Iterable[str]) -> None:
    threads = [threading.Thread(target=do, args=(each,)) for each in with_each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_host_that_is_confirmed_stays_its_workers_until_the_transaction_ends(
    database: Database, database_url: str
) -> None:
    watch(database, ["a.test"])
    take_due(database, "one", 1)
    freed = threading.Event()

    def free() -> None:
        with closing(connect(database_url)) as other, other.writing() as db:
            hosts.free(db, "one")
        freed.set()

    thread = threading.Thread(target=free)
    with database.writing() as db:
        assert hosts.holds(db, "one", "a.test")
        thread.start()
        assert not freed.wait(0.3)
    thread.join()
    with database.writing() as db:
        assert not hosts.holds(db, "one", "a.test")
