"""Check: fetch, extract, judge and store what the pages say now."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from monitor import work
from monitor.config import pace
from monitor.errors import DatabaseError, LostError
from monitor.fetch import Fetcher, Kind
from monitor.pipeline.apart import apart
from monitor.pipeline.guarding import guarded
from monitor.pipeline.lines import log_check
from monitor.pipeline.read import Candidate, method_of
from monitor.pipeline.receive import Receipt, Receiver
from monitor.pipeline.record import record, record_unchanged
from monitor.pipeline.renew import renew
from monitor.pipeline.review import note_clauses
from monitor.pipeline.together import News, Together
from monitor.pipeline.worker import Worker
from monitor.records import (
    Check,
    Declaration,
    Footing,
    Outcome,
    Reading,
    Standing,
    Unchanged,
    Unrest,
    Verdict,
)
from monitor.store import checks, documents, hosts, versions

FIRST_RETRY = timedelta(minutes=10)  # after a failure; doubled with each further one
LONGEST_RETRY = timedelta(days=1)
HELD_RETRY = timedelta(hours=4)  # a held text is looked at again soon, whatever the schedule
JUST_READ = timedelta(minutes=10)  # a document is not read again for another one's sake so soon

PLAIN_AGAIN = timedelta(days=30)  # after so long with a browser it is tried without one
AROUND = "around the text"  # the kind of a check that saw a change outside the policy

INTERNAL_ERROR = "internal error"  # the kind of a failure that is ours
NOT_READ = {Outcome.FAILED, Outcome.REFUSED, Outcome.HELD}
CHANGES = {Outcome.FIRST, Outcome.CHANGED}

log = logging.getLogger(__name__)


class Checker:
    """Checks documents as a worker; one that `gathers` has the others of a service read when one has changed."""

    def __init__(
        self,
        worker: Worker,
        fetcher: Fetcher,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        gathers: bool,
    ) -> None:
        self.worker, self.database, self.fetcher, self.clock = worker, worker.database, fetcher, clock
        self.together = Together(worker)
        self.gathers = gathers

    async def check(self, declaration: Declaration, host: str, footing: Footing) -> Check | None:
        """Check a document of a host that this worker holds, and give how it went; None when it has lost the host."""
        try:
            return await self._check(declaration, host, footing)
        except LostError as error:
            log.warning("%s: what was read is left: %s", declaration.key, error)
            return None
        except DatabaseError:
            raise
        except Exception as error:  # a page that trips over a bug of ours must not keep the others from being read
            log.exception("%s: the check failed for a reason that should not be", declaration.key)
            return self._give_up(declaration, host, footing, type(error).__name__)

    async def _check(self, declaration: Declaration, host: str, footing: Footing) -> Check:
        """Read a document, then settle what that means and when to look again."""
        began = time.monotonic()
        if footing.outdated:
            await renew(self.database, declaration, footing.document_id, method_of(declaration))
        receipt = await self._receive(declaration, footing)
        if _is_quiet(footing, receipt):
            return await self._note(declaration, host, footing, receipt, began)
        return await self._write(declaration, host, footing, receipt, began)

    async def _note(
        self, declaration: Declaration, host: str, footing: Footing, receipt: Receipt, began: float
    ) -> Check:
        """Note, together with other checks, that nothing has changed."""
        assert footing.sighting_id is not None, "bytes are remembered only with a version"
        result = Check(declaration.key, self.clock(), time.monotonic() - began, Outcome.UNCHANGED)
        again = pace.next_check(declaration.schedule, result.at, footing.unrest)
        await self.together.note(
            Unchanged(host, footing.document_id, footing.sighting_id, result.at, result.seconds, again, receipt.seen)
        )
        log_check(result, receipt, again)
        return result

    async def _write(
        self, declaration: Declaration, host: str, footing: Footing, receipt: Receipt, began: float
    ) -> Check:
        """Write what was read into the document's history, together with other checks."""

        def write(db: Connection) -> tuple[Check, datetime]:
            outcome = _settle(db, footing.document_id, receipt, self.clock())
            self._remember_browser(db, declaration, footing, receipt)
            why = _why(receipt, outcome)
            seconds = time.monotonic() - began
            result = Check(declaration.key, self.clock(), seconds, outcome, *why, retry_after=receipt.retry_after)
            if result.retry_after:
                hosts.let_rest(db, host, result.at + timedelta(seconds=result.retry_after))
            return result, _conclude(db, declaration, footing, result)

        result, again = await self.together.write(News(host, footing.document_id, write))
        log_check(result, receipt, again)
        await self._follow_up(declaration, footing.document_id, result)
        return result

    async def _follow_up(self, declaration: Declaration, document_id: int, result: Check) -> None:
        """Do what a check calls for that may be done later as well, in transactions of its own."""
        if result.outcome is Outcome.CHANGED and self.gathers:
            # Of two documents that change at once, each would wait for the other's row.
            with self.database.writing() as db:
                documents.hasten(db, declaration.service.id, result.at - JUST_READ, result.at)
        if result.outcome is Outcome.RENEWED:
            with guarded("%s: what its text states could not be told", result.key):
                await note_clauses(self.database, document_id)

    def _give_up(self, declaration: Declaration, host: str, footing: Footing, name: str) -> Check:
        """Note a check that ended in an error nobody expected, as one that failed."""
        result = Check(declaration.key, self.clock(), 0.0, Outcome.FAILED, INTERNAL_ERROR, name)
        with self.database.writing() as db:
            self.worker.confirm(db, host)
            _conclude(db, declaration, footing, result)
        return result

    async def _receive(self, declaration: Declaration, footing: Footing) -> Receipt:
        """Receive a document the way that last worked; now and then see whether it comes without a browser again."""
        known, until, document_id = footing.pages, footing.browser_until, footing.document_id
        may_render = self.fetcher.settings.browser == "auto"

        async def judge(candidate: Candidate) -> Verdict:
            return await self._judge(footing, candidate)

        if until is None or footing.sighting_id is None or not may_render:
            return await Receiver(self.fetcher, declaration, judge, known, may_render).receive()
        if self.clock() < until and self.fetcher.can_render:
            return await Receiver(self.fetcher, declaration, judge, known).receive(rendered=True)
        with self.database.reading() as db:
            expected = versions.fingerprint(db, document_id)
        return await Receiver(self.fetcher, declaration, judge).receive(expected=expected)

    async def _judge(self, footing: Footing, candidate: Candidate) -> Verdict:
        """Judge what was read; only a first text, or one never seen before, can be suspicious."""
        found, document_id = candidate.found, footing.document_id
        if footing.sighting_id is None:
            return found.verdict
        with self.database.reading() as db:
            present = versions.present(db, document_id)
            assert present is not None, "a sighting is known"
            if found.verdict.standing is Standing.REFUSED:
                return found.verdict
            if versions.find(db, document_id, found.fingerprint) is not None:
                return Verdict(Standing.DOCUMENT)
            version = versions.load(db, present.version_id)
        if version.stands_alone:
            return Verdict(Standing.DOCUMENT)
        before = Reading(version.text, version.language, version.title)
        return await apart(work.verdict, candidate.snapshots, found.parts, before)

    def _remember_browser(self, db: Connection, declaration: Declaration, footing: Footing, receipt: Receipt) -> None:
        """Note for how long to begin with a browser: while that is how the document comes."""
        if not receipt.readable or all(page.browser for page in declaration.pages):
            return
        until, now = footing.browser_until, self.clock()
        if receipt.rendered and (until is None or until <= now):
            documents.set_browser_until(db, footing.document_id, now + PLAIN_AGAIN)
        elif not receipt.rendered and until is not None:
            documents.set_browser_until(db, footing.document_id, None)


def _is_quiet(footing: Footing, receipt: Receipt) -> bool:
    """Whether nothing has changed in a document, nothing of it is pending and nothing else is to be noted."""
    is_same = receipt.readable and receipt.candidate is None
    is_plain = not receipt.rendered and footing.browser_until is None
    return is_same and is_plain and not footing.outdated and not footing.pending


def _settle(db: Connection, document_id: int, receipt: Receipt, at: datetime) -> Outcome:
    """Write a reading into the document's history."""
    candidate = receipt.candidate
    if not receipt.readable:
        return Outcome.FAILED if candidate is None else Outcome.REFUSED
    if candidate is not None:
        return record(db, document_id, candidate, receipt.verdict, at)
    if receipt.seen:
        documents.refresh_pages(db, {document_id: receipt.seen})
    return record_unchanged(db, document_id, at)


def _why(receipt: Receipt, outcome: Outcome) -> tuple[str, str]:
    """The kind and the detail to log with an outcome."""
    if outcome in NOT_READ:
        return receipt.verdict.kind, receipt.verdict.reason
    if outcome is Outcome.UNCHANGED and receipt.candidate is not None and receipt.around:
        return AROUND, "what the page shows around the policy changed"
    return "", ""


def _unrest_after(footing: Footing, result: Check) -> Unrest:
    """How restless a document is, this check included."""
    before = footing.unrest
    return replace(before, became=(result.at, *before.became)) if result.outcome in CHANGES else before


def _conclude(db: Connection, declaration: Declaration, footing: Footing, result: Check) -> datetime:
    """Log the check and set the next one, whose time is given."""
    document_id = footing.document_id
    checks.log(db, document_id, result)
    if result.kind == Kind.LEFT_ALONE:  # it was not asked for: it is as well or ill as before, and as due
        return result.at + timedelta(seconds=result.retry_after)
    if result.outcome in {Outcome.FAILED, Outcome.REFUSED}:
        since = documents.failing_since(db, document_id) or result.at
        delay = min(FIRST_RETRY + (result.at - since), LONGEST_RETRY)  # twice as long each time, however often one asks
        again = result.at + max(delay, timedelta(seconds=result.retry_after))
        documents.mark_failed(db, document_id, result.at, again, kind=result.kind, detail=result.detail)
        return again
    again = pace.next_check(declaration.schedule, result.at, _unrest_after(footing, result))
    if result.outcome is Outcome.HELD:
        again = min(again, result.at + HELD_RETRY)
        documents.mark_held(db, document_id, again)
    else:
        documents.mark_read(db, [(document_id, result.at, again)])
    return again
