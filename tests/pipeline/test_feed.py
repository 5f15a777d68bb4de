"""Documents are read host by host, by as many processes as there are, and never twice."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from servers import Reply, Request
from sqlalchemy import func, select, update
from world import POLICY, TRAINING, World, page

from monitor.database import Database, connect
from monitor.database.tables import checks as log
from monitor.database.tables import deliveries, documents, hosts, versions
from monitor.fetch import Fetcher
from monitor.pipeline import keep_up, look
from monitor.pipeline.feed import BATCH, HOSTS_PER_REQUEST
from monitor.pipeline.worker import worker
from monitor.records import Check, Outcome, Service
from monitor.store import documents as stored
from monitor.store import hosts as taken

KEY = "larkspur/Privacy Policy"
NONE = timedelta()


async def here(host: str, port: int) -> list[str]:
    """Stand in for the name service: every name is this machine."""
    return ["127.0.0.1"]


@pytest.fixture
def world(world: World) -> World:
    world.resolve = here
    return world


def declare_many(world: World, count: int, hosts: int) -> list[str]:
    """Declare documents with pages of their own on some hosts and give their paths."""
    paths = [f"/{number}" for number in range(count)]
    for number, path in enumerate(paths):
        world.declare(f"Policy {number}", path, host=f"host{number % hosts}.test")
        world.serve(f"This is policy number {number}.", path=path)
    world.settings = replace(world.settings, declarations=world.settings.declarations[1:])
    sync(world)
    return paths


def sync(world: World) -> None:
    with world.database.writing() as db:
        stored.sync(db, world.settings.declarations, world.now)
        db.execute(update(documents).values(next_check_at=world.now))


async def keep_up_once(world: World, database: Database, **more: Callable[..., object]) -> list[Check]:
    checked: list[Check] = []
    async with Fetcher(world.settings.fetch, resolve=here) as fetcher:
        done = more.pop("done", checked.append)
        await keep_up(database, world.settings, fetcher, done=done, clock=lambda: world.now, **more)  # type: ignore[arg-type]  # callbacks
    return checked


def when_asked(world: World, path: str, do: Callable[[], object]) -> None:
    """Do something while the page at a path is asked for, the first time."""
    told: list[Request] = []

    def answer(request: Request) -> Reply:
        told.append(request)
        if len(told) == 1:
            do()
        return Reply(page(*POLICY))

    world.site[path] = answer


def test_all_that_is_due_is_read_and_the_documents_of_a_host_one_after_the_other(world: World) -> None:
    paths = declare_many(world, BATCH + 2, 1)
    running, most = Counter[str](), Counter[str]()
    lock = threading.Lock()

    def count(request: Request) -> Reply:
        host = request.headers["host"]
        with lock:
            running[host] += 1
            most[host] = max(most[host], running[host])
        time.sleep(0.005)
        with lock:
            running[host] -= 1
        return Reply(page(*POLICY, request.path))

    for path in paths:
        world.site[path] = count
    asyncio.run(keep_up_once(world, world.database))
    assert Counter(request.path for request in world.site.log) == Counter(paths)
    assert set(most.values()) == {1}


def test_no_more_hosts_are_taken_at_once_than_there_is_room_for(world: World) -> None:
    world.settings = replace(world.settings, fetch=replace(world.settings.fetch, concurrency=1))
    paths = declare_many(world, 2 * HOSTS_PER_REQUEST, 2 * HOSTS_PER_REQUEST)
    held: list[int] = []

    def count(_: Request) -> Reply:
        with world.database.reading() as db:
            held.append(db.scalar(select(func.count()).where(hosts.c.taken_by.is_not(None))) or 0)
        return Reply(page(*POLICY))

    for path in paths:
        world.site[path] = count
    asyncio.run(keep_up_once(world, world.database))
    assert len(held) == len(paths)
    assert max(held) == HOSTS_PER_REQUEST


def test_two_processes_that_keep_up_at_once_read_each_document_once(world: World, database_url: str) -> None:
    paths = declare_many(world, 6, 3)

    async def both() -> list[list[Check]]:
        with closing(connect(database_url)) as other:
            return await asyncio.gather(*(keep_up_once(world, each) for each in (world.database, other)))

    checked = asyncio.run(both())
    assert sorted(check.key for each in checked for check in each) == sorted(d.key for d in world.settings.declarations)
    assert Counter(request.path for request in world.site.log) == Counter(paths)


def test_a_slow_host_holds_up_neither_what_becomes_due_nor_its_alerts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.pipeline.turn.SETTLE_EVERY", 0.1)
    world.declare("Terms of Service", "/terms", host="quick.test", service=Service("teasel", "Teasel"))
    world.serve("As agreed.", path="/terms")
    world.look()
    world.serve("As agreed.", TRAINING, path="/terms")

    def wait_for_the_other() -> None:
        time.sleep(0.2)
        with world.database.writing() as db:
            db.execute(update(documents).where(documents.c.key != KEY).values(next_check_at=world.now))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and queued(world) < 2:
            time.sleep(0.05)
        when.append(queued(world))

    when: list[int] = []
    when_asked(world, "/privacy", wait_for_the_other)
    world.look([KEY], gather=True)
    assert when == [2]


def queued(world: World) -> int:
    with world.database.reading() as db:
        return db.scalar(select(func.count()).select_from(deliveries)) or 0


def test_when_it_is_enough_no_other_document_is_begun(world: World) -> None:
    declare_many(world, 4, 1)
    checked: list[Check] = []
    asyncio.run(keep_up_once(world, world.database, done=checked.append, enough=lambda: len(checked) == 2))
    assert len(checked) == 2


def test_a_result_is_left_whose_host_another_process_has_taken_meanwhile(world: World) -> None:
    def take_over() -> None:
        with world.database.writing() as db:
            db.execute(update(hosts).values(taken_by="another"))

    when_asked(world, "/privacy", take_over)
    (check,) = world.look()  # there is no such process: it reads the page once more
    assert check.outcome is Outcome.FIRST
    assert len(world.site.log) == 2
    with world.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(log)) == 1
        assert db.scalar(select(func.count()).select_from(versions)) == 1


def test_the_hosts_of_a_process_that_is_gone_are_free_at_once_and_those_of_another_when_it_leaves_them(
    world: World, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    sync(world)
    with world.database.writing() as db:
        taken.take(db, "gone", ["127.0.0.1"], world.now, NONE)
    assert len(world.look()) == 1

    async def look_beside() -> float:
        began = time.monotonic()
        async with Fetcher(world.settings.fetch) as fetcher:
            looking = asyncio.create_task(look(world.database, world.settings, fetcher, world.settings.declarations))
            await asyncio.sleep(0.5)
            with own.database.writing() as db:
                taken.leave(db, own.name, ["127.0.0.1"], world.now)
            assert len(await looking) == 1
        return time.monotonic() - began

    with closing(connect(database_url)) as other, worker(other) as own:
        with other.writing() as db:
            taken.take(db, own.name, ["127.0.0.1"], world.now, NONE)
        assert asyncio.run(look_beside()) >= 0.5
    assert "other processes are reading" in caplog.text


def test_a_rest_that_a_host_asked_for_holds_for_its_other_documents_and_for_later_processes(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.site["/privacy"] = Reply(status=429, headers={"Retry-After": "600"})
    world.site["/terms"] = Reply(page(*POLICY))
    world.look([KEY])
    world.pass_time(seconds=500)
    assert world.look(["larkspur/Terms of Service"], gather=True) == ()
    (check,) = world.look(["larkspur/Terms of Service"])
    assert (check.outcome, check.kind) == (Outcome.FAILED, "left alone")
    assert [request.path for request in world.site.log] == ["/privacy"]
    world.pass_time(seconds=100)
    (check,) = world.look(["larkspur/Terms of Service"], gather=True)
    assert check.outcome is Outcome.FIRST


def test_documents_that_wait_because_their_host_wants_a_rest_have_not_failed(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.site["/privacy"] = Reply(status=503, headers={"Retry-After": "60"})
    world.site["/terms"] = Reply(page(*POLICY))
    both = [KEY, "larkspur/Terms of Service"]
    (failed,) = world.look(both, gather=True)
    assert failed.kind == "http status"
    (left,) = world.look(["larkspur/Terms of Service"])  # by hand
    assert left.kind == "left alone"
    with world.database.reading() as db:
        failing = [stored.describe(db, key).failing_since for key in both]
    assert failing == [world.now, None]
    world.pass_time(seconds=60)
    (read,) = world.look(["larkspur/Terms of Service"], gather=True)
    assert read.outcome is Outcome.FIRST


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_pass_survives_a_database_server_that_drops_every_connection(world: World, postgres_server: str) -> None:
    def drop() -> None:
        with psycopg.connect(postgres_server.replace("+psycopg", ""), autocommit=True) as db:
            db.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'dropped'"
            )

    url = world.database.url.update_query_dict({"application_name": "dropped"})
    with closing(connect(url.render_as_string(hide_password=False))) as database:
        world.database = database
        when_asked(world, "/privacy", drop)
        (check,) = world.look()
        assert check.outcome is Outcome.FIRST
        world.serve(TRAINING)
        assert world.outcome() is Outcome.CHANGED
    assert len(world.titles()) == 2
