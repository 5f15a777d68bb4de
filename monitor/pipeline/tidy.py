"""Tidy: remove what has been kept long enough, in many short transactions that let others have their turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from monitor.database import Database
from monitor.records import Storage
from monitor.store import retention

AT_ONCE = 100  # documents or values in one transaction


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
    thinned = (
        _remove(database, partial(retention.thin_checks, document_ids=some, before=before))
        for some in _batches(overfull, stopping)
    )
    checks, originals = sum(thinned), 0
    if storage.originals is not None:
        outlived = now - timedelta(seconds=storage.originals)
        originals = _remove_all(database, partial(retention.let_originals_go, before=outlived, limit=AT_ONCE), stopping)
    return Tidied(checks, originals, _remove_all(database, partial(retention.remove_unused, limit=AT_ONCE), stopping))


def _batches(ids: Sequence[int], stopping: Callable[[], bool]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        if stopping():
            return
        yield ids[start : start + AT_ONCE]


def _remove_all(database: Database, remove: Callable[[Connection], int], stopping: Callable[[], bool]) -> int:
    """Remove a little at a time until nothing is left; give how much it was in all."""
    total = 0
    while not stopping() and (removed := _remove(database, remove)):
        total += removed
    return total


def _remove(database: Database, remove: Callable[[Connection], int]) -> int:
    with database.writing() as db:
        return remove(db)
