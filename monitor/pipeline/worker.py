"""Worker: one process of those that share the documents of a database, host by host, and may vanish at any time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection

from monitor.database import Assure, Database, hold
from monitor.errors import LockedError, LostError
from monitor.store import hosts

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Worker:
    """Who takes hosts; `assure` raises DatabaseError once others take it for gone."""

    database: Database
    name: str
    assure: Assure

    def confirm(self, db: Connection, host: str) -> None:
        """Make sure that a host stays this worker's until the transaction ends; LostError when it is not."""
        if not hosts.holds(db, self.name, host):
            raise LostError(f"{host} was taken by another process meanwhile, which reads it again")

    def free_the_dead(self) -> frozenset[str]:
        """Let others have the hosts of every worker that is gone, which its lock tells; give those that live."""
        with self.database.reading() as db:
            others = hosts.workers(db) - {self.name}
        return frozenset(other for other in others if not self._is_freed(other))

    def _is_freed(self, other: str) -> bool:
        try:
            with hold(self.database, _lock(other), once=True), self.database.writing() as db:
                hosts.free(db, other)
        except LockedError:
            return False
        log.info("a process ended while it was reading documents; they are read again")
        return True


@contextmanager
def worker(database: Database) -> Iterator[Worker]:
    """Be a worker meanwhile; what it still holds at the end is free as soon as another one looks for work."""
    name = uuid4().hex
    with hold(database, _lock(name), once=True) as assure:
        yield Worker(database, name, assure)


def _lock(name: str) -> str:
    return f"worker-{name}"
