"""Heartbeat: an address that is asked for while documents are really read, so that others notice when they are not."""

from __future__ import annotations

import logging
from datetime import datetime

from monitor.database import Database
from monitor.errors import FetchError
from monitor.fetch import Fetcher
from monitor.records import Settings
from monitor.store import outages

NOTHING_TO_SAY = range(201, 300)  # statuses of answers that are no page, and are fine here

log = logging.getLogger(__name__)


class Heartbeat:
    """Asks for the address that `[notices]` names, once after each look at most; whether that works changes nothing."""

    def __init__(self) -> None:
        self._looked_at: datetime | None = None
        self._problem = ""

    async def beat(self, database: Database, settings: Settings, looked_at: datetime | None) -> None:
        """Ask for the address, if there was a look since the last time and documents can be read."""
        if settings.heartbeat is None or looked_at in {None, self._looked_at}:
            return
        self._looked_at = looked_at
        with database.reading() as db:
            is_reading = outages.is_reading(db)
        if is_reading:
            async with Fetcher(settings.fetch) as fetcher:
                self._tell(await _ask(fetcher, settings.heartbeat))

    def _tell(self, problem: str) -> None:
        """Log a failure when it begins and when it is over; the address may hold a secret, and is not shown."""
        if problem and problem != self._problem:
            log.warning("the heartbeat's address could not be asked for, and will be again: %s", problem)
        elif self._problem and not problem:
            log.info("the heartbeat's address answers again")
        self._problem = problem


async def _ask(fetcher: Fetcher, address: str) -> str:
    """Ask for an address as for a page, with all that guards us there; give why it failed, or nothing."""
    try:
        await fetcher.get(address)
    except FetchError as error:
        if error.status is None:
            return error.kind
        return "" if error.status in NOTHING_TO_SAY else f"{error.kind} {error.status}"
    return ""
