"""Turns: look at documents and tell people, each by one process at a time on one database."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from monitor.database import Database, hold
from monitor.fetch import Fetcher
from monitor.pipeline.announce import announce
from monitor.pipeline.check import check
from monitor.pipeline.deliver import Tally, deliver
from monitor.pipeline.review import review
from monitor.records import Check, Declaration, Settings

LOOKING, TELLING = "check", "delivery"  # the names of the locks


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
    with hold(database, LOOKING, wait=wait):
        checked = await check(database, fetcher, declarations, done=done)
        review(database)
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
    with hold(database, TELLING, wait=wait):
        return await deliver(database, settings.targets, everything=everything, stopping=stopping)
