"""Turns: look at documents and tell people, each by one process at a time on one database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager

from monitor.database import Database, hold
from monitor.errors import LockedError
from monitor.fetch import Fetcher
from monitor.pipeline.announce import announce
from monitor.pipeline.check import check
from monitor.pipeline.deliver import Tally, deliver
from monitor.pipeline.review import review
from monitor.records import Check, Declaration, Settings

LOOKING, TELLING = "check", "delivery"  # the names of the locks
POLL = 0.2  # seconds between two attempts to get a lock

log = logging.getLogger(__name__)


async def look(
    database: Database,
    settings: Settings,
    fetcher: Fetcher,
    declarations: Sequence[Declaration],
    *,
    wait: bool,
    done: Callable[[Check], None] = lambda _: None,
) -> tuple[Check, ...]:
    """Check documents and review what has changed; what people must hear is queued when this returns."""
    async with _turn(database, LOOKING, wait=wait):
        checked = await check(database, fetcher, declarations, done=done)
        await review(database)
        announce(database, settings.targets)
    return checked


async def tell(
    database: Database,
    settings: Settings,
    *,
    wait: bool,
    everything: bool = False,
    stopping: Callable[[], bool] = lambda: False,
) -> Tally:
    """Send what is queued; two processes that sent at once would tell people twice."""
    async with _turn(database, TELLING, wait=wait):
        return await deliver(
            database, settings.targets, templates=settings.templates, everything=everything, stopping=stopping
        )


@asynccontextmanager
async def _turn(database: Database, name: str, *, wait: bool) -> AsyncIterator[None]:
    """Hold a lock; when another process has it, wait for it or raise LockedError."""
    said = False
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(hold(database, name))
                break
            except LockedError:
                if not wait:
                    raise
                if not said:
                    log.warning("another %s is under way on this database; waiting for it", name)
                said = True
            await asyncio.sleep(POLL)
        yield
