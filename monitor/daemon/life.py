"""Life: how the daemon starts, waits for a signal and stops in good order."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.daemon.jobs import Jobs
from monitor.database import Database, hold
from monitor.fetch import Fetcher
from monitor.records import Settings
from monitor.store import documents

LOOK_EVERY = 10.0  # seconds between two looks at what is due
TELL_EVERY = 5.0
RECALL_EVERY = 60.0
GRACE = 8.0  # seconds that a message under way is given to arrive when the daemon stops

log = logging.getLogger(__name__)


def run(database: Database, settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; LockedError when another daemon runs on an SQLite database."""
    with hold(database, "daemon", shared=True):
        with database.writing() as db:
            documents.sync(db, settings.declarations, datetime.now(UTC))
        asyncio.run(_live(Jobs(database, settings)))


async def _live(jobs: Jobs) -> None:
    """Start the jobs, wait for the signal, stop in good order."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):  # not through the loop, whose handlers Windows lacks
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(jobs.stop.set))
    async with Fetcher(jobs.settings.fetch) as fetcher:
        scheduler = _schedule(jobs, fetcher)
        scheduler.start()
        jobs.pulse = replace(jobs.pulse, ready=True)
        log.info("watching %d documents; stop with SIGTERM or Ctrl-C", len(jobs.settings.declarations))
        await jobs.stop.wait()
        log.info("stopping")
        scheduler.shutdown(wait=False)  # ends the reading under way; it is all or nothing in the database
    await _let_the_last_messages_arrive(jobs.telling)


def _schedule(jobs: Jobs, fetcher: Fetcher) -> AsyncIOScheduler:
    """All jobs, of which each begins at once."""
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None})
    now = datetime.now(UTC)
    scheduler.add_job(jobs.look, "interval", [fetcher], seconds=LOOK_EVERY, next_run_time=now)
    scheduler.add_job(jobs.recall, "interval", seconds=RECALL_EVERY, next_run_time=now)
    for target in jobs.settings.targets:  # each on its own, so that one that hangs holds up no other
        scheduler.add_job(jobs.tell, "interval", [target], seconds=TELL_EVERY, next_run_time=now)
    return scheduler


async def _let_the_last_messages_arrive(telling: Collection[asyncio.Task[None]]) -> None:
    """What targets have taken should be marked so; one that hangs must not keep us from stopping."""
    if not telling:
        return
    _, under_way = await asyncio.wait(telling, timeout=GRACE)
    if under_way:
        log.warning("a message is still under way; it may be sent again at the next start")
        logging.shutdown()
        os._exit(0)  # its thread cannot be interrupted, and waiting for it could take minutes
