"""The heart: beats for the service manager as long as the loop turns and the looking goes on."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace

from monitor.daemon.jobs import Jobs
from monitor.daemon.manager import Manager
from monitor.records import Pulse, Settings, counted

BEAT_EVERY = 30.0  # seconds, where the manager does not say how often it wants to hear of us
ATTEMPTS = 4  # at one page: plain, once more, in a browser, once more
SPARE = 600.0  # seconds that anything but a page's deadlines may take: other processes, the reading, the database

log = logging.getLogger(__name__)


async def beat(jobs: Jobs, manager: Manager) -> None:
    """Say again and again how the daemon fares, and that it is alive while it is, until cancelled."""
    was_stuck = False
    while True:
        stuck = time.monotonic() - jobs.progressed_at > longest_check(jobs.settings)
        if not stuck:
            manager.alive(status(jobs.settings, jobs.pulse))
        elif not was_stuck:
            log.error("no check has ended for too long; a service manager with a watchdog restarts the daemon")
            manager.ailing("no check has ended for too long")
        was_stuck = stuck
        jobs.pulse = replace(jobs.pulse, stuck=stuck)
        await asyncio.sleep(manager.patience / 2 or BEAT_EVERY)


def longest_check(settings: Settings) -> float:
    """The seconds in which a check ends for sure, or the looking has come to a stop."""
    pages = max(len(declaration.pages) for declaration in settings.declarations)
    return pages * ATTEMPTS * settings.fetch.deadline + SPARE


def status(settings: Settings, pulse: Pulse) -> str:
    """How the daemon fares, in a line."""
    watching = f"watching {counted(len(settings.declarations), 'document')}"
    looked = f"last looked at {pulse.looked_at:%Y-%m-%d %H:%M} UTC" if pulse.looked_at else "not looked yet"
    return " ".join("; ".join(filter(None, (watching, looked, pulse.problem))).split())
