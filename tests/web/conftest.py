from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from answering import Served, eventually, free_port
from servers import Site
from targets import Webhook
from world import World

from monitor.database import Database
from monitor.records import Pulse, Web


@pytest.fixture
def world(database: Database, site: Site, webhook: Webhook) -> World:
    return World(database, site, webhook)


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
