"""Rereading: the configuration, read again when its files change or somebody asks; all of it is used or nothing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.daemon.heart import status
from monitor.daemon.jobs import Jobs
from monitor.daemon.manager import Manager
from monitor.errors import ConfigError, DatabaseError, MonitorError
from monitor.pipeline import guarded
from monitor.records import Settings, counted
from monitor.store import documents

LOOK_EVERY = 1.0  # seconds between two looks at the files
RETRY_EVERY = 300.0  # for files that are wrong: what is missing may come to be without a change to them

log = logging.getLogger(__name__)

# Of each file: its name, and what tells that it was written or replaced.
Stamp = tuple[tuple[str, int, int, int], ...]


class Rereading:
    """Keeps the jobs' settings what the files say, whenever these change and when it is `asked` to.

    `load` gives the settings, all of them checked; `taken` hears of those that are used from now on.
    """

    def __init__(
        self,
        jobs: Jobs,
        manager: Manager,
        load: Callable[[], Settings],
        taken: Callable[[Settings], None],
        asked: asyncio.Event,
    ) -> None:
        self.jobs, self.manager, self.load, self.taken, self.asked = jobs, manager, load, taken, asked
        self._read: Stamp = ()  # what the files were when they were read last; none yet, as they may have changed since
        self._read_at = time.monotonic()

    async def watch(self) -> None:
        """Read the files again whenever that is due, until cancelled."""
        before = stamp_of(self.jobs.settings)
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.asked.wait(), LOOK_EVERY)
            now = stamp_of(self.jobs.settings)
            # One that is just being written is left alone until it has been the same twice.
            if self.asked.is_set() or (now == before and self._is_due(now)):
                self._read, self._read_at = now, time.monotonic()
                with guarded("the configuration could not be read again"):
                    await self._reread()
            before = now

    def _is_due(self, now: Stamp) -> bool:
        is_wrong = self.jobs.pulse.problem is not None
        return now != self._read or (is_wrong and time.monotonic() - self._read_at >= RETRY_EVERY)

    async def _reread(self) -> None:
        """Take over what the files say now; when something is wrong with them, say so and change nothing."""
        asked = self.asked.is_set()
        self.asked.clear()
        self.manager.reloading()
        try:
            settings = await asyncio.to_thread(self._load)
            await self._take(settings, asked=asked)
        except MonitorError as error:
            self._complain(f"the new configuration is not used: {error}")
            if isinstance(error, DatabaseError):  # which has nothing to do with the files, and may pass in a moment
                self._read = ()
        finally:
            self.manager.ready(status(self.jobs.settings, self.jobs.pulse))

    def _load(self) -> Settings:
        settings, present = self.load(), self.jobs.settings
        if settings.database_url != present.database_url:
            problem = "the database would be another one; restart the daemon to use it"
            raise ConfigError(problem, path=settings.path)
        return settings

    async def _take(self, settings: Settings, *, asked: bool) -> None:
        """Use these settings from the next job on; the database learns first what is declared."""
        present, was_wrong = self.jobs.settings, self.jobs.pulse.problem is not None
        if settings != present:
            await asyncio.to_thread(self._sync, settings)
            self.jobs.settings = settings
            self.taken(settings)
        self.jobs.pulse = replace(self.jobs.pulse, problem=None)
        if settings != present or asked or was_wrong:
            log.info("the configuration was read again: %s", _news(present, settings))

    def _sync(self, settings: Settings) -> None:
        with self.jobs.database.writing() as db:
            documents.sync(db, settings.declarations, datetime.now(UTC))

    def _complain(self, problem: str) -> None:
        if problem != self.jobs.pulse.problem:
            log.error(problem)
        self.jobs.pulse = replace(self.jobs.pulse, problem=problem)


def stamp_of(settings: Settings) -> Stamp:
    """What tells whether the files that settings come from have changed: the configuration and its templates."""
    templates = sorted(Path(settings.templates).glob("*")) if settings.templates else []
    return tuple(map(_stamp, (Path(settings.path), *templates)))


def _stamp(file: Path) -> tuple[str, int, int, int]:
    try:
        found = file.stat()
    except OSError:  # not there, for a moment or for good: reading it says so
        return str(file), 0, 0, 0
    return str(file), found.st_mtime_ns, found.st_size, found.st_ino


def _news(before: Settings, now: Settings) -> str:
    """What is different, in a line."""
    if before == now:
        return "nothing has changed"
    old, new = before.declared, now.declared
    counts = {
        "new": len(new.keys() - old.keys()),
        "changed": sum(new[key] != old[key] for key in new.keys() & old.keys()),
        "gone": len(old.keys() - new.keys()),
    }
    told = "".join(f", {count} {what}" for what, count in counts.items() if count)
    return f"{counted(len(new), 'document')}{told}; {counted(len(now.targets), 'alert target')}"
