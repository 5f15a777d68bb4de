"""A turnstile: messages go out one after the other, so that a kill can have no more than one of them sent twice."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

PATIENCE = 5.0  # seconds; a target that takes longer for its answer holds up no other
_LOOK = 0.02  # seconds between two looks at how long the one inside has been there


class Turnstile:
    """Lets one thread in at a time, unless the one inside stays for longer than `patience` seconds."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience, self._inside, self._since = patience, Lock(), math.inf

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Wait for one's turn, as long as there is hope that it comes soon."""
        if not self._enter():
            yield
            return
        self._since = monotonic()
        try:
            yield
        finally:
            self._since = math.inf
            self._inside.release()

    def _enter(self) -> bool:
        while not self._inside.acquire(timeout=_LOOK):
            if monotonic() - self._since > self._patience:
                return False
        return True
