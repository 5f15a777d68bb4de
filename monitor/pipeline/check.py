"""Check: fetch, extract, judge and store what the pages say now, one transaction a document."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from monitor import extract
from monitor.config import schedule
from monitor.database import Database
from monitor.errors import ExtractError, FetchError
from monitor.fetch import Fetcher
from monitor.pipeline.read import Candidate, method_of, read
from monitor.pipeline.record import record, record_unchanged
from monitor.pipeline.renew import renew
from monitor.records import (
    Check,
    Declaration,
    NotModified,
    Outcome,
    Page,
    Reading,
    Snapshot,
    Standing,
    Validators,
    Verdict,
)
from monitor.store import checks, documents, versions

FIRST_RETRY = timedelta(minutes=10)  # after a failure; doubled with each further one
LONGEST_RETRY = timedelta(days=1)
HELD_RETRY = timedelta(hours=4)  # a held text is looked at again soon, whatever the schedule
JITTER = 0.05  # of an interval, so that documents spread out over time

INTERNAL_ERROR = "internal error"  # the kind of a failure that is ours
NOT_READ = {Outcome.FAILED, Outcome.REFUSED, Outcome.HELD}

KnownPages = Mapping[str, tuple[str, Validators]]
log = logging.getLogger(__name__)


async def check(
    database: Database,
    fetcher: Fetcher,
    declarations: Sequence[Declaration],
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    done: Callable[[Check], None] = lambda _: None,
) -> tuple[Check, ...]:
    """Check documents, many at once, and give how each check ended; `done` hears of each as it ends."""
    checker = _Checker(database, fetcher, clock)

    async def one(declaration: Declaration) -> Check:
        try:
            result = await checker.check(declaration)
        except Exception as error:  # a page that trips over a bug of ours must not keep the others from being read
            log.exception("%s: the check failed for a reason that should not be", declaration.key)
            result = checker.give_up(declaration, type(error).__name__)
        done(result)
        return result

    tasks = [asyncio.ensure_future(one(declaration)) for declaration in declarations]
    try:
        return tuple(await asyncio.gather(*tasks))
    finally:  # when the database is gone, or the daemon stops: no check goes on without its pass
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Checker:
    def __init__(self, database: Database, fetcher: Fetcher, clock: Callable[[], datetime]) -> None:
        self.database, self.fetcher, self.clock = database, fetcher, clock

    async def check(self, declaration: Declaration) -> Check:
        """Read a document, then settle in one transaction what that means and when to look again."""
        began = time.monotonic()
        method, pause = method_of(declaration), 0.0
        with self.database.reading() as db:
            document_id = documents.identify(db, declaration.key)
        candidate: Candidate | None = None
        try:
            candidate, verdict = await self._read(declaration, document_id, method)
        except FetchError as error:
            verdict, pause = Verdict(Standing.REFUSED, error.kind, error.detail), error.retry_after or 0.0
        except ExtractError as error:
            verdict = Verdict(Standing.REFUSED, error.kind, error.detail)
        with self.database.writing() as db:
            outcome = _settle(db, document_id, candidate, verdict, self.clock())
            why = (verdict.kind, verdict.reason) if outcome in NOT_READ else ("", "")
            result = Check(declaration.key, self.clock(), time.monotonic() - began, outcome, *why, retry_after=pause)
            _conclude(db, declaration, document_id, result)
        log.info("%s: %s", result.key, ": ".join(filter(None, (outcome, *why))))
        return result

    def give_up(self, declaration: Declaration, name: str) -> Check:
        """Note a check that ended in an error nobody expected, as one that failed."""
        result = Check(declaration.key, self.clock(), 0.0, Outcome.FAILED, INTERNAL_ERROR, name)
        with self.database.writing() as db:
            _conclude(db, declaration, documents.identify(db, declaration.key), result)
        return result

    async def _read(self, declaration: Declaration, document_id: int, method: str) -> tuple[Candidate | None, Verdict]:
        """Give what a document says now and whether to believe it; None when not a byte has changed."""
        await renew(self.database, declaration, document_id, method)
        with self.database.reading() as db:
            known = documents.known_pages(db, document_id, method)
        candidate = await self._receive(declaration, known)
        if candidate is None:
            return None, Verdict(Standing.DOCUMENT)
        verdict = self._judge(document_id, candidate)
        if verdict.standing is Standing.SUSPICIOUS:  # an error page may be gone a moment later
            candidate = await self._receive(declaration, {}) or candidate
            verdict = self._judge(document_id, candidate)
        return candidate, verdict

    async def _receive(self, declaration: Declaration, known: KnownPages) -> Candidate | None:
        """Fetch and extract a document's pages, or give None when not a byte of them has changed."""
        answers = [await self._get(declaration, page, known.get(page.url)) for page in declaration.pages]
        if all(_is_known(answer, known) for answer in answers):
            return None
        received = [
            answer if isinstance(answer, Snapshot) else await self._get(declaration, page, None)
            for page, answer in zip(declaration.pages, answers, strict=True)
        ]
        snapshots = tuple(snapshot for snapshot in received if isinstance(snapshot, Snapshot))
        return read(declaration, snapshots)

    async def _get(
        self, declaration: Declaration, page: Page, known: tuple[str, Validators] | None
    ) -> Snapshot | NotModified:
        language = {"Accept-Language": declaration.language} if declaration.language else {}
        validators = known[1] if known else Validators()
        return await self.fetcher.get(page.url, headers={**language, **declaration.headers}, validators=validators)

    def _judge(self, document_id: int, candidate: Candidate) -> Verdict:
        """Judge what was read; only a text never seen before can be suspicious."""
        verdict = extract.judge(candidate.parts)
        if verdict.standing is Standing.REFUSED:
            return verdict
        with self.database.reading() as db:
            present = versions.present(db, document_id)
            if present is None or versions.find(db, document_id, candidate.fingerprint) is not None:
                return verdict
            version = versions.load(db, present.version_id)
        return extract.judge(candidate.parts, Reading(version.text, version.language, version.title))


def _settle(db: Connection, document_id: int, candidate: Candidate | None, verdict: Verdict, at: datetime) -> Outcome:
    """Write a reading into the document's history."""
    if verdict.standing is Standing.REFUSED:
        return Outcome.FAILED if candidate is None else Outcome.REFUSED
    if candidate is None:
        return record_unchanged(db, document_id, at)
    return record(db, document_id, candidate, verdict, at)


def _conclude(db: Connection, declaration: Declaration, document_id: int, result: Check) -> None:
    """Log the check and set the next one."""
    checks.log(db, document_id, result)
    if result.outcome in {Outcome.FAILED, Outcome.REFUSED}:
        delay = min(FIRST_RETRY * (1 << min(documents.failures(db, document_id), 10)), LONGEST_RETRY)
        again = result.at + max(delay, timedelta(seconds=result.retry_after))
        documents.mark_failed(db, document_id, result.at, again, kind=result.kind, detail=result.detail)
        return
    jitter = (declaration.schedule.every or 0.0) * JITTER
    again = schedule.next_time(declaration.schedule, result.at, jitter=jitter)
    if result.outcome is Outcome.HELD:
        documents.mark_held(db, document_id, min(again, result.at + HELD_RETRY))
    else:
        documents.mark_read(db, document_id, result.at, again)


def _is_known(answer: Snapshot | NotModified, known: KnownPages) -> bool:
    if isinstance(answer, NotModified):
        return True
    return sha256(answer.body).hexdigest() == known.get(answer.url, ("",))[0]
