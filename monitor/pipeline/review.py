"""Review: judge each change once and queue it for each target in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from monitor import alert, detect
from monitor.database import Database
from monitor.pipeline.report import report_on
from monitor.records import AlertKind, Change, ChangeKind, Report, Review, Severity, Target, Version
from monitor.store import changes, deliveries, versions


def review(
    database: Database, targets: Sequence[Target], *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> tuple[Change, ...]:
    """Judge the changes that wait for it, oldest first; a first record waits for the baseline to be told."""
    with database.reading() as db:
        waiting = changes.to_review(db)
    for change in waiting:
        with database.reading() as db:
            before = None if change.before_id is None else versions.load(db, change.before_id)
            after = versions.load(db, change.after_id)
        judged = _judge(change, before, after)
        practices = {clause.practice for clause in detect.find(after.text, language=after.language)}
        with database.writing() as db:
            changes.mark_reviewed(db, change.id, judged, clock())
            versions.mark_practices(db, after.id, sorted(practices))
            if change.kind is not ChangeKind.FIRST:
                _announce(db, replace(change, severity=judged.severity, findings=judged.findings), targets, clock())
    return waiting


def announce_baseline(
    database: Database, targets: Sequence[Target], *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Tell of all first records in one alert: every target once on a new database, later only what it asks for."""
    with database.writing() as db:
        first = changes.to_announce(db, ChangeKind.FIRST)
        if not first:
            return
        is_later = changes.has_baseline(db)
        now = clock()
        reports = [report_on(db, change) for change in first]
        alert_id = changes.announce(db, [change.id for change in first], AlertKind.BASELINE, now)
        names = [target.name for target in targets if any(_hears(target, report, is_later) for report in reports)]
        deliveries.queue(db, alert_id, names, now)


def _hears(target: Target, report: Report, is_later: bool) -> bool:  # noqa: FBT001 - private, and named at its only call
    return alert.wants(target, replace(report, kind=ChangeKind.NEW) if is_later else report)


def _judge(change: Change, before: Version | None, after: Version) -> Review:
    judged = detect.review(
        before.text if before else "", after.text, seen=change.seen_with.date(), language=after.language
    )
    return replace(judged, severity=Severity.NOTICE) if change.kind is ChangeKind.RETURN else judged


def _announce(db: Connection, change: Change, targets: Sequence[Target], now: datetime) -> None:
    report = report_on(db, change)
    alert_id = changes.announce(db, [change.id], AlertKind.CHANGE, now)
    deliveries.queue(db, alert_id, [target.name for target in targets if alert.wants(target, report)], now)
