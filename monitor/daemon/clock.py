"""The clock on the wall, which is set and stands still while the machine sleeps, against the one that only runs on."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import timedelta

JUMP = 5.0  # seconds between two looks that the clocks may differ by; smaller steps harm nothing
LOOK_EVERY = 1.0

log = logging.getLogger(__name__)


async def watch_clock(
    jumped: Callable[[], None],
    *,
    wall: Callable[[], float] = time.time,
    steady: Callable[[], float] = time.monotonic,
    every: float = LOOK_EVERY,
) -> None:
    """Call back whenever the clock on the wall was set or the machine has slept, until cancelled."""
    before = wall() - steady()
    while True:
        await asyncio.sleep(every)
        now = wall() - steady()
        if abs(now - before) > JUMP:
            how = "forward, or this machine slept," if now > before else "back"
            log.warning("the clock went %s by %s; all that is due is done now", how, _rounded(abs(now - before)))
            jumped()
        before = now


def _rounded(seconds: float) -> timedelta:
    return timedelta(seconds=round(seconds))
