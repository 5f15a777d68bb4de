"""The queue of alerts: one delivery per alert and target, there until the target has taken it, and noted for good.

A delivery waits until it is delivered, given up or dropped; none is ever deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from monitor.database.tables import alerts, changes, deliveries
from monitor.records import AlertKind, ChangeKind, Delivery, Severity

LONGEST_WAIT = timedelta(days=8)  # that any attempt is put off by: a weekly digest's

_TAKEN = deliveries.c.delivered_at.is_not(None)
_OPEN = deliveries.c.delivered_at.is_(None) & deliveries.c.dropped_at.is_(None)
_WAITS = _OPEN & deliveries.c.given_up_at.is_(None)
_GIVEN_UP = _OPEN & deliveries.c.given_up_at.is_not(None)


def queue(db: Connection, alert_id: int, targets: Iterable[str], at: datetime) -> None:
    """Queue an alert for each target, in the transaction that announces it, to be sent from `at` on."""
    for target in targets:
        row = {"alert_id": alert_id, "target": target, "attempts": 0, "queued_at": at, "next_attempt_at": at}
        db.execute(insert(deliveries).values(row))


def due(db: Connection, target: str, now: datetime) -> tuple[Delivery, ...]:
    """What is to be sent to a target now: what was tried least first, so that one bad message holds up no other."""
    again = deliveries.c.next_attempt_at
    is_due = (again <= now) | (again > now + LONGEST_WAIT)  # by a clock that was set back since
    return _load(db, _in_turn(_WAITS & (deliveries.c.target == target) & is_due))


def pending(db: Connection, target: str | None = None) -> tuple[Delivery, ...]:
    """Everything that waits for a target, or for any."""
    return _load(db, _in_turn(_WAITS if target is None else _WAITS & (deliveries.c.target == target)))


def given_up(db: Connection) -> tuple[Delivery, ...]:
    """Everything that was given up, oldest first."""
    return _load(db, select(deliveries).where(_GIVEN_UP).order_by(deliveries.c.id))


def untaken(db: Connection) -> tuple[Delivery, ...]:
    """Everything that no target took: what waits, was given up or was dropped, oldest first."""
    return _load(db, select(deliveries).where(~_TAKEN).order_by(deliveries.c.id))


def latest(db: Connection, limit: int) -> tuple[Delivery, ...]:
    """The newest deliveries, whatever became of them, newest first."""
    return _load(db, select(deliveries).order_by(deliveries.c.id.desc()).limit(limit))


def newest(db: Connection) -> int:
    """The number of the newest delivery, 0 when there is none."""
    return db.scalar(select(func.max(deliveries.c.id))) or 0


def numbered(db: Connection, ids: Collection[int]) -> tuple[Delivery, ...]:
    """The deliveries with these numbers, as far as there are any."""
    return _load(db, select(deliveries).where(deliveries.c.id.in_(ids)).order_by(deliveries.c.id))


def targets(db: Connection) -> frozenset[str]:
    """The names of all targets that anything was ever queued for."""
    return frozenset(db.scalars(select(deliveries.c.target).distinct()))


def has(db: Connection, alert_id: int, target: str) -> bool:
    """Whether an alert was queued for a target, whatever became of it."""
    mine = (deliveries.c.alert_id == alert_id) & (deliveries.c.target == target)
    return db.scalar(select(deliveries.c.id).where(mine)) is not None


def claim(db: Connection, delivery: Delivery, next_attempt_at: datetime) -> bool:
    """Note an attempt before it is made: what could not be marked as sent must not be sent again and again.

    False when it does not wait for this target any more: somebody has moved or dropped it.
    """
    values = {"attempts": deliveries.c.attempts + 1, "next_attempt_at": next_attempt_at}
    return db.execute(update(deliveries).where(_WAITS & _is(delivery)).values(values)).rowcount > 0


def mark_delivered(db: Connection, delivery: Delivery, at: datetime) -> None:
    """Note that the target took it; one that was moved to another target meanwhile still waits there."""
    values = {"delivered_at": at, "given_up_at": None, "dropped_at": None, "last_error": None}
    db.execute(update(deliveries).where(_is(delivery)).values(values))


def mark_failed(db: Connection, delivery: Delivery, error: str) -> None:
    """Note that the target did not take it, and why."""
    db.execute(update(deliveries).where(_is(delivery)).values(last_error=error))


def put_off(db: Connection, target: str, until: datetime) -> None:
    """Leave a target alone for a while, as it asked."""
    early = _WAITS & (deliveries.c.target == target) & (deliveries.c.next_attempt_at < until)
    db.execute(update(deliveries).where(early).values(next_attempt_at=until))


def give_up(
    db: Connection, target: str, at: datetime, *, queued_before: datetime, attempts: int
) -> tuple[Delivery, ...]:
    """Give up what a target has not taken in so many attempts since it was queued, and give that back."""
    too_long = (deliveries.c.queued_at <= queued_before) & (deliveries.c.attempts >= attempts)
    hopeless = _load(db, select(deliveries).where(_WAITS & (deliveries.c.target == target) & too_long))
    _update(db, hopeless, given_up_at=at)
    return hopeless


def drop(db: Connection, unwanted: Iterable[Delivery], at: datetime) -> None:
    """Note that nobody is to be sent these."""
    _update(db, unwanted, dropped_at=at)


def renew(db: Connection, delivery: Delivery, at: datetime, *, target: str) -> None:
    """Let a delivery wait as if it had just been queued, for a target that may be another one."""
    times = {"queued_at": at, "next_attempt_at": at, "given_up_at": None, "dropped_at": None}
    _update(db, [delivery], target=target, attempts=0, last_error=None, **times)


def alert_of(db: Connection, alert_id: int) -> tuple[AlertKind, datetime, Mapping[str, Any]]:
    """What kind of alert it is, when it was made, and what it tells beside changes."""
    row = db.execute(select(alerts).where(alerts.c.id == alert_id)).one()
    return AlertKind(row.kind), row.created_at, row.details or {}


def grave(db: Connection, queue: Iterable[Delivery]) -> frozenset[int]:
    """The alerts among these deliveries that speak of a change of the gravest severity; a first look has none."""
    ids = {delivery.alert_id for delivery in queue}
    is_grave = (changes.c.severity == Severity.ALERT) & (changes.c.kind != ChangeKind.FIRST)
    return frozenset(db.scalars(select(changes.c.alert_id).where(changes.c.alert_id.in_(ids) & is_grave)))


def news(db: Connection, queue: Collection[Delivery]) -> tuple[Delivery, ...]:
    """Those deliveries that are no notice of a trouble."""
    ids = {delivery.alert_id for delivery in queue}
    troubles = set(db.scalars(select(alerts.c.id).where(alerts.c.id.in_(ids) & (alerts.c.kind == AlertKind.TROUBLE))))
    return tuple(delivery for delivery in queue if delivery.alert_id not in troubles)


def _is(delivery: Delivery) -> ColumnElement[bool]:
    return (deliveries.c.id == delivery.id) & (deliveries.c.target == delivery.target)


def _update(db: Connection, some: Iterable[Delivery], **values: Any) -> None:
    ids = [delivery.id for delivery in some]
    db.execute(update(deliveries).where(deliveries.c.id.in_(ids) & deliveries.c.delivered_at.is_(None)).values(values))


def _in_turn(condition: ColumnElement[bool]) -> Select[Any]:
    return select(deliveries).where(condition).order_by(deliveries.c.attempts, deliveries.c.id)


def _load(db: Connection, query: Select[Any]) -> tuple[Delivery, ...]:
    return tuple(map(_delivery, db.execute(query)))


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        alert_id=row.alert_id,
        target=row.target,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        last_error=row.last_error,
        queued_at=row.queued_at,
        delivered_at=row.delivered_at,
        given_up_at=row.given_up_at,
        dropped_at=row.dropped_at,
    )
