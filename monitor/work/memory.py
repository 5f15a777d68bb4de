"""Memory: what a process that reads many pages does to need little of it."""

from __future__ import annotations

import ctypes
import gc
import sys

NEW_OBJECTS = 20_000  # after which those that nothing reaches are looked for
OWN_PIECE = 128 << 10  # bytes, from which on something is given back to the system as soon as it is not needed
_MMAP_THRESHOLD = -3  # glibc's name for that, in mallopt(3)


def spare() -> None:
    """From now on, look for garbage less often than Python does, and give back what pages took.

    What was loaded so far stays, and is not looked through again and again. The C library begins with the same bound,
    but raises it to the largest piece it was asked for: what pages took then remains, full of holes.
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):  # glibc, and no other
        library.mallopt(_MMAP_THRESHOLD, OWN_PIECE)
