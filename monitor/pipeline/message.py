"""Message: gather from the store what one target is told of an alert, or of several in a digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor import alert
from monitor.pipeline.hearing import heard
from monitor.pipeline.report import report_on
from monitor.pipeline.standing import reports_today
from monitor.records import Alert, AlertKind, Delivery, Due, DueKind, Report, Severity, Target, Trouble, TroubleKind
from monitor.store import changes, deliveries


def message_for(db: Connection, delivery: Delivery, target: Target, now: datetime) -> Alert | None:
    """What a target is told now of an alert; None when nothing is left to tell."""
    kind, created_at, details = deliveries.alert_of(db, delivery.alert_id)
    today = now.astimezone(ZoneInfo(target.time_zone)).date()
    message = Alert(
        kind,
        _reports(db, delivery.alert_id, target, with_diff=True),
        created_at,
        dues=tuple(_dues(db, details.get("dues", ()), target, today)),
        troubles=tuple(map(_trouble, details.get("troubles", ()))),
    )
    return None if kind is AlertKind.REMINDER and not message.dues else message


def grave(db: Connection, queue: Iterable[Delivery], target: Target) -> frozenset[int]:
    """The alerts among these deliveries that may break a target's quiet: what it is told of them is grave."""
    if target.quiet is None or not target.quiet.alerts_break:
        return frozenset()
    return frozenset(
        alert_id
        for alert_id in deliveries.grave(db, queue)
        if any(report.severity is Severity.ALERT for report in _reports(db, alert_id, target))
    )


def digest_of(messages: Sequence[Alert], now: datetime) -> Alert:
    """Several messages as one; a day is told once, and with its change where that is told, too."""
    reports = tuple(chain.from_iterable(message.reports for message in messages))
    changed = {report.change_id for report in reports}
    dues = {(due.kind, due.day, due.report.change_id): due for message in messages for due in message.dues}
    return Alert(
        AlertKind.DIGEST,
        reports,
        now,
        dues=tuple(due for due in dues.values() if due.report.change_id not in changed),
        troubles=tuple(chain.from_iterable(message.troubles for message in messages)),
    )


def _reports(db: Connection, alert_id: int, target: Target, *, with_diff: bool = False) -> tuple[Report, ...]:
    """The reports that the target wants, or all of them if its wishes have changed."""
    reports = tuple(report_on(db, change, with_diff=with_diff) for change in changes.in_alert(db, alert_id))
    return heard(db, target, reports) or reports


def _dues(db: Connection, told: Iterable[Mapping[str, Any]], target: Target, today: date) -> Sequence[Due]:
    """The days ahead that nobody acknowledged and no change replaced: of what the target wants, as with reports."""
    dues = []
    for each in told:
        change, kind, day = changes.load(db, each["change_id"]), DueKind(each["kind"]), date.fromisoformat(each["day"])
        if day < today or change.acknowledged_at is not None:
            continue
        (report,) = reports_today(db, [change])
        if not any(moved.by and (moved.kind, moved.was) == (kind, day) for moved in report.moved):
            dues.append(Due(kind, day, (day - today).days, report))
    return [due for due in dues if alert.wants_reminder(target, due.report)] or dues


def _trouble(told: Mapping[str, Any]) -> Trouble:
    return Trouble(
        TroubleKind(told["kind"]),
        told["subject"],
        datetime.fromisoformat(told["since"]),
        reason=told.get("reason", ""),
        url=told.get("url", ""),
        count=told.get("count", 1),
    )
