import random

import pytest
from sqlalchemy import func, select, update

from monitor.database import Database
from monitor.database.tables import blobs as table
from monitor.errors import DatabaseError
from monitor.store import blobs


def history(editions: int) -> list[bytes]:
    draw = random.Random(7)
    words = [draw.randbytes(30).hex().encode() for _ in range(400)]
    made = []
    for _ in range(editions):
        words[draw.randrange(len(words))] = draw.randbytes(30).hex().encode()
        made.append(b" ".join(words))
    return made


def test_each_value_of_a_long_history_comes_back_the_same(database: Database) -> None:
    editions, addresses = history(20), []
    with database.writing() as db:
        for data in editions:
            addresses.append(blobs.put(db, data, near=addresses[-1] if addresses else None))
    with database.reading() as db:
        assert [blobs.get(db, address) for address in addresses] == editions


def test_similar_values_are_kept_as_patches_one_step_from_a_keyframe(database: Database) -> None:
    with database.writing() as db:
        address = None
        for data in history(20):
            address = blobs.put(db, data, near=address)
        keyframes = db.scalar(select(func.count()).where(table.c.base.is_(None)))
        size = db.scalar(select(func.sum(func.length(table.c.data))))
    assert keyframes == 3
    assert size is not None
    assert size < 4 * len(history(1)[0])


def test_a_value_is_kept_once(database: Database) -> None:
    with database.writing() as db:
        assert blobs.put(db, b"the same") == blobs.put(db, b"the same")
        assert db.scalar(select(func.count()).select_from(table)) == 1


def test_values_that_have_nothing_in_common_are_not_chained(database: Database) -> None:
    draw = random.Random(3)
    with database.writing() as db:
        first = blobs.put(db, draw.randbytes(5000))
        second = blobs.put(db, draw.randbytes(5000), near=first)
        assert db.scalar(select(table.c.base).where(table.c.sha256 == second)) is None


def test_a_value_that_was_damaged_is_never_given_out(database: Database) -> None:
    with database.writing() as db:
        address, other = blobs.put(db, b"what was said"), blobs.put(db, b"what was sold")
        data = db.scalar(select(table.c.data).where(table.c.sha256 == other))
        db.execute(update(table).where(table.c.sha256 == address).values(data=data))
    with pytest.raises(DatabaseError, match=f"{address} is damaged"), database.reading() as db:
        blobs.get(db, address)


def test_a_value_that_cannot_be_unpacked_is_named_as_damaged(database: Database) -> None:
    with database.writing() as db:
        address = blobs.put(db, b"what was said")
        db.execute(update(table).where(table.c.sha256 == address).values(data=b"no such packing"))
    with pytest.raises(DatabaseError, match=f"{address} is damaged"), database.reading() as db:
        blobs.get(db, address)
