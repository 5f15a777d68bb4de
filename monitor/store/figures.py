"""Figures: how the work stands, by few queries that stay cheap with a hundred thousand documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from monitor.database.tables import alerts, changes, checks, deliveries, documents, holds
from monitor.records import AlertKind, CheckTally, Figures, Outcome, Queue


def figures(db: Connection) -> Figures:
    """How the declared documents fare and what waits."""
    counted = select(
        func.count().label("declared"),
        func.sum(case((documents.c.last_read_at.is_(None), 1), else_=0)).label("never_read"),
        func.sum(case((documents.c.failures > 0, 1), else_=0)).label("failing"),
        func.count(holds.c.document_id).label("held"),
        func.min(documents.c.last_read_at).label("oldest_read_at"),
        func.max(documents.c.last_read_at).label("newest_read_at"),
        func.min(documents.c.next_check_at).label("due_at"),
    ).select_from(documents.outerjoin(holds))
    row = db.execute(counted.where(documents.c.declared)).one()
    return Figures(
        declared=row.declared,
        never_read=row.never_read or 0,
        failing=row.failing or 0,
        held=row.held,
        oldest_read_at=row.oldest_read_at,
        newest_read_at=row.newest_read_at,
        due_at=row.due_at,
        to_review=_count(db, to_review=True),
        to_announce=_count(db, to_review=False),
        queues=queues(db),
        alerts=_alerts(db),
    )


def queues(db: Connection) -> Mapping[str, Queue]:
    """What each target has not taken, by its name; those that have taken all are left out."""
    waits = deliveries.c.given_up_at.is_(None)
    query = select(
        deliveries.c.target,
        func.count(case((waits, 1))).label("waiting"),
        func.count(deliveries.c.given_up_at).label("given_up"),
        func.min(case((waits, deliveries.c.queued_at))).label("oldest"),
    ).where(deliveries.c.delivered_at.is_(None), deliveries.c.dropped_at.is_(None))
    rows = db.execute(query.group_by(deliveries.c.target).order_by(deliveries.c.target))
    return {row.target: Queue(row.waiting, row.given_up, row.oldest) for row in rows}


def readings(db: Connection) -> Iterator[tuple[str, datetime | None, int]]:
    """Of each declared document its key, when it was last read, and how many checks have failed since."""
    query = select(documents.c.key, documents.c.last_read_at, documents.c.failures).where(documents.c.declared)
    for row in db.execute(query.order_by(documents.c.key)):
        yield row.key, row.last_read_at, row.failures


def newest_check(db: Connection, before: datetime) -> int:
    """The number of the newest check in the log that ended before a moment, 0 where there is none."""
    return db.scalar(select(checks.c.id).where(checks.c.at < before).order_by(checks.c.id.desc()).limit(1)) or 0


def checks_after(db: Connection, number: int, before: datetime, bounds: Sequence[float]) -> tuple[CheckTally, ...]:
    """The checks behind a number that ended before a moment, by outcome; how many took up to each bound in seconds."""
    within = [func.sum(case((checks.c.seconds <= bound, 1), else_=0)) for bound in bounds]
    query = select(checks.c.outcome, func.count(), func.sum(checks.c.seconds), func.max(checks.c.id), *within)
    new = query.where(checks.c.id > number, checks.c.at <= before).group_by(checks.c.outcome)
    return tuple(
        CheckTally(Outcome(outcome), count, seconds, tuple(counts), last_id)
        for outcome, count, seconds, last_id, *counts in db.execute(new)
    )


def _count(db: Connection, *, to_review: bool) -> int:
    """How many changes wait to be judged, or to be announced."""
    reviewed = changes.c.reviewed_at
    waits = reviewed.is_(None) if to_review else reviewed.is_not(None) & changes.c.alert_id.is_(None)
    return db.scalar(select(func.count()).select_from(changes).where(waits)) or 0


def _alerts(db: Connection) -> Mapping[AlertKind, int]:
    rows = db.execute(select(alerts.c.kind, func.count()).group_by(alerts.c.kind))
    return {AlertKind(kind): count for kind, count in rows}
