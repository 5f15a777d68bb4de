"""Turns: look at documents and tell people, each by one process at a time on one database."""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from monitor.database import Database, hold
from monitor.errors import LockedError
from monitor.fetch import Fetcher
from monitor.pipeline.announce import announce
from monitor.pipeline.calendar import keep_calendar
from monitor.pipeline.check import check
from monitor.pipeline.deliver import Tally, deliver
from monitor.pipeline.guarding import guarded
from monitor.pipeline.remind import remind
from monitor.pipeline.review import review
from monitor.pipeline.troubles import tell_of_troubles
from monitor.records import Check, Declaration, Outcome, Settings, Target
from monitor.store import deliveries, documents

LOOKING, RECALLING, TELLING = "check", "reminder", "delivery"  # the names of the locks
JUST_READ = timedelta(minutes=10)  # a document is not read again for another one's sake so soon
POLL = 0.2  # seconds between two attempts to get a lock

log = logging.getLogger(__name__)


async def look(
    database: Database,
    settings: Settings,
    fetcher: Fetcher,
    declarations: Sequence[Declaration],
    *,
    wait: bool,
    gather: bool = False,
    done: Callable[[Check], None] = lambda _: None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> tuple[Check, ...]:
    """Check documents and review what has changed; what people must hear is queued when this returns.

    Whoever looks again and again may `gather`: what a service changes within an hour is one alert.
    """
    async with _turn(database, LOOKING, wait=wait):
        checked = await check(database, fetcher, declarations, clock=clock, done=done)
        if gather:
            others = _beside(database, settings.declarations, checked, clock())
            checked += await check(database, fetcher, others, clock=clock, done=done)
        await review(database, clock=clock)
        announce(database, settings.targets, gather=gather, clock=clock)
        tell_of_troubles(database, settings, clock=clock)
    return checked


def _beside(
    database: Database, declared: Sequence[Declaration], checked: Sequence[Check], now: datetime
) -> list[Declaration]:
    """The other documents of the services that have changed one: a platform seldom changes one alone."""
    services = {result.key.partition("/")[0] for result in checked if result.outcome is Outcome.CHANGED}
    if not services:
        return []
    with database.reading() as db:
        keys = set(documents.beside(db, services, now - JUST_READ)) - {result.key for result in checked}
    return [declaration for declaration in declared if declaration.key in keys]


async def recall(database: Database, settings: Settings, *, wait: bool) -> None:
    """Queue the reminders whose time has come, and bring the calendar up to date where one is kept."""
    async with _turn(database, RECALLING, wait=wait):
        await asyncio.to_thread(_recall, database, settings)


def _recall(database: Database, settings: Settings) -> None:
    """Both read much where there is much history: in a thread, so that nothing else waits for them."""
    with guarded("reminders could not be made"):
        remind(database, settings)
    with guarded("the calendar could not be made"):
        keep_calendar(database, settings)


async def tell(
    database: Database,
    settings: Settings,
    *,
    wait: bool,
    everything: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Tally:
    """Send what is queued for each target, side by side, and then once more what was queued meanwhile.

    That is the notice to the others that messages to a target are given up; one more round is enough, as no such notice
    raises another.
    """
    tally, told = Tally(), 0
    for _ in range(2):
        with database.reading() as db:
            newest = deliveries.newest(db)
        if newest == told:
            break
        turns = [
            tell_one(database, settings, target, wait=wait, everything=everything, after=told, clock=clock)
            for target in settings.targets
        ]
        tally, told = sum(await asyncio.gather(*turns), tally), newest
    return tally


async def tell_one(
    database: Database,
    settings: Settings,
    target: Target,
    *,
    wait: bool,
    everything: bool = False,
    after: int = 0,
    stopping: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Tally:
    """Send what is queued for a target `after` a delivery; two processes that sent at once would tell people twice."""
    lock = f"{TELLING}-{zlib.crc32(target.name.encode()):08x}"  # a name may be more than a file's name can hold
    async with _turn(database, lock, wait=wait):
        return await deliver(
            database, settings, target, everything=everything, after=after, stopping=stopping, clock=clock
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
