import pytest
from sqlalchemy import select, text
from world import TRAINING, World

from monitor.database.tables import changes, documents

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
