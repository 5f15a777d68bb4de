"""Review: judge each change once; what it means and what the text states are kept in one transaction."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor import work
from monitor.database import Database
from monitor.errors import ExtractError
from monitor.pipeline.apart import apart
from monitor.pipeline.guarding import guarded
from monitor.records import Change, ChangeKind, Clause, Direction, Finding, Review, Severity
from monitor.store import changes, clauses, versions

TOGETHER = 8  # changes that are judged side by side and noted in one transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a change means, and what the text after it states."""

    change: Change
    review: Review
    stated: Sequence[Clause]


async def review(
    database: Database,
    *,
    seconds: float = math.inf,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> bool:
    """Judge the changes that wait for it, for so many seconds, and tell whether some are left.

    What is judged waits to be announced.
    """
    failed: set[int] = set()
    until = time.monotonic() + seconds
    while some := _waiting(database, failed):
        if time.monotonic() > until:
            return True
        judged: list[_Judged] = []
        await asyncio.gather(*(_judge(database, each, judged) for each in some))
        kept = _note(database, judged, clock()) if judged else set()
        failed |= {each.id for each in some} - kept
    return False


def _waiting(database: Database, failed: Collection[int]) -> tuple[Change, ...]:
    with database.reading() as db:
        return changes.to_review(db, TOGETHER, passed_over=failed)


async def _judge(database: Database, change: Change, judged: list[_Judged]) -> None:
    """Add what a change means to what was judged beside it."""
    with guarded("%s: change %d could not be reviewed", change.key, change.id):
        with database.reading() as db:
            before = "" if change.before_id is None else versions.load(db, change.before_id).text
            after = versions.load(db, change.after_id)
        try:
            review, stated = await apart(work.review, before, after.text, change.seen_with.date(), after.language)
        except ExtractError as error:
            log.error("%s: what change %d means cannot be told, and is left to you: %s", change.key, change.id, error)  # noqa: TRY400 - expected
            review, stated = Review(Severity.NOTICE), ()
        judged.append(_Judged(change, _told(change, review), stated))


def _note(database: Database, judged: Sequence[_Judged], now: datetime) -> set[int]:
    """Keep what changes mean, together; where that fails, one by one, so that none holds up the others.

    The numbers of those that could be kept.
    """
    reviews, kept = {each.change.id: each.review for each in judged}, set[int]()
    with guarded("%s: the review of %s could not be kept", judged[0].change.key, ", ".join(map(str, reviews))):
        with database.writing() as db:
            changes.mark_reviewed(db, reviews, now)
            clauses.keep(db, {each.change.after_id: each.stated for each in judged})
        kept |= reviews.keys()
    if not kept and len(judged) > 1:
        kept = kept.union(*(_note(database, [each], now) for each in judged))
    return kept


async def note_clauses(database: Database, document_id: int) -> None:
    """Keep what the present text of a document states, where no change of it will be reviewed."""
    with database.reading() as db:
        present = versions.present(db, document_id)
    assert present is not None, "it has just been read"
    await _note_clauses(database, present.version_id)


async def complete_clauses(database: Database, *, stopping: Callable[[], bool] = lambda: False) -> None:
    """Keep the clauses of all versions that state something and have none kept, as of a release that kept none."""
    below = None
    while not stopping():
        with database.reading() as db:
            version_id = clauses.latest_without(db, below)
        if version_id is None:
            return
        with guarded("what version %d states could not be told", version_id):
            await _note_clauses(database, version_id)
        below = version_id


async def _note_clauses(database: Database, version_id: int) -> None:
    with database.reading() as db:
        version = versions.load(db, version_id)
    stated = await apart(work.clauses, version.text, version.language)
    with database.writing() as db:
        clauses.keep(db, {version_id: stated})


def _told(change: Change, judged: Review) -> Review:
    severity = Severity.NOTICE if change.kind is ChangeKind.RETURN else judged.severity
    return replace(judged, severity=severity, findings=tuple(_worth_keeping(judged.findings)))


def _worth_keeping(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The news, and beside it what was kept, each quote once a practice; without news, what reads or is otherwise."""
    news = [finding for finding in findings if finding.direction is not Direction.KEPT]
    kept = (finding for finding in findings if finding.direction is Direction.KEPT)
    told = kept if news else filter(_is_touched, kept)
    yield from (*news, *{(finding.practice, finding.after): finding for finding in told}.values())


def _is_touched(finding: Finding) -> bool:
    """Whether a clause that was kept reads otherwise, or what stands around it gives it another date or basis."""
    return finding.before != finding.after or "changed" in finding.facts
