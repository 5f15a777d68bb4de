"""Patience: what a database breaks off that will be back in a moment is done again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from monitor.errors import DatabaseError

PATIENCE = 60.0  # seconds without a success after which it is no passing trouble any more
PAUSE = 1.0

log = logging.getLogger(__name__)
Result = TypeVar("Result")


async def patiently(work: Callable[[], Awaitable[Result]]) -> Result:
    """Do work that loses nothing when it is broken off, again and again while a database's trouble passes."""
    well_at = time.monotonic()
    while True:
        began = time.monotonic()
        try:
            return await work()
        except DatabaseError as error:
            failed_at = time.monotonic()
            if failed_at - began > PATIENCE:  # it had got on for as long
                well_at = failed_at
            if not error.passing or failed_at - well_at > PATIENCE:
                raise
            log.warning("%s; trying again", error)
        await asyncio.sleep(PAUSE)
