"""Feed: keep a bounded number of hosts under way, whatever there is to check, and take others as they end.

A host's documents are read one after the other: no process asks a host for two things at once, and only so many bodies
are in memory as there are hosts under way.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from sqlalchemy import Connection

from monitor.fetch import lane_of
from monitor.pipeline.check import Checker
from monitor.pipeline.read import method_of
from monitor.records import Check, Declaration, Footing
from monitor.store import documents, footings, hosts

HOSTS_PER_REQUEST = 4  # under way for each request that may run: the others rest between two, or are being judged
BATCH = 8  # documents of a host that are read before another process may have it
BREATH = 0.1  # seconds in which others may end, too, before the next are taken
POLL = 1.0  # seconds until it is looked again whether more is to be done …
POLL_IDLE = 0.2  # … where nothing is under way

log = logging.getLogger(__name__)

_NONE = timedelta()

Work = Mapping[str, Sequence[Declaration]]  # of each host


class Source(Protocol):
    """Where work comes from; one that `waits` wants what others hold, too."""

    waits: bool

    def offers(self, db: Connection, now: datetime) -> bool:
        """Whether there may be something to take, now or in a moment."""

    def take(self, db: Connection, worker: str, now: datetime, places: int) -> Work:
        """Take up to so many hosts."""

    def settle(self, host: str, check: Check) -> None:
        """Note that a document was checked."""


class Due:
    """The declared documents that are due, and become so meanwhile."""

    waits = False

    def __init__(self, declared: Mapping[str, Declaration], pause: timedelta) -> None:
        self.declared, self.pause = declared, pause
        self.foreign: set[str] = set()  # hosts of documents that only another process's configuration declares

    def offers(self, db: Connection, now: datetime) -> bool:
        """Whether there may be something to take, now or in a moment."""
        return bool(hosts.longest_due(db, now, _NONE, 1, but=self.foreign))

    def take(self, db: Connection, worker: str, now: datetime, places: int) -> Work:
        """Take the hosts whose documents are due for longest."""
        names = hosts.longest_due(db, now, self.pause, places, but=self.foreign)
        taken = hosts.take(db, worker, names, now, self.pause)
        keys = {name: documents.due(db, name, now, BATCH) for name in taken}
        work = {name: [self.declared[key] for key in some if key in self.declared] for name, some in keys.items()}
        if idle := {name for name, some in work.items() if not some}:
            hosts.leave(db, worker, idle, now)
            self.foreign |= idle
        return {name: some for name, some in work.items() if some}

    def settle(self, host: str, check: Check) -> None:
        """Nothing: it is not due any more."""


class Asked:
    """Documents that somebody asked for, due or not; `checked` is how those went that are done."""

    waits = True

    def __init__(self, declarations: Iterable[Declaration], pause: timedelta) -> None:
        self.left: dict[str, dict[str, Declaration]] = {}
        for declaration in declarations:
            self.left.setdefault(lane_of(declaration.pages[0].url), {})[declaration.key] = declaration
        self.pause = pause
        self.checked: dict[str, Check] = {}

    def offers(self, db: Connection, now: datetime) -> bool:  # noqa: ARG002 - the protocol's signature
        """Whether there may be something to take, now or in a moment."""
        return bool(self.left)

    def take(self, db: Connection, worker: str, now: datetime, places: int) -> Work:
        """Take hosts in the order in which they were asked for; those that another process holds come last."""
        wanted = [*islice(self.left, places)]
        taken = hosts.take(db, worker, wanted, now, self.pause)
        for name in set(wanted).difference(taken):
            self.left[name] = self.left.pop(name)
        return {name: [*self.left[name].values()][:BATCH] for name in taken}

    def settle(self, host: str, check: Check) -> None:
        """Note that a document was checked."""
        self.checked[check.key] = check
        del self.left[host][check.key]
        if not self.left[host]:
            del self.left[host]


class Feed:
    """Reads what a source has as one worker; `enough` ends it after the documents that are being read just then."""

    def __init__(
        self,
        checker: Checker,
        source: Source,
        *,
        done: Callable[[Check], None] = lambda _: None,
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        self.checker, self.source, self.done, self.enough = checker, source, done, enough
        self.worker, self.database, self.clock = checker.worker, checker.worker.database, checker.clock
        self.places = HOSTS_PER_REQUEST * checker.fetcher.settings.concurrency
        self.under_way: dict[asyncio.Task[None], str] = {}
        self.said = False

    async def run(self) -> None:
        """Read until the source has nothing to offer; DatabaseError when the database or the worker's lock is gone."""
        try:
            while self._turn_over() or self.under_way:
                await self._let_some_end()
        finally:  # when the database is gone, or the daemon stops: no check goes on without its pass
            for task in self.under_way:
                task.cancel()
            await asyncio.gather(*self.under_way, return_exceptions=True)

    def _turn_over(self) -> bool:
        """Leave the hosts that have ended, take others in their place, and give whether the source offers any."""
        self.worker.assure()
        ended = {task: host for task, host in self.under_way.items() if task.done()}
        for task in ended:
            del self.under_way[task]
            task.result()
        now = self.clock()
        if ended:
            with self.database.writing() as db:
                hosts.leave(db, self.worker.name, ended.values(), now)
                return self._take(db, now)
        if len(self.under_way) == self.places:
            return True
        self._mind_others()
        with self.database.reading() as db:
            if not self.source.offers(db, now):
                return False
        with self.database.writing() as db:
            return self._take(db, now)

    def _take(self, db: Connection, now: datetime) -> bool:
        if self.enough() or not self.source.offers(db, now):
            return False
        work = self.source.take(db, self.worker.name, now, self.places - len(self.under_way))
        if not work:
            return True
        for host, until in hosts.resting(db, work, now).items():
            self.checker.fetcher.leave_alone(host, (until - now).total_seconds())
        footing = footings.of(db, {each.key: method_of(each) for some in work.values() for each in some})
        for host, some in work.items():
            reading = self._read(host, [(each, footing[each.key]) for each in some])
            self.under_way[asyncio.ensure_future(reading)] = host
        return True

    def _mind_others(self) -> None:
        """Take over from those that are gone, and say so when it is others that are waited for."""
        others = self.worker.free_the_dead()
        if others and not self.under_way and not self.said and self.source.waits:
            log.warning("other processes are reading pages of the same hosts; waiting for them")
            self.said = True

    async def _read(self, host: str, some: Sequence[tuple[Declaration, Footing]]) -> None:
        async with self.checker.fetcher.keep(host):
            for declaration, footing in some:
                if self.enough():
                    return
                check = await self.checker.check(declaration, host, footing)
                if check is None:  # the host is another worker's now
                    return
                self.source.settle(host, check)
                self.done(check)
                if check.retry_after and not self.source.waits:
                    return  # the others stay due, and are taken when the host has rested

    async def _let_some_end(self) -> None:
        if not self.under_way:
            await asyncio.sleep(POLL_IDLE)
            return
        ended, others = await asyncio.wait(self.under_way, timeout=POLL, return_when=asyncio.FIRST_COMPLETED)
        if ended and others:
            await asyncio.wait(others, timeout=BREATH)
