from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import Site
from sqlalchemy import event
from targets import Webhook
from world import TRAINING, World

from monitor.database import connect
from monitor.errors import UnwritableError
from monitor.pipeline import damages
from monitor.records import Outcome

ENDLESS = 1 << 30


class Disk:
    """A disk under an SQLite database that can be full, as far as SQLite can tell."""

    def __init__(self, world: World) -> None:
        self.database, self.pages = world.database, ENDLESS
        event.listen(self.database.engine, "checkout", self._bound)

    def fill(self) -> None:
        with self.database.reading() as db:
            self.pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()

    def make_room(self) -> None:
        self.pages = ENDLESS

    def _bound(self, connection: object, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.pages}")  # type: ignore[attr-defined]  # the driver's own


@pytest.fixture
def world(tmp_path: Path, site: Site, webhook: Webhook) -> Iterator[World]:
    database = connect(f"sqlite:///{tmp_path}/monitor.db")
    yield World(database, site, webhook)
    database.close()


def test_a_full_disk_loses_no_change_and_harms_nothing(world: World) -> None:
    disk = Disk(world)
    world.outcome()
    disk.fill()
    world.serve(TRAINING, random.Random(7).randbytes(100_000).hex())
    with pytest.raises(UnwritableError, match="its disk is full; make room, and nothing is lost"):
        world.look()
    with world.database.beholding() as db:
        assert list(damages(db)) == []
    disk.make_room()
    assert world.outcome() is Outcome.CHANGED
    assert len(world.titles()) == 2  # the first look, and the change
    with world.database.beholding() as db:
        assert list(damages(db)) == []
