import pytest
from servers import Site
from targets import Webhook
from world import World

from monitor.database import Database


@pytest.fixture
def world(database: Database, site: Site, webhook: Webhook) -> World:
    return World(database, site, webhook)
