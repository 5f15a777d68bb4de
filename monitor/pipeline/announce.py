"""Announce: gather reviewed changes into alerts and queue these for each target, each alert in one transaction.

A platform that changes several documents at once is one alert, and all first records of a pass are one summary. A
change that no alert speaks of yet is found by its empty alert number: a crash before the transaction costs a delay.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from sqlalchemy import Connection

from monitor import alert
from monitor.database import Database
from monitor.pipeline.guarding import guarded
from monitor.pipeline.hearing import heard
from monitor.pipeline.report import reports_on
from monitor.pipeline.timing import send_at
from monitor.records import AlertKind, Change, ChangeKind, Report, Target
from monitor.store import changes, deliveries, documents

BURST = timedelta(hours=1)  # what else a service changes so soon after an alert is told at once
AT_ONCE = 500  # first looks whose findings are in memory
BESIDE = timedelta(minutes=5)  # for which a change waits for the service's other documents to be read

log = logging.getLogger(__name__)


def announce(
    database: Database,
    targets: Sequence[Target],
    *,
    gather: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Queue what was reviewed and not announced yet, for each target that wants it.

    Whoever comes again may `gather`: within an hour of an alert, the changes of its service wait for the hour's end,
    those of a service whose other documents are about to be read for these, and first looks for each other.
    """
    now = clock()
    with database.reading() as db:
        first, others = _to_tell(db, now, gather=gather)
    if first:
        _one_alert(_announce_first, database, first, targets, now)
    for together in others:
        _one_alert(_announce_changes, database, together, targets, now)


def _to_tell(db: Connection, now: datetime, *, gather: bool) -> tuple[list[Change], list[list[Change]]]:
    """The first looks and, by service, the other changes that are to be told now."""
    waiting = changes.to_announce(db)
    first = [change for change in waiting if change.kind is ChangeKind.FIRST]
    others = sorted((change for change in waiting if change.kind is not ChangeKind.FIRST), key=_service)
    by_service = {service: list(some) for service, some in groupby(others, key=_service)}
    pausing = _pausing(db, by_service, now) if gather and others else ()
    told = [some for service, some in by_service.items() if service not in pausing]
    return [] if gather and _await_more(db, first, now) else first, told


def _pausing(db: Connection, by_service: Mapping[str, Iterable[Change]], now: datetime) -> frozenset[str]:
    """The services of some changes for which more may have to be told in a moment, or was told a moment ago."""
    lately = [service for service, some in by_service.items() if _are_recent(some, now - BESIDE)]
    return changes.services_told_of(db, now - BURST) | documents.services_due(db, lately, now)


def _await_more(db: Connection, first: Sequence[Change], now: datetime) -> bool:
    """Whether some first looks wait for others, which are about to be taken."""
    if not first or not _are_recent(first, now - BURST):
        return False
    return changes.are_first_looks_to_review(db) or documents.is_any_unread(db, now + BESIDE)


def _are_recent(some: Iterable[Change], since: datetime) -> bool:
    """Whether all of some changes were seen since a moment."""
    return all(change.seen_with > since for change in some)


def queue_alert(
    db: Connection,
    kind: AlertKind,
    targets: Iterable[Target],
    now: datetime,
    *,
    change_ids: Iterable[int] = (),
    details: Mapping[str, object] | None = None,
    before: date | None = None,
) -> int:
    """Queue an alert for some targets, for each in its time, in the transaction that makes it; give its number.

    One that is to be known `before` a day waits for no digest that would come too late.
    """
    alert_id = changes.announce(db, kind, now, change_ids=change_ids, details=details)
    for target in targets:
        deliveries.queue(db, alert_id, [target.name], send_at(target, now, before=before))
    return alert_id


def _one_alert(
    announce_them: Callable[[Connection, Sequence[Change], Sequence[Target], datetime], None],
    database: Database,
    some: Sequence[Change],
    targets: Sequence[Target],
    now: datetime,
) -> None:
    """Announce some changes in a transaction of their own."""
    named = f"change{'s' * (len(some) > 1)} {', '.join(str(change.id) for change in some)}"
    with guarded("%s: %s could not be announced", some[0].key, named), database.writing() as db:
        announce_them(db, some, targets, now)


def _service(change: Change) -> str:
    return change.key.partition("/")[0]


def _announce_first(db: Connection, first: Sequence[Change], targets: Sequence[Target], now: datetime) -> None:
    """Sum up first looks; what is known as another document, such as one that was renamed, is no news."""
    known = changes.known_elsewhere(db) if first else frozenset()
    if known:
        queue_alert(db, AlertKind.BASELINE, (), now, change_ids=known)
    news = [change.id for change in first if change.id not in known]
    if news:
        told = _first_reports(db, news)
        wanting = {target.name for report in told for target in targets if alert.wants(target, report)}
        queue_alert(db, AlertKind.BASELINE, [each for each in targets if each.name in wanting], now, change_ids=news)


def _first_reports(db: Connection, first: Sequence[int]) -> Iterator[Report]:
    """What there is to tell of first looks: a new database is summed up once; later, each hears of what it asks for."""
    is_later = changes.has_baseline(db)
    for start in range(0, len(first), AT_ONCE):
        for report in reports_on(db, changes.numbered(db, first[start : start + AT_ONCE])):
            yield replace(report, kind=ChangeKind.NEW) if is_later else report


def _announce_changes(db: Connection, together: Sequence[Change], targets: Sequence[Target], now: datetime) -> None:
    reports = reports_on(db, together)
    wanting = [target for target in targets if heard(db, target, reports)]
    queue_alert(db, AlertKind.CHANGE, wanting, now, change_ids=[report.change_id for report in reports])
