"""Turns: look at documents, which processes share, and tell people, one process at a time on one database."""

from __future__ import annotations

import asyncio
import logging
import math
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from monitor.database import Assure, Database, hold
from monitor.errors import LockedError
from monitor.fetch import Fetcher
from monitor.pipeline.announce import announce
from monitor.pipeline.calendar import keep_calendar
from monitor.pipeline.check import Checker
from monitor.pipeline.deliver import Tally, deliver
from monitor.pipeline.feed import Asked, Due, Feed
from monitor.pipeline.guarding import guarded
from monitor.pipeline.patience import patiently
from monitor.pipeline.remind import remind
from monitor.pipeline.review import review
from monitor.pipeline.troubles import tell_of_troubles
from monitor.pipeline.worker import worker
from monitor.records import Check, Declaration, Settings, Target
from monitor.store import deliveries, hosts

REVIEWING, RECALLING, TELLING = "review", "reminder", "delivery"  # the names of the locks
SETTLE_EVERY = 5.0  # seconds after which what has changed is told, while other documents are still being read
POLL = 0.2  # seconds between two attempts to get a lock

log = logging.getLogger(__name__)


async def look(
    database: Database,
    settings: Settings,
    fetcher: Fetcher,
    declarations: Sequence[Declaration],
    *,
    done: Callable[[Check], None] = lambda _: None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> tuple[Check, ...]:
    """Check documents, due or not, and review what has changed; what people must hear is queued when this returns.

    What other processes are reading is waited for. A database that is gone in passing is, too.
    """
    asked = Asked(declarations, _pause(settings))

    async def feed() -> None:
        with worker(database) as own:
            await Feed(Checker(own, fetcher, clock, gathers=False), asked, done=done).run()

    await patiently(feed)
    await patiently(lambda: _settle(database, settings, wait=True, gather=False, clock=clock))
    return tuple(asked.checked[declaration.key] for declaration in declarations)


async def keep_up(
    database: Database,
    settings: Settings,
    fetcher: Fetcher,
    *,
    done: Callable[[Check], None] = lambda _: None,
    looked: Callable[[], None] = lambda: None,
    enough: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Check what is due until nothing is or it is `enough`, and review now and then what has changed.

    What a service changes within an hour is one alert: whoever calls this does so again and again. `looked` is called
    each time that everything was taken up that is due, as far as there is room.
    """
    due = Due(settings.declared, _pause(settings))

    async def feed() -> None:
        with database.reading() as db:
            is_idle = not due.offers(db, clock()) and not hosts.workers(db)
        if not is_idle:
            with worker(database) as own:
                await Feed(Checker(own, fetcher, clock, gathers=True), due, done=done, enough=enough).run()

    feeding, some_left = asyncio.ensure_future(feed()), False
    try:
        while not feeding.done() or (some_left and not enough()):
            await asyncio.wait([feeding], timeout=0 if some_left else SETTLE_EVERY)
            some_left = False
            with suppress(LockedError):  # the process that has it does the same
                some_left = await _settle(database, settings, wait=False, gather=True, clock=clock)
            looked()
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
    feeding.result()


def _pause(settings: Settings) -> timedelta:
    return timedelta(seconds=settings.fetch.pause)


async def _settle(
    database: Database, settings: Settings, *, wait: bool, gather: bool, clock: Callable[[], datetime]
) -> bool:
    """Review what has changed, and queue what people must hear; who gathers comes again where some is left."""
    async with _turn(database, REVIEWING, wait=wait):
        some_left = await review(database, seconds=SETTLE_EVERY if gather else math.inf, clock=clock)
        announce(database, settings.targets, gather=gather, clock=clock)
        tell_of_troubles(database, settings, clock=clock)
    return some_left


async def recall(
    database: Database,
    settings: Settings,
    *,
    wait: bool,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Queue the reminders whose time has come, and bring the calendar up to date where one is kept."""
    async with _turn(database, RECALLING, wait=wait):
        await asyncio.to_thread(_recall, database, settings, clock)


def _recall(database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
    """Both read much where there is much history: in a thread, so that nothing else waits for them."""
    with guarded("reminders could not be made"):
        remind(database, settings, clock=clock)
    with guarded("the calendar could not be made"):
        keep_calendar(database, settings, clock=clock)


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
    async with _turn(database, lock, wait=wait) as assure:

        def enough() -> bool:
            assure()
            return stopping()

        return await deliver(
            database, settings, target, everything=everything, after=after, stopping=enough, clock=clock
        )


@asynccontextmanager
async def _turn(database: Database, name: str, *, wait: bool) -> AsyncIterator[Assure]:
    """Hold a lock; when another process has it, wait for it or raise LockedError."""
    said = False
    with ExitStack() as held:
        while True:
            try:
                assure = held.enter_context(hold(database, name))
                break
            except LockedError:
                if not wait:
                    raise
                if not said:
                    log.warning("another %s is under way on this database; waiting for it", name)
                said = True
            await asyncio.sleep(POLL)
        yield assure
