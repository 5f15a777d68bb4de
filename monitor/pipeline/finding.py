"""Finding: let the texts of all versions be searched, a few at a time, apart from the checks that bring them."""

from __future__ import annotations

import time
from collections.abc import Callable

from monitor.database import Database
from monitor.store import passages

PAUSE = 0.1  # seconds in which others may write to an SQLite database, before the next texts


def make_searchable(database: Database, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Add the texts that cannot be searched yet, until it is to stop; give how many these were."""
    total = 0
    while not stopping() and _is_any_waiting(database):
        time.sleep(PAUSE if total else 0)
        with database.writing() as db:
            total += passages.add_some(db)
    return total


def _is_any_waiting(database: Database) -> bool:
    with database.reading() as db:
        return not passages.is_complete(db)
