"""The queue of alerts: one delivery per alert and target, there until the target has taken it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from monitor.database.tables import alerts, deliveries
from monitor.records import AlertKind, Delivery


def queue(db: Connection, alert_id: int, targets: Iterable[str], at: datetime) -> None:
    """Queue an alert for each target, in the transaction that announces it."""
    for target in targets:
        db.execute(insert(deliveries).values(alert_id=alert_id, target=target, attempts=0, next_attempt_at=at))


def due(db: Connection, now: datetime) -> tuple[Delivery, ...]:
    """What is to be sent now: what was tried least first, so that one bad message holds up no other."""
    return _load(db, deliveries.c.next_attempt_at <= now)


def pending(db: Connection) -> tuple[Delivery, ...]:
    """Everything that its target has not taken yet."""
    return _load(db, deliveries.c.next_attempt_at.is_not(None))


def claim(db: Connection, delivery_id: int, next_attempt_at: datetime) -> None:
    """Note an attempt before it is made: what could not be marked as sent must not be sent again and again."""
    values = {"attempts": deliveries.c.attempts + 1, "next_attempt_at": next_attempt_at}
    db.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(values))


def mark_delivered(db: Connection, delivery_id: int, at: datetime) -> None:
    """Note that the target took it."""
    values = {"delivered_at": at, "last_error": None}
    db.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(values))


def mark_failed(db: Connection, delivery_id: int, error: str) -> None:
    """Note that the target did not take it, and why."""
    db.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(last_error=error))


def alert_of(db: Connection, alert_id: int) -> tuple[AlertKind, datetime]:
    """What kind of alert it is, and when it was made."""
    row = db.execute(select(alerts).where(alerts.c.id == alert_id)).one()
    return AlertKind(row.kind), row.created_at


def _load(db: Connection, condition: ColumnElement[bool]) -> tuple[Delivery, ...]:
    waiting = deliveries.c.delivered_at.is_(None) & condition
    query = select(deliveries).where(waiting).order_by(deliveries.c.attempts, deliveries.c.id)
    return tuple(map(_delivery, db.execute(query)))


def _delivery(row: Row[tuple[object, ...]]) -> Delivery:
    return Delivery(row.id, row.alert_id, row.target, row.attempts, row.next_attempt_at, row.last_error)
