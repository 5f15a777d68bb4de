from __future__ import annotations

from hashlib import sha256

import pytest
from sqlalchemy import update
from world import TRAINING, World

from monitor.database.tables import blobs
from monitor.errors import NotFoundError
from monitor.store import evidence, versions


def test_where_a_version_came_from_is_told_with_its_hashes_and_what_it_is_a_side_of(world: World) -> None:
    world.look()
    world.serve(TRAINING)
    world.pass_time(days=1)
    world.look()
    with world.database.reading() as db:
        first, second = evidence.of_version(db, 1), evidence.of_version(db, 2)
        text = versions.load(db, 2).text.encode()
        (page,) = versions.snapshots_of(db, 2)
    assert (first.came_with, first.went_with, second.came_with) == ((1,), (2,), (2,))
    assert (second.sha256, second.size) == (sha256(text).hexdigest(), len(text))
    (original,) = second.originals
    assert (original.sha256, original.size) == (sha256(page.body).hexdigest(), len(page.body))
    assert (original.headers, original.is_kept) == (page.headers, True)
    assert second.seen == ((world.now, world.now),)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_value_that_was_altered_is_not_sound(world: World) -> None:
    world.look()
    with world.database.writing() as db:
        address = evidence.of_version(db, 1).sha256
        assert evidence.is_sound(db, address)
        db.execute(update(blobs).where(blobs.c.sha256 == address).values(data=b"torn"))
        assert not evidence.is_sound(db, address)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_a_version_that_there_is_not_nothing_is_told(world: World) -> None:
    with world.database.reading() as db, pytest.raises(NotFoundError):
        evidence.of_version(db, 7)
