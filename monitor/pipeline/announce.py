"""Announce: gather reviewed changes into alerts and queue these for each target, in one transaction.

A platform that changes several documents at once is one alert, and all first records of a pass are one summary. A
change that no alert speaks of yet is found by its empty alert number: a crash before the transaction costs a delay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import Connection

from monitor import alert
from monitor.database import Database
from monitor.pipeline.report import report_on
from monitor.pipeline.timing import send_at
from monitor.records import AlertKind, ChangeKind, Report, Target
from monitor.store import changes, deliveries


def announce(
    database: Database, targets: Sequence[Target], *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Queue what was reviewed and not announced yet, for each target that wants it."""
    with database.writing() as db:
        reports = [report_on(db, change) for change in changes.to_announce(db)]
        if first := [report for report in reports if report.kind is ChangeKind.FIRST]:
            # A new database is summed up for every target once; later, each hears of what it asks for.
            is_later = changes.has_baseline(db)
            heard = [replace(report, kind=ChangeKind.NEW) if is_later else report for report in first]
            _announce(db, AlertKind.BASELINE, heard, targets, clock())
        others = [report for report in reports if report.kind is not ChangeKind.FIRST]
        for _, together in groupby(sorted(others, key=_service), key=_service):
            _announce(db, AlertKind.CHANGE, list(together), targets, clock())


def _service(report: Report) -> str:
    return report.service.id


def queue_alert(
    db: Connection,
    kind: AlertKind,
    targets: Iterable[Target],
    now: datetime,
    *,
    change_ids: Iterable[int] = (),
    details: Mapping[str, object] | None = None,
) -> None:
    """Queue an alert for some targets, for each in its time, in the transaction that makes it."""
    alert_id = changes.announce(db, kind, now, change_ids=change_ids, details=details)
    for target in targets:
        deliveries.queue(db, alert_id, [target.name], send_at(target, now))


def _announce(
    db: Connection, kind: AlertKind, reports: Iterable[Report], targets: Sequence[Target], now: datetime
) -> None:
    reports = tuple(reports)
    wanting = [target for target in targets if any(alert.wants(target, report) for report in reports)]
    queue_alert(db, kind, wanting, now, change_ids=[report.change_id for report in reports])
