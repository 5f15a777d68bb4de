"""The daemon: looks at what is due, recalls days ahead and sends what is queued until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.database import Database, hold
from monitor.errors import LockedError, MonitorError
from monitor.fetch import Fetcher
from monitor.pipeline import look, recall, tell_one
from monitor.records import Settings, Target
from monitor.store import documents

LOOK_EVERY = 10.0  # seconds between two looks at what is due
TELL_EVERY = 5.0
RECALL_EVERY = 60.0
GRACE = 8.0  # seconds that a message under way is given to arrive when the daemon stops

log = logging.getLogger(__name__)


def run(database: Database, settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; LockedError when another daemon runs on the database."""
    with hold(database, "daemon"):
        with database.writing() as db:
            documents.sync(db, settings.declarations, datetime.now(UTC))
        asyncio.run(_Daemon(database, settings).live())


class _Daemon:
    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        self.declarations = {declaration.key: declaration for declaration in settings.declarations}
        self.stop = asyncio.Event()
        self.telling: set[asyncio.Task[None]] = set()

    async def live(self) -> None:
        """Start the jobs, wait for the signal, stop in good order."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):  # not through the loop, whose handlers Windows lacks
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(self.stop.set))
        async with Fetcher(self.settings.fetch) as fetcher:
            scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None})
            now = datetime.now(UTC)
            scheduler.add_job(self._look, "interval", [fetcher], seconds=LOOK_EVERY, next_run_time=now)
            scheduler.add_job(self._recall, "interval", seconds=RECALL_EVERY, next_run_time=now)
            for target in self.settings.targets:  # each on its own, so that one that hangs holds up no other
                scheduler.add_job(self._tell, "interval", [target], seconds=TELL_EVERY, next_run_time=now)
            scheduler.start()
            log.info("watching %d documents; stop with SIGTERM or Ctrl-C", len(self.declarations))
            await self.stop.wait()
            log.info("stopping")
            scheduler.shutdown(wait=False)  # ends the reading under way; it is all or nothing in the database
        await self._let_the_last_messages_arrive()

    async def _look(self, fetcher: Fetcher) -> None:
        try:
            with self.database.reading() as db:
                keys = documents.due(db, datetime.now(UTC))
            due = [self.declarations[key] for key in keys if key in self.declarations]
            await look(self.database, self.settings, fetcher, due, wait=False, gather=True)
        except asyncio.CancelledError:
            log.info("the check under way was left; it will be made again")
        except LockedError:
            log.info("another check is under way on this database; waiting for it")
        except MonitorError as error:
            log.error("the documents could not be checked, and will be later: %s", error)  # noqa: TRY400 - expected

    async def _recall(self) -> None:
        try:
            await recall(self.database, self.settings, wait=False)
        except LockedError:
            log.info("reminders are being made by another process on this database")
        except MonitorError as error:
            log.error("reminders could not be made, and will be later: %s", error)  # noqa: TRY400 - expected

    async def _tell(self, target: Target) -> None:
        task = asyncio.ensure_future(self._tell_once(target))
        self.telling.add(task)
        task.add_done_callback(self.telling.discard)
        # Shielded: when the scheduler stops, the message under way must still be marked as taken.
        with suppress(asyncio.CancelledError):
            await asyncio.shield(task)

    async def _tell_once(self, target: Target) -> None:
        try:
            await tell_one(self.database, self.settings, target, wait=False, stopping=self.stop.is_set)
        except LockedError:
            log.info("%s: another process is sending to it; waiting for that", target.name)
        except MonitorError as error:
            problem = "%s: alerts could not be delivered, and will be later: %s"
            log.error(problem, target.name, error)  # noqa: TRY400 - expected

    async def _let_the_last_messages_arrive(self) -> None:
        """What targets have taken should be marked so; one that hangs must not keep us from stopping."""
        if not self.telling:
            return
        _, under_way = await asyncio.wait(self.telling, timeout=GRACE)
        if under_way:
            log.warning("a message is still under way; it may be sent again at the next start")
            logging.shutdown()
            os._exit(0)  # its thread cannot be interrupted, and waiting for it could take minutes
