"""Life: how the daemon starts, what goes on while it runs, and how it stops in good order."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Collection, Coroutine
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime

from monitor.daemon.clock import watch_clock
from monitor.daemon.fetching import Fetching
from monitor.daemon.heart import beat, status
from monitor.daemon.jobs import Jobs
from monitor.daemon.manager import Manager
from monitor.daemon.rereading import Rereading
from monitor.daemon.signals import heed_signals
from monitor.daemon.timetable import TELL, Timetable
from monitor.database import Database, hold
from monitor.records import Settings, counted
from monitor.store import documents
from monitor.web import serving
from monitor.work import memory

LOOK_EVERY = 10.0  # seconds between two looks at what is due
RECALL_EVERY = 60.0
TIDY_EVERY, TIDY_FIRST = 86400.0, 600.0
SEARCH_EVERY = 60.0
COMPLETE_EVERY, COMPLETE_FIRST = 86400.0, 60.0
BEAT_EVERY = 240.0
GRACE = 8.0  # seconds that a message under way is given to arrive when the daemon stops

log = logging.getLogger(__name__)


def run(
    database: Database,
    settings: Settings,
    load: Callable[[], Settings],
    taken: Callable[[Settings], None] = lambda _: None,
) -> None:
    """Run until SIGTERM or SIGINT; LockedError when another daemon runs on an SQLite database.

    `load` reads the configuration again, checked as at the start; `taken` hears of settings that are used from now on.
    """
    memory.spare()
    with hold(database, "daemon", shared=True):
        asyncio.run(_run(Jobs(database, settings), load, taken))
    log.info("stopped")


async def _run(jobs: Jobs, load: Callable[[], Settings], taken: Callable[[Settings], None]) -> None:
    asked = asyncio.Event()
    heed_signals(jobs.stop, asked)
    await live(jobs, load, asked, taken)


async def live(
    jobs: Jobs, load: Callable[[], Settings], asked: asyncio.Event, taken: Callable[[Settings], None] = lambda _: None
) -> None:
    """Start the jobs, wait until they are to stop, and stop in good order; `asked` has the configuration read again."""
    with jobs.database.writing() as db:
        documents.sync(db, jobs.settings.declarations, datetime.now(UTC))
    taken(jobs.settings)
    manager = Manager(os.environ)
    async with aclosing(Fetching()) as fetching, serving(jobs.database, jobs.present):
        timetable = _timetable(jobs, fetching)

        def take(settings: Settings) -> None:
            timetable.serve(settings.targets)
            timetable.hurry()
            taken(settings)

        def jumped() -> None:
            jobs.replan()
            timetable.hurry()

        rereading = Rereading(jobs, manager, load, take, asked)
        timetable.start()
        jobs.pulse = replace(jobs.pulse, ready=True)
        manager.ready(status(jobs.settings, jobs.pulse))
        log.info("watching %s; stop with SIGTERM or Ctrl-C", counted(len(jobs.settings.declarations), "document"))
        await _until(jobs.stop, rereading.watch(), beat(jobs, manager), watch_clock(jumped))
        manager.stopping()
        log.info("stopping")
        timetable.stop()
    await _let_the_last_messages_arrive(jobs.telling)


def _timetable(jobs: Jobs, fetching: Fetching) -> Timetable:
    """All jobs, of which each begins at once, but for the one that can wait."""

    async def look() -> None:
        settings = None
        while settings is not jobs.settings:  # which may have been exchanged meanwhile
            settings = jobs.settings
            await jobs.look(await fetching.fetcher(settings.fetch))
            timetable.hurry(TELL)

    timetable = Timetable(jobs.tell)
    timetable.add(look, LOOK_EVERY)
    timetable.add(jobs.recall, RECALL_EVERY)
    timetable.add(jobs.tidy, TIDY_EVERY, first=TIDY_FIRST)
    timetable.add(jobs.make_searchable, SEARCH_EVERY)
    timetable.add(jobs.complete, COMPLETE_EVERY, first=COMPLETE_FIRST)
    timetable.add(jobs.watch, RECALL_EVERY)
    timetable.add(jobs.beat, BEAT_EVERY)
    timetable.serve(jobs.settings.targets)
    return timetable


async def _until(end: asyncio.Event, *works: Coroutine[None, None, None]) -> None:
    """Let endless work go on until an event; a bug in it ends the daemon: one that is half alive would be worse."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work) for work in works]
        await end.wait()
        for task in tasks:
            task.cancel()


async def _let_the_last_messages_arrive(telling: Collection[asyncio.Task[None]]) -> None:
    """What targets have taken should be marked so; one that hangs must not keep us from stopping."""
    if not telling:
        return
    _, under_way = await asyncio.wait(telling, timeout=GRACE)
    if under_way:
        log.warning("stopped; a message is still under way, and may be sent again at the next start")
        logging.shutdown()
        os._exit(0)  # its thread cannot be interrupted, and waiting for it could take minutes
