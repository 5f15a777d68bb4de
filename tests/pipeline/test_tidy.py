from __future__ import annotations

from sqlalchemy import func, select
from world import POLICY, World

from monitor.database.tables import checks
from monitor.pipeline import Tidied, damages, tidy
from monitor.records import Storage


def grown(world: World) -> World:
    """A document with six versions, one a month, of which nothing is said of AI training."""
    for number in range(6):
        world.serve(*POLICY[:number], f"This is edition {number}.")
        world.look()
        world.pass_time(days=30)
    return world


def test_what_has_been_kept_long_enough_goes_and_the_rest_is_sound(world: World) -> None:
    storage = Storage(checks=40 * 86400.0, originals=80 * 86400.0)
    assert tidy(grown(world).database, storage, clock=lambda: world.now) == Tidied(checks=4, originals=4, values=0)
    with world.database.beholding() as db:
        assert list(damages(db)) == []
    assert tidy(world.database, storage, clock=lambda: world.now) == Tidied()


def test_originals_are_kept_for_good_unless_it_is_said_how_long(world: World) -> None:
    grown(world).pass_time(days=9999)
    assert tidy(world.database, Storage(), clock=lambda: world.now) == Tidied(checks=5)


def test_it_stops_when_it_is_told_to_and_goes_on_the_next_time(world: World) -> None:
    grown(world).pass_time(days=9999)
    assert tidy(world.database, Storage(originals=1.0), stopping=lambda: True, clock=lambda: world.now) == Tidied()
    with world.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(checks)) == 6
    assert tidy(world.database, Storage(originals=1.0), clock=lambda: world.now).originals == 4
