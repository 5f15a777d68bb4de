"""Reminders: which changes state days, what people were reminded of, and what they have acknowledged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, insert, or_, select, update

from monitor.database.tables import alerts, changes, documents, findings, reminders
from monitor.records import Day
from monitor.store.changes import DATES


def with_dates(db: Connection, first: date, last: date) -> Mapping[str, frozenset[int]]:
    """The reviewed changes of declared documents whose clauses name a day between two, by the document's key."""
    named = [findings.c.facts[name].as_string().between(first.isoformat(), last.isoformat()) for name in DATES]
    stating = select(findings.c.change_id).where(or_(*named))
    query = select(documents.c.key, changes.c.id).select_from(changes.join(documents))
    gathered: dict[str, set[int]] = {}
    for row in db.execute(
        query.where(changes.c.id.in_(stating), changes.c.reviewed_at.is_not(None), documents.c.declared)
    ):
        gathered.setdefault(row.key, set()).add(row.id)
    return {key: frozenset(ids) for key, ids in sorted(gathered.items())}


def announced_at(db: Connection, change_id: int) -> datetime | None:
    """When a change was announced, None when it waits for that."""
    query = select(alerts.c.created_at).join(changes, changes.c.alert_id == alerts.c.id)
    at: datetime | None = db.scalar(query.where(changes.c.id == change_id))
    return at


def told(db: Connection, key: str, day: date) -> int | None:
    """How many days before a day of a document people were last reminded of it, whichever change stated it."""
    query = select(reminders.c.days_before).select_from(reminders.join(changes).join(documents))
    before = query.where(documents.c.key == key, reminders.c.day == day.isoformat())
    nearest: int | None = db.scalar(before.order_by(reminders.c.days_before).limit(1))
    return nearest


def note(db: Connection, dues: Iterable[tuple[Day, int]], alert_id: int) -> None:
    """Note that an alert tells of days so many days before them."""
    for day, days_before in dues:
        db.execute(insert(reminders).values(**written(day), days_before=days_before, alert_id=alert_id))


def acknowledge(db: Connection, change_ids: Iterable[int], at: datetime | None) -> None:
    """Note that people know of the days of some changes, or with None that they are to be reminded again."""
    db.execute(update(changes).where(changes.c.id.in_(list(change_ids))).values(acknowledged_at=at))


def written(day: Day) -> dict[str, int | str]:
    """A day as an alert's details hold it."""
    return {"change_id": day.report.change_id, "kind": day.kind, "day": day.day.isoformat()}
