"""Review: judge each change once; what it means and what the text states are kept in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from monitor import detect
from monitor.database import Database
from monitor.pipeline.guarding import guarded
from monitor.pipeline.stance import stated
from monitor.records import Change, ChangeKind, Direction, Finding, Review, Severity, Version
from monitor.store import changes, versions


async def review(database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Judge the changes that wait for it, oldest first; they then wait to be announced."""
    with database.reading() as db:
        waiting = changes.to_review(db)
    for change in waiting:
        await asyncio.sleep(0)  # a daemon that is told to stop must not first judge a thousand changes
        with guarded("%s: change %d could not be reviewed", change.key, change.id):
            _review(database, change, clock())


def _review(database: Database, change: Change, now: datetime) -> None:
    with database.reading() as db:
        before = None if change.before_id is None else versions.load(db, change.before_id)
        after = versions.load(db, change.after_id)
    judged = _judge(change, before, after)
    practices = stated(after.text, after.language)
    with database.writing() as db:
        changes.mark_reviewed(db, change.id, judged, now)
        versions.mark_practices(db, after.id, practices)


def _judge(change: Change, before: Version | None, after: Version) -> Review:
    judged = detect.review(
        before.text if before else "", after.text, seen=change.seen_with.date(), language=after.language
    )
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
