"""Turns: look at documents and tell people, each by one process at a time on one database."""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime

from monitor.database import Database, hold
from monitor.errors import LockedError
from monitor.fetch import Fetcher
from monitor.pipeline.announce import announce
from monitor.pipeline.check import check
from monitor.pipeline.deliver import Tally, deliver
from monitor.pipeline.review import review
from monitor.records import Check, Declaration, Settings, Target

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
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Tally:
    """Send what is queued for each target, side by side."""
    turns = [
        tell_one(database, settings, target, wait=wait, everything=everything, clock=clock)
        for target in settings.targets
    ]
    return sum(await asyncio.gather(*turns), Tally())


async def tell_one(
    database: Database,
    settings: Settings,
    target: Target,
    *,
    wait: bool,
    everything: bool = False,
    stopping: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Tally:
    """Send what is queued for a target; two processes that sent at once would tell people twice."""
    lock = f"{TELLING}-{zlib.crc32(target.name.encode()):08x}"  # a name may be more than a file's name can hold
    async with _turn(database, lock, wait=wait):
        return await deliver(database, target, settings.targets, everything=everything, stopping=stopping, clock=clock)


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
