from __future__ import annotations

from dataclasses import replace

from world import POLICY, World

from monitor.pipeline import Tidied, damages, tidy
from monitor.records import Storage

STORAGE = Storage(checks=40 * 86400.0, originals=60 * 86400.0)


def test_what_has_been_kept_long_enough_goes_and_the_rest_is_sound(world: World) -> None:
    for number in range(5):  # one a month, of which nothing is said of AI training
        world.serve(*POLICY[:number], f"This is edition {number}.")
        world.look()
        world.pass_time(days=30)
    assert tidy(world.database, STORAGE, stopping=lambda: True, clock=lambda: world.now) == Tidied()
    assert tidy(world.database, replace(STORAGE, originals=None), clock=lambda: world.now) == Tidied(checks=3)
    assert tidy(world.database, STORAGE, clock=lambda: world.now) == Tidied(originals=3)
    assert tidy(world.database, STORAGE, clock=lambda: world.now) == Tidied()
    with world.database.beholding() as db:
        assert list(damages(db)) == []
