from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from answering import Served, eventually, free_port
from entering import PASSWORD, guarded, log_in
from servers import Site
from targets import Webhook
from visiting import Visitor
from world import World, world_on

from monitor.database import Database
from monitor.records import Pulse, Web
from monitor.store import documents


@pytest.fixture
def world(database: Database, site: Site, webhook: Webhook) -> World:
    return World(database, site, webhook)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[World]:
    """A world on SQLite for all tests of a module, which only look at it once it is filled."""
    path = tmp_path_factory.mktemp("lasting") / "monitor.db"
    shutil.copy(sqlite_template, path)
    with world_on(f"sqlite:///{path}") as world:
        yield world


@pytest.fixture
def quiet(world: World) -> Served:
    """What answers once it runs."""
    now = datetime.now(UTC)
    world.now = now
    settings = replace(world.settings, web=Web(port=free_port()))
    return Served(world.database, settings, Pulse(now, ready=True, looked_at=now))


@pytest.fixture
def served(quiet: Served) -> Iterator[Served]:
    with quiet.running():
        eventually(quiet.listens)
        yield quiet


@pytest.fixture
def inside(world: World) -> Visitor:
    """Somebody who has logged in, where one document is declared."""
    with world.database.writing() as db:
        documents.sync(db, world.settings.declarations, world.now)
    visitor = guarded(world)
    log_in(visitor, PASSWORD)
    return visitor
