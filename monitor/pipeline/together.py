"""Together: checks that found nothing new at about the same time are noted in one transaction.

Most checks are such, and a transaction costs more than all else in them. Each waits until it is noted: a process that
is killed before that has checked in vain, and the documents are checked again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from monitor.errors import MonitorError
from monitor.pipeline.worker import Worker, lost
from monitor.records import Unchanged
from monitor.store import footings, hosts

MOMENT = 0.02  # seconds in which others may come, too

_Waiting = tuple[Unchanged, asyncio.Future[None]]


class Together:
    """Notes for a worker what did not change."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self._waiting: list[_Waiting] = []
        self._noting: asyncio.Task[None] | None = None

    async def note(self, unchanged: Unchanged) -> None:
        """Return when it is noted; LostError when the worker has lost the host, DatabaseError."""
        noted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((unchanged, noted))
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(self._note_all())
        await noted

    async def _note_all(self) -> None:
        while self._waiting:
            await asyncio.sleep(MOMENT)
            taken, self._waiting = [each for each in self._waiting if not each[1].done()], []
            await self._note_some(taken)

    async def _note_some(self, taken: Sequence[_Waiting]) -> None:
        try:
            kept = await asyncio.to_thread(self._write, [unchanged for unchanged, _ in taken])
        except MonitorError as error:
            for _, noted in taken:
                _end(noted, error)
            return
        for unchanged, noted in taken:
            _end(noted, None if unchanged.host in kept else lost(unchanged.host))

    def _write(self, found: Sequence[Unchanged]) -> frozenset[str]:
        """Note what was found of the hosts that are still the worker's, and give these."""
        with self.worker.database.writing() as db:
            kept = hosts.held(db, self.worker.name, {each.host for each in found})
            footings.note_unchanged(db, [each for each in found if each.host in kept])
        return kept


def _end(noted: asyncio.Future[None], error: MonitorError | None) -> None:
    if noted.done():  # whoever waited for it was stopped
        return
    if error:
        noted.set_exception(error)
    else:
        noted.set_result(None)
