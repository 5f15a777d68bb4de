"""Finding: let the texts of all versions be searched, a few at a time, apart from the checks that bring them."""

from __future__ import annotations

import time
from collections.abc import Callable

from monitor.database import Database
from monitor.store import passages

AT_ONCE = 10  # texts in one transaction: others wait for it on SQLite …
PAUSE = 0.1  # … and have their turn so many seconds long before the next one


def make_searchable(database: Database, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Add the texts that cannot be searched yet, until it is to stop; give how many these were."""
    total = 0
    while not stopping():
        added = _add_some(database)
        total += added
        if added < AT_ONCE:
            break
        time.sleep(PAUSE)
    return total


def _add_some(database: Database) -> int:
    with database.reading() as db:
        if passages.is_complete(db):
            return 0
    with database.writing() as db:
        return passages.add_some(db, AT_ONCE)
