"""Together: what checks that end at about the same time have found is written in one transaction.

A transaction costs more than all else in most checks. Each waits until its part is written: a process that is killed
before that has checked in vain, and the documents are checked again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from sqlalchemy import Connection

from monitor.errors import LostError
from monitor.pipeline.gathering import Gathering
from monitor.pipeline.worker import Worker, lost
from monitor.records import Check, Unchanged
from monitor.store import footings, hosts

AT_ONCE = 256  # checks that found nothing new, in one transaction …
NEWS_AT_ONCE = 8  # … and others, whose transactions last longer: on SQLite, everybody else waits for them
MOMENTS = 5  # in which others of these may come, as they are read one after the other

Concluded = tuple[Check, datetime]  # how a check went, and when the next one is


@dataclass(frozen=True, slots=True)
class News:
    """What one check has to write of a document: `write` is called again where that failed."""

    host: str
    document_id: int
    write: Callable[[Connection], Concluded]


class Together:
    """Writes for a worker what checks have found."""

    def __init__(self, worker: Worker) -> None:
        self.worker, turn = worker, asyncio.Lock()
        self._unchanged = Gathering(self._note_all, AT_ONCE, turn)
        self._news = Gathering(self._write_all, NEWS_AT_ONCE, turn, moments=MOMENTS)

    async def note(self, unchanged: Unchanged) -> None:
        """Return when it is noted; LostError when the worker has lost the host, DatabaseError."""
        await self._unchanged.add(unchanged)

    async def write(self, news: News) -> Concluded:
        """Give what a check has come to when it is written; LostError when the worker has lost the host."""
        return await self._news.add(news)

    def _note_all(self, found: Sequence[Unchanged]) -> list[LostError | None]:
        with self.worker.database.writing() as db:
            kept = hosts.held(db, self.worker.name, {each.host for each in found})
            footings.note_unchanged(db, [each for each in found if each.host in kept])
        return [None if each.host in kept else lost(each.host) for each in found]

    def _write_all(self, found: Sequence[News]) -> list[Concluded | LostError]:
        in_order = sorted(found, key=attrgetter("document_id"))  # or two processes wait for each other
        with self.worker.database.writing() as db:
            kept = hosts.held(db, self.worker.name, {each.host for each in found})
            written = {each.document_id: each.write(db) for each in in_order if each.host in kept}
        return [written.get(each.document_id) or lost(each.host) for each in found]
