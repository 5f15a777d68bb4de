from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from servers import Reply, Site
from sqlalchemy import delete, select, update
from targets import Webhook
from world import TRAINING, World

from monitor.daemon.jobs import Jobs
from monitor.database import Database
from monitor.database.tables import alerts, clauses
from monitor.database.tables import documents as table
from monitor.fetch import Fetcher
from monitor.records import Sought
from monitor.search import terms
from monitor.store import documents, passages

YEAR = timedelta(days=365)


@pytest.fixture
def world(database: Database, site: Site, webhook: Webhook) -> World:
    return World(database, site, webhook)


@pytest.fixture
def jobs(world: World) -> Jobs:
    """The jobs of a daemon whose document was read just now."""
    world.now = datetime.now(UTC)
    world.look()
    return Jobs(world.database, world.settings)


def look(jobs: Jobs) -> datetime:
    """When the one document is due after a look."""

    async def once() -> None:
        async with Fetcher(jobs.settings.fetch) as fetcher:
            await jobs.look(fetcher)

    asyncio.run(once())
    with jobs.database.reading() as db:
        due: datetime = db.scalars(select(table.c.next_check_at)).one()
    return due


def test_a_look_at_nothing_that_is_due_says_that_it_was_made_and_lets_the_plan_be(jobs: Jobs, world: World) -> None:
    due = look(jobs)
    assert due - world.now >= timedelta(hours=6)
    assert jobs.pulse.looked_at is not None
    assert len(world.site.log) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_old_versions_state_is_completed(jobs: Jobs, world: World) -> None:
    world.serve(TRAINING)
    world.pass_time(hours=6)
    world.look()
    with jobs.database.writing() as db:
        db.execute(delete(clauses))
    asyncio.run(jobs.complete())
    with jobs.database.reading() as db:
        assert set(db.scalars(select(clauses.c.practice))) == {"trains", "control"}


def test_after_the_clock_was_set_back_the_next_checks_come_within_their_interval(jobs: Jobs) -> None:
    with jobs.database.writing() as db:
        db.execute(update(table).values(next_check_at=datetime.now(UTC) + YEAR))
    assert look(jobs) - datetime.now(UTC) > timedelta(days=300)
    jobs.replan()
    assert look(jobs) - datetime.now(UTC) <= timedelta(hours=6)


def test_after_the_machine_has_slept_for_long_all_is_caught_up_one_after_the_other(jobs: Jobs, world: World) -> None:
    world.declare("Terms of Service", "/privacy")
    with jobs.database.writing() as db:
        documents.sync(db, world.settings.declarations, datetime.now(UTC))
        db.execute(update(table).values(next_check_at=datetime.now(UTC) - YEAR))
    jobs.settings = world.settings
    jobs.replan()
    with jobs.database.reading() as db:
        first, second = db.scalars(select(table.c.next_check_at).order_by(table.c.next_check_at))
    assert second - first == documents.APART


def told(jobs: Jobs) -> list[str]:
    """The troubles that people were told of."""
    with jobs.database.reading() as db:
        return [details["troubles"][0]["kind"] for details in db.scalars(select(alerts.c.details)) if details]


def test_where_nothing_ends_for_an_hour_what_is_overdue_for_a_day_is_told(jobs: Jobs) -> None:
    jobs.settings = replace(jobs.settings, nothing_read_after=86400.0)
    days_ago = datetime.now(UTC) - timedelta(days=2)
    with jobs.database.writing() as db:
        db.execute(update(table).values(last_read_at=days_ago, next_check_at=days_ago))
    asyncio.run(jobs.watch())
    assert told(jobs) == []
    jobs.progressed_at -= 2 * 3600.0
    asyncio.run(jobs.watch())
    asyncio.run(jobs.watch())
    assert told(jobs) == ["blind"]


def test_what_was_read_can_be_searched(jobs: Jobs) -> None:
    asyncio.run(jobs.make_searchable())
    with jobs.database.reading() as db:
        assert passages.count(db, Sought(terms("larkspur")), 10) == (1, True)


def test_the_heartbeat_follows_a_look(jobs: Jobs, world: World) -> None:
    world.site["/ping"] = Reply("fine")
    jobs.settings = replace(jobs.settings, heartbeat=world.site.url("/ping"))
    asyncio.run(jobs.beat())
    look(jobs)
    asyncio.run(jobs.beat())
    assert [request.path for request in world.site.log].count("/ping") == 1
