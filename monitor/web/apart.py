"""Steps that cost, done in other processes for handlers that run in threads, and the last results of them kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import TypeVar, TypeVarTuple, cast

from anyio import from_thread

from monitor.pipeline import apart

KEPT = 8  # results; one may be some times as large as the texts that it came from

A = TypeVarTuple("A")
T = TypeVar("T")


class Apart:
    """Has functions of `monitor.work` done; what they are given says everything about what they give."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, object] = OrderedDict()
        self._keeping = Lock()

    def do(self, work: Callable[[*A], T], *arguments: *A) -> T:
        """What a function gives; ExtractError where it costs too much."""
        name = sha256(repr((work.__name__, arguments)).encode(errors="surrogatepass")).hexdigest()
        with self._keeping:
            if name in self._kept:
                self._kept.move_to_end(name)
                return cast("T", self._kept[name])
        found = from_thread.run(apart, work, *arguments)
        with self._keeping:
            self._kept[name] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found
