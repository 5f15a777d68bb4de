"""Signals: stop in good order, whatever hangs; read the configuration again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading

STOP_WITHIN = 9.0  # seconds after which a daemon that was told to stop is gone; service managers kill after ten


def heed_signals(stop: asyncio.Event, reread: asyncio.Event) -> None:
    """Set `stop` on SIGTERM and SIGINT, of which a second one ends at once, and `reread` on SIGHUP."""
    loop = asyncio.get_running_loop()
    told: list[int] = []
    was_terminal = sys.stderr.isatty()

    def end(number: int, _: object) -> None:
        if told:
            os._exit(128 + number)
        told.append(number)
        last = threading.Timer(STOP_WITHIN, os._exit, [0])  # a page, target or database that hangs cannot stop this
        last.daemon = True
        last.start()
        loop.call_soon_threadsafe(stop.set)

    def hang_up(number: int, frame: object) -> None:
        if was_terminal and not sys.stderr.isatty():  # the window was closed: nobody would know that we go on
            end(number, frame)
        else:
            loop.call_soon_threadsafe(reread.set)

    for name in (signal.SIGTERM, signal.SIGINT):  # not through the loop, whose handlers Windows lacks
        signal.signal(name, end)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, hang_up)
