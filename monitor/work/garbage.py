"""Garbage: a process that stays looks for it less often than Python does."""

from __future__ import annotations

import gc

EVERY = 20_000  # new objects, after which those that nothing reaches are looked for


def look_seldom() -> None:
    """From now on; what was loaded so far stays, and is not looked through again and again."""
    gc.freeze()
    gc.set_threshold(EVERY)
