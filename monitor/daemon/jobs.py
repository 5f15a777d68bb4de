"""Jobs: what the daemon does again and again, each guarded so that its failure stops neither it nor the others."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime

from monitor.database import Database
from monitor.errors import LockedError, MonitorError
from monitor.fetch import Fetcher
from monitor.pipeline import (
    Heartbeat,
    complete_clauses,
    guarded,
    keep_up,
    make_searchable,
    recall,
    tell_of_troubles,
    tell_one,
    tidy,
)
from monitor.records import Pulse, Settings, Target
from monitor.store import documents

STANDSTILL = 3600.0  # seconds in which no check ends and no look

log = logging.getLogger(__name__)


class Jobs:
    """The daemon's work on one database; `telling` are the messages under way, `stop` says that it is to end."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        self.pulse = Pulse(datetime.now(UTC))
        self.heartbeat = Heartbeat()
        self.progressed_at = time.monotonic()  # when a check or a look ended last
        self.stop = asyncio.Event()
        self.telling: set[asyncio.Task[None]] = set()

    def present(self) -> tuple[Settings, Pulse]:
        """What is answered from beside the database."""
        return self.settings, self.pulse

    async def look(self, fetcher: Fetcher) -> None:
        """Check what is due, until nothing is or there are other settings to go by."""
        settings = self.settings
        try:
            await keep_up(
                self.database,
                settings,
                fetcher,
                done=self._progress,
                looked=self._looked,
                enough=lambda: self.settings is not settings,
            )
        except asyncio.CancelledError:
            log.info("the checks under way were left; they will be made again")
        except MonitorError as error:
            log.error("the documents could not be checked, and will be later: %s", error)  # noqa: TRY400 - expected
        self._progress()

    def _progress(self, *_: object) -> None:
        self.progressed_at = time.monotonic()

    def _looked(self) -> None:
        self.pulse = replace(self.pulse, looked_at=datetime.now(UTC))

    async def watch(self) -> None:
        """Tell people when nothing looks at documents any more; who sleeps with the machine does not count."""
        if time.monotonic() - self.progressed_at > STANDSTILL:
            with guarded("what stands still could not be told"):
                await asyncio.to_thread(tell_of_troubles, self.database, self.settings, at_a_standstill=True)

    async def beat(self) -> None:
        """Let others know that documents are read."""
        with guarded("the heartbeat failed"):
            await self.heartbeat.beat(self.database, self.settings, self.pulse.looked_at)

    def replan(self) -> None:
        """Plan the next checks anew, by a clock that was set or after the machine has slept."""
        with guarded("the next checks could not be planned anew"), self.database.writing() as db:
            documents.sync(db, self.settings.declarations, datetime.now(UTC))

    async def recall(self) -> None:
        """Queue the reminders whose time has come."""
        with guarded("reminders could not be made"), _left_to_others("reminders are made by another process"):
            await recall(self.database, self.settings, wait=False)

    async def tidy(self) -> None:
        """Remove what has been kept long enough."""
        with guarded("the database could not be tidied"):
            await asyncio.to_thread(tidy, self.database, self.settings.storage, stopping=self.stop.is_set)

    async def make_searchable(self) -> None:
        """Let the texts be searched that are new, or those of all versions where none can be yet."""
        with guarded("the texts could not be made searchable"):
            await asyncio.to_thread(make_searchable, self.database, stopping=self.stop.is_set)

    async def complete(self) -> None:
        """Find once more what old versions state, of which a former release kept no clauses."""
        with guarded("what old versions state could not be completed, and will be later"):
            await complete_clauses(self.database, stopping=self.stop.is_set)

    async def tell(self, target: Target) -> None:
        """Send a target what is queued for it."""
        task = asyncio.ensure_future(self._tell(target))
        self.telling.add(task)
        task.add_done_callback(self.telling.discard)
        # Shielded: when the scheduler stops, the message under way must still be marked as taken.
        with suppress(asyncio.CancelledError):
            await asyncio.shield(task)

    async def _tell(self, target: Target) -> None:
        with (
            guarded("%s: alerts could not be delivered", target.name),
            _left_to_others("%s: another process is sending to it; waiting for that", target.name),
        ):
            await tell_one(self.database, self.settings, target, wait=False, stopping=self.stop.is_set)


@contextmanager
def _left_to_others(told: str, *about: object) -> Iterator[None]:
    """Say in the log that another process holds the lock of what the block does."""
    try:
        yield
    except LockedError:
        log.info(told, *about)
