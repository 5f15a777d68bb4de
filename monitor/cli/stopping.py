"""How a command that has a browser open is stopped: SIGTERM ends its work in good order, as Ctrl-C does."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STOPPED = 128 + signal.SIGTERM  # exit code, the one that shells give


@contextmanager
def stoppable() -> Iterator[None]:
    """Leave the work inside on SIGTERM, with everything closed that it has open, and exit; a second one kills."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    before = signal.getsignal(signal.SIGTERM) or signal.SIG_DFL
    told: list[int] = []

    def stop(number: int, _: object) -> None:
        signal.signal(signal.SIGTERM, before)
        told.append(number)
        if task:
            loop.call_soon_threadsafe(task.cancel)

    signal.signal(signal.SIGTERM, stop)  # not through the loop, whose handlers Windows lacks
    try:
        yield
    except asyncio.CancelledError:
        if told:
            sys.exit(STOPPED)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
