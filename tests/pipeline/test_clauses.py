import asyncio

import pytest
from sqlalchemy import delete, select
from world import TRAINING, World

from monitor.database import Database, connect
from monitor.database.tables import clauses as table
from monitor.database.tables import versions as versions_table
from monitor.pipeline import complete_clauses
from monitor.records import Clause, Page, Practice
from monitor.store import clauses, versions


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return connect(sqlite_url)


def kept(world: World) -> list[tuple[Clause, ...]]:
    """The clauses that are kept of each version, which are all where they say that they are."""
    with world.database.reading() as db:
        found = []
        for version_id in db.scalars(select(versions_table.c.id).order_by(versions_table.c.id)).all():
            text = versions.load(db, version_id).text
            found.append(clauses.of_version(db, version_id))
            assert all(text[clause.start : clause.end] == clause.quote for clause in found[-1])
        return found


def test_what_a_text_states_is_kept_when_its_change_is_reviewed(world: World) -> None:
    world.look()
    world.serve(TRAINING)
    world.pass_time(hours=6)
    world.look()
    before, after = kept(world)
    assert before == ()
    assert {clause.practice for clause in after} == {Practice.TRAINS, Practice.CONTROL}
    assert "2025-11-03" in {clause.facts.get("date") for clause in after}


def test_a_better_reading_brings_its_own_clauses(world: World) -> None:
    world.serve("We train our AI models on your posts.", TRAINING)
    world.look()
    ((use, *others),) = kept(world)
    assert others
    world.declare("Privacy Policy", pages=(Page(world.site.url("/privacy"), remove=("p:last-of-type",)),))
    world.look()
    assert [[clause.quote for clause in some] for some in kept(world)] == [[use.quote]]


def test_what_a_former_release_has_not_kept_is_found_in_the_texts_that_state_something(world: World) -> None:
    world.serve(TRAINING)
    world.look()
    ((*found,),) = kept(world)
    with world.database.writing() as db:
        db.execute(delete(table))
    asyncio.run(complete_clauses(world.database, stopping=lambda: True))
    assert kept(world) == [()]
    asyncio.run(complete_clauses(world.database))
    ((*again,),) = kept(world)
    assert [(each.practice, each.start) for each in again] == [(each.practice, each.start) for each in found] != []
