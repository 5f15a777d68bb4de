from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import postgres
import psycopg
import pytest
from hypothesis import settings
from servers import Site
from targets import Webhook

from monitor.database import Database, connect

SCHEMAS = itertools.count(1)

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server; a machine without one skips, unless MONITOR_REQUIRE_POSTGRES forbids it."""
    try:
        with postgres.server() as url:
            yield url
    except postgres.NoPostgresError as error:
        if os.environ.get("MONITOR_REQUIRE_POSTGRES"):
            raise
        pytest.skip(f"PostgreSQL is not installed: {error}")


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of an empty schema of its own."""
    schema = f"test_{next(SCHEMAS)}"
    with psycopg.connect(postgres_server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    return f"{postgres_server}?options=-csearch_path%3D{schema}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/monitor.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database of each kind, brought up to date."""
    database = connect(database_url)
    yield database
    database.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with Webhook() as webhook:
        yield webhook
