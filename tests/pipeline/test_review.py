import asyncio

import pytest
from sqlalchemy import select, text
from world import TRAINING, World

from monitor.database.tables import changes, documents
from monitor.pipeline.review import review
from monitor.store import changes as changes_of

# With PostgreSQL, a trigger has another form, and all else of it is the same.

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

REFUSE = """
CREATE TRIGGER refuse BEFORE UPDATE OF reviewed_at ON changes WHEN NEW.id = 1
BEGIN SELECT RAISE(ABORT, 'not this one'); END
"""


def reviewed(world: World) -> dict[str, bool]:
    """Of each document whether its first look was reviewed."""
    query = select(documents.c.key, changes.c.reviewed_at).join(changes)
    with world.database.reading() as db:
        return {row.key: row.reviewed_at is not None for row in db.execute(query)}


def test_a_change_whose_review_cannot_be_kept_holds_up_no_other_and_is_reviewed_later(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.declare("Terms of Service", "/terms")
    for path in ("/privacy", "/terms"):
        world.serve(TRAINING, path=path)
    with world.database.writing() as db:
        db.execute(text(REFUSE))
    world.look()
    assert sorted(reviewed(world).values()) == [False, True]
    assert "the review of 1 could not be kept" in caplog.text
    with world.database.writing() as db:
        db.execute(text("DROP TRIGGER refuse"))
    world.look()
    assert all(reviewed(world).values())


REFUSE_ALL = REFUSE.replace(" WHEN NEW.id = 1", "")


def test_what_changed_is_reviewed_before_what_is_looked_at_for_the_first_time(world: World) -> None:
    world.serve(TRAINING)
    world.look()
    world.declare("Terms of Service", "/terms")
    world.serve(TRAINING, path="/terms")
    world.serve(TRAINING + "<p>We also use your letters to train our AI models.</p>")
    with world.database.writing() as db:
        db.execute(text(REFUSE_ALL))
    world.look(["larkspur/Terms of Service"])
    world.look(["larkspur/Privacy Policy"])
    with world.database.reading() as db:
        (next_one,) = changes_of.to_review(db, 1)
    assert next_one.key == "larkspur/Privacy Policy"


def test_what_there_was_no_time_to_review_is_left_for_the_next_time(world: World) -> None:
    world.serve(TRAINING)
    with world.database.writing() as db:
        db.execute(text(REFUSE_ALL))
    world.look()
    with world.database.writing() as db:
        db.execute(text("DROP TRIGGER refuse"))
    assert asyncio.run(review(world.database, seconds=0))
    assert not any(reviewed(world).values())
    assert not asyncio.run(review(world.database))
    assert all(reviewed(world).values())
