"""Remind: recall days ahead some days before, until they are acknowledged; each reminder is noted as it is queued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor import alert
from monitor.database import Database
from monitor.pipeline.announce import queue_alert
from monitor.pipeline.days import days_between
from monitor.records import AlertKind, Day, Reminders, Settings, Target
from monitor.store import reminders


def remind(
    database: Database, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Queue a reminder of each day whose time has come, those of one service together."""
    now, wanted = clock(), settings.reminders
    today = local_day(wanted, now)
    last = today + min(timedelta(days=max(wanted.days, default=0)), date.max - today)
    with database.reading() as db:  # finding them takes long where there is much history; no other writer waits for it
        days = days_between(db, today, last, today=today)
        dues = [(day, before) for day in days if (before := _due(db, wanted, day, now)) is not None]
    if not dues:
        return
    with database.writing() as db:
        for _, together in groupby(sorted(dues, key=_service), key=_service):
            _queue(db, list(together), settings.targets, now)


def _queue(db: Connection, dues: Sequence[tuple[Day, int]], targets: Sequence[Target], now: datetime) -> None:
    """Queue an alert on some days, and note that they are told."""
    wanting = [each for each in targets if any(alert.wants_reminder(each, day.report) for day, _ in dues)]
    details = {"dues": [reminders.written(day) for day, _ in dues]}
    soonest = min(day.day for day, _ in dues)
    reminders.note(db, dues, queue_alert(db, AlertKind.REMINDER, wanting, now, details=details, before=soonest))


def local_day(wanted: Reminders, now: datetime) -> date:
    """The day that it is where reminders are read."""
    return now.astimezone(ZoneInfo(wanted.time_zone)).date()


def days_left(wanted: Reminders, day: date, now: datetime) -> int:
    """How many days are left until a day, each ending at the hour of reminders."""
    hour = timedelta(hours=wanted.at.hour, minutes=wanted.at.minute)
    return (day - (now.astimezone(ZoneInfo(wanted.time_zone)) - hour).date()).days


def _due(db: Connection, wanted: Reminders, day: Day, now: datetime) -> int | None:
    """How many days before it a day is to be recalled now, if it is: the nearest of those that were missed.

    None that lay before the change was announced: people have just read of it.
    """
    announced = reminders.announced_at(db, day.report.change_id)
    if announced is None or not day.is_open:
        return None
    left, left_then = days_left(wanted, day.day, now), days_left(wanted, day.day, announced)
    nearest = min((before for before in wanted.days if left <= before < left_then), default=None)
    told = reminders.told(db, day.key, day.day)
    return nearest if nearest is not None and (told is None or nearest < told) else None


def _service(due: tuple[Day, int]) -> str:
    return due[0].report.service.id
