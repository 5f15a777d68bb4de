from __future__ import annotations

from alembic import command
from world import FORBIDDEN, TRAINING, World

from monitor.database.migrating import configuration
from monitor.pipeline import stance_of
from monitor.records import Practice, Stance
from monitor.store import documents, overview


def stances(world: World) -> dict[Practice, Stance]:
    """What the document states, as it is kept."""
    with world.database.reading() as db:
        number = documents.identify(db, "larkspur/Privacy Policy")
        return {stance.practice: stance for stance in overview.stances_of(db, [number]).get(number, ())}


def pass_and_look(world: World) -> None:
    world.pass_time(hours=6)
    world.look()


def test_what_a_document_states_is_kept_with_since_when_and_its_words(world: World) -> None:
    world.look()
    assert stances(world) == {}
    without = world.now
    world.serve(TRAINING)
    pass_and_look(world)
    found = stances(world)
    assert found.keys() == {Practice.TRAINS, Practice.CONTROL}
    uses = found[Practice.TRAINS]
    assert (uses.seen_without, uses.seen_with) == (without, world.now)
    assert "train our generative AI models" in uses.clauses[0].quote


def test_a_practice_goes_on_from_version_to_version_and_ends_with_the_one_that_does_not_state_it(world: World) -> None:
    world.serve(TRAINING)
    world.look()
    since = world.now
    world.serve(TRAINING, FORBIDDEN)
    pass_and_look(world)
    found = stances(world)
    assert (found[Practice.TRAINS].seen_without, found[Practice.TRAINS].seen_with) == (None, since)
    assert found[Practice.RESTRICTS].seen_without == since
    world.serve(FORBIDDEN)
    pass_and_look(world)
    assert stances(world).keys() == {Practice.RESTRICTS}


def test_words_that_came_later_than_what_they_state_are_dated_by_themselves(world: World) -> None:
    for extra in ((FORBIDDEN,), (FORBIDDEN, TRAINING), (FORBIDDEN, TRAINING, "We train our AI models on your posts.")):
        world.serve(*extra)
        pass_and_look(world)
    kept = stances(world)
    assert [clause.since for clause in kept[Practice.RESTRICTS].clauses] == [None]
    assert [clause.since for clause in kept[Practice.TRAINS].clauses] == [None, None, world.now]
    with world.database.reading() as db:
        told = stance_of(db, documents.identify(db, "larkspur/Privacy Policy"))
    assert {stance.practice: [each.since for each in stance.clauses] for stance in told} == {
        practice: [each.since for each in stance.clauses] for practice, stance in kept.items()
    }


def test_a_return_to_an_earlier_text_counts_from_its_own_day(world: World) -> None:
    world.serve(TRAINING)
    world.look()
    world.serve()
    pass_and_look(world)
    without = world.now
    world.serve(TRAINING)
    pass_and_look(world)
    uses = stances(world)[Practice.TRAINS]
    assert (uses.seen_without, uses.seen_with) == (without, world.now)


def test_an_older_database_is_given_the_same_by_its_migration(world: World) -> None:
    world.serve(TRAINING)
    world.look()
    world.serve(FORBIDDEN, TRAINING)
    pass_and_look(world)
    world.serve(FORBIDDEN)
    pass_and_look(world)
    world.serve(FORBIDDEN, TRAINING)
    pass_and_look(world)
    kept = stances(world)
    assert kept.keys() == {Practice.TRAINS, Practice.CONTROL, Practice.RESTRICTS}
    with world.database.writing() as db:
        command.downgrade(configuration(db), "-1")
        command.upgrade(configuration(db), "head")
    assert stances(world) == kept
