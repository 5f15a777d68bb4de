"""Tidy: remove what has been kept long enough, in many short transactions that let others have their turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from monitor.database import Database
from monitor.records import Storage
from monitor.store import retention

DOCUMENTS_AT_ONCE, VALUES_AT_ONCE = 100, 20  # in one transaction; a value may have to be packed anew

T = TypeVar("T")
Remove = Callable[[Connection, Sequence[T]], int]


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was removed: checks from their log, pages as received, and values that nothing referred to."""

    checks: int = 0
    originals: int = 0
    values: int = 0


def tidy(
    database: Database,
    storage: Storage,
    *,
    stopping: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Tidied:
    """Remove what need not be kept any more; what is left when it is to stop, the next time removes."""
    now = clock()
    before = now - timedelta(seconds=storage.checks)
    with database.reading() as db:
        overfull = retention.overfull(db, before)
    tidying = _Tidying(database, stopping)
    checks = tidying.remove(overfull, partial(retention.thin_checks, before=before), DOCUMENTS_AT_ONCE)
    originals = 0
    if storage.originals is not None:
        outlived = now - timedelta(seconds=storage.originals)
        originals = tidying.remove_all(
            partial(retention.outlived, before=outlived), partial(retention.let_originals_go, before=outlived)
        )
    return Tidied(checks, originals, tidying.remove_all(retention.unused, retention.remove_unused))


@dataclass(frozen=True, slots=True)
class _Tidying:
    """Removes a little at a time, and leaves as much time again to all others, whom SQLite lets wait."""

    database: Database
    stopping: Callable[[], bool]

    def remove_all(self, find: Callable[[Connection], Sequence[str]], remove: Remove[str]) -> int:
        """Remove values until none is found, as what goes may have been all that referred to another; give how many."""
        total = 0
        while not self.stopping():
            with self.database.reading() as db:
                found = find(db)
            removed = self.remove(found, remove, VALUES_AT_ONCE)
            if not removed:  # or somebody else holds them
                break
            total += removed
        return total

    def remove(self, found: Sequence[T], remove: Remove[T], at_once: int) -> int:
        """Remove what was found, as far as it still is to be; give how much that was."""
        total = 0
        for start in range(0, len(found), at_once):
            if self.stopping():
                break
            began = time.monotonic()
            with self.database.writing() as db:
                total += remove(db, found[start : start + at_once])
            time.sleep(time.monotonic() - began)
        return total
