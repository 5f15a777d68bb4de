from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select
from world import POLICY, TRAINING, World, page

from monitor.database import Database
from monitor.database.tables import blobs as table
from monitor.database.tables import checks as log
from monitor.database.tables import snapshots
from monitor.errors import DatabaseError
from monitor.records import Check, Outcome
from monitor.store import blobs, checks, documents, retention, versions

KEY = "larkspur/Privacy Policy"


def editions(count: int) -> list[bytes]:
    return [
        b" ".join(b"%d" % (number * number) for number in range(900)) + b" edition %d" % each for each in range(count)
    ]


def kept_of(database: Database, document_id: int) -> list[int]:
    """Of which versions the pages as received are there."""
    with database.reading() as db:
        seen = {sighting.version_id for sighting in versions.sightings_of(db, document_id)}
        return sorted(each for each in seen if versions.snapshots_of(db, each))


@pytest.fixture
def past(world: World) -> int:
    """A document with four versions, of which the second brought a clause; long ago, but for the last two."""
    world.look()
    for extra in ((TRAINING,), (TRAINING, POLICY[0]), (TRAINING, *POLICY[:2]), (TRAINING, *POLICY[:3])):
        world.pass_time(days=100)
        world.serve(*extra)
        world.look()
    with world.database.reading() as db:
        return documents.identify(db, KEY)


def test_the_originals_of_old_versions_go_but_never_those_of_a_finding_or_of_the_last_two(
    world: World, past: int
) -> None:
    with world.database.writing() as db:
        assert retention.outlived(db, world.now - timedelta(days=500)) == ()  # all were seen since
        outlived = retention.outlived(db, world.now)
        assert retention.let_originals_go(db, outlived, world.now) == 1
        assert retention.let_originals_go(db, outlived, world.now) == 0
        assert retention.outlived(db, world.now) == ()
    assert kept_of(world.database, past) == [1, 2, 4, 5]
    with world.database.reading() as db:  # of the one that went its text stays, and what its page was
        assert POLICY[0] in versions.load(db, 3).text
        address = db.scalar(select(snapshots.c.body_sha256).where(snapshots.c.version_id == 3))
        assert address == sha256(page(*POLICY, TRAINING, POLICY[0]).encode()).hexdigest()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_document_goes_back_to_a_text_whose_original_went_without_a_word(world: World, past: int) -> None:
    with world.database.writing() as db:
        retention.let_originals_go(db, retention.outlived(db, world.now), world.now)
        blobs.put(db, page(*POLICY, TRAINING, POLICY[0]).encode())
    assert 3 in kept_of(world.database, past)  # the same page came again, such as to another document
    world.serve(TRAINING, POLICY[0])
    assert world.outcome() is Outcome.RETURNED
    world.serve(TRAINING, POLICY[0], "We have moved to another street.")
    assert world.outcome() is Outcome.CHANGED


def test_patches_against_a_value_that_goes_are_packed_anew(database: Database) -> None:
    values, addresses = editions(6), []
    with database.writing() as db:
        for data in values:
            addresses.append(blobs.put(db, data, near=addresses[-1] if addresses else None))
        assert db.scalar(select(func.count()).where(table.c.base == addresses[0])) == 5
        blobs.let_go(db, addresses[0])
    with database.reading() as db:
        assert [blobs.get(db, address) for address in addresses[1:]] == values[1:]
        assert db.scalar(select(func.count()).where(table.c.base == addresses[1])) == 4
        with pytest.raises(DatabaseError, match="is damaged"):
            blobs.get(db, addresses[0])


def test_a_value_is_never_packed_against_one_that_went(database: Database) -> None:
    first, second = editions(2)
    with database.writing() as db:
        address = blobs.put(db, first)
        blobs.let_go(db, address)
        other = blobs.put(db, second, near=address)
        assert blobs.put(db, first, near=other) == address
        assert (blobs.get(db, address), blobs.get(db, other)) == (first, second)


def test_values_that_nothing_refers_to_go_and_their_keyframe_after_them(world: World) -> None:
    world.look()
    with world.database.writing() as db:
        used = db.scalar(select(func.count()).select_from(table))
        first, second = editions(2)
        blobs.put(db, second, near=blobs.put(db, first))
        assert [retention.remove_unused(db, retention.unused(db)) for _ in range(3)] == [1, 1, 0]
        assert db.scalar(select(func.count()).select_from(table)) == used


@pytest.fixture
def old(world: World) -> datetime:
    """When the log of a document without any check begins to be long."""
    with world.database.writing() as db:
        documents.sync(db, world.settings.declarations, world.now)
    return world.now


def log_checks(db_of: Database, old: datetime, *outcomes: tuple[Outcome, str]) -> int:
    with db_of.writing() as db:
        for day, (outcome, kind) in enumerate(outcomes):
            checks.log(db, 1, Check(KEY, old + timedelta(days=day), 0.1, outcome, kind))
    return 1


WELL, NOTED, DOWN = (Outcome.UNCHANGED, ""), (Outcome.UNCHANGED, "around the text"), (Outcome.FAILED, "timeout")


@pytest.mark.parametrize(
    ("outcomes", "left"),
    [
        ([WELL] * 6, [5]),
        ([NOTED, *[WELL] * 5], [0, 5]),
        ([WELL, WELL, *[DOWN] * 4], [1, 2]),
        ([DOWN] * 6, [0]),
    ],
)
def test_of_old_checks_those_stay_that_tell_since_when_a_document_fails_and_what_was_noted(
    world: World, old: datetime, outcomes: list[tuple[Outcome, str]], left: list[int]
) -> None:
    log_checks(world.database, old, *outcomes)
    later = old + timedelta(days=300)
    with world.database.writing() as db:
        failing_since = checks.failing_since(db, KEY, later)
        assert retention.overfull(db, later) == (1,)
        assert retention.thin_checks(db, [1], later) == len(outcomes) - len(left)
        kept = db.scalars(select(log.c.at).order_by(log.c.at)).all()
        assert kept == [old + timedelta(days=day) for day in left]
        assert checks.failing_since(db, KEY, later) == failing_since


def test_checks_that_are_not_old_stay_all(world: World, old: datetime) -> None:
    log_checks(world.database, old, *[WELL] * 6)
    with world.database.writing() as db:
        assert retention.overfull(db, old) == ()
        assert retention.thin_checks(db, [1], old) == 0
