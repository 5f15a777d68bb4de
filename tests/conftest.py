from __future__ import annotations

import itertools
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from hypothesis import settings
from servers import Site
from targets import Webhook

from monitor.database import Database, connect

DATABASES = itertools.count(1)

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

MEASURED_EXAMPLES = 10


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage with the first examples of a list, and none that Hypothesis makes up.

    To trace them all takes as long again as to run them.
    """
    seen = Counter[str]()
    for item in items:
        test = item.nodeid.partition("[")[0]
        seen[test] += 1
        if seen[test] > MEASURED_EXAMPLES or item.get_closest_marker("hypothesis"):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(autouse=True, scope="session")
def trusted() -> Iterator[None]:
    """Trust the certificate of policies.test and no other: reading all the world's for each fetcher takes its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(Path(__file__).parent / "fetch/policies.test.pem"))
        yield


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


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a database that is brought up to date, for others to be copied from."""
    postgres.create(postgres_server, "migrated")
    connect(postgres.named(postgres_server, "migrated")).close()
    return "migrated"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is brought up to date, for others to be copied from."""
    path = tmp_path_factory.mktemp("template") / "monitor.db"
    connect(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> str:
    """The address of a database of its own that holds nothing yet."""
    name = f"test_{next(DATABASES)}"
    postgres.create(postgres_server, name, template=postgres_template)
    return postgres.named(postgres_server, name)


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The address of a file of its own that holds nothing yet."""
    shutil.copy(sqlite_template, tmp_path / "monitor.db")
    return f"sqlite:///{tmp_path}/monitor.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind that holds nothing yet: copied, since to migrate takes longer than most tests do."""
    url: str = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/monitor.db"
    server: str = request.getfixturevalue("postgres_server")
    name = f"test_{next(DATABASES)}"
    postgres.create(server, name)
    return postgres.named(server, name)


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
