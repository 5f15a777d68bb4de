"""What programs are given of an alert: its machine-readable part, whose form docs/alerts.md describes.

The form has a number. A field may be added under the same number; one that goes or changes its meaning raises it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from monitor.alert.phrases import by_gravity, soonest_first
from monitor.records import Alert, Due, Finding, Report, Trouble

SCHEMA = 1


class ServiceEvent(msgspec.Struct, frozen=True):
    """The platform: the id under which it is declared, its name and its tags."""

    id: str
    name: str
    tags: tuple[str, ...]


class FindingEvent(msgspec.Struct, frozen=True):
    """What a clause means, its words before and after, and the facts that it states."""

    practice: str
    direction: str
    confidence: float
    before: str | None
    after: str | None
    facts: dict[str, str | tuple[str, ...]]


class ChangeEvent(msgspec.Struct, frozen=True):
    """One change of one document; times are in UTC, versions by number."""

    change: int
    kind: str
    service: ServiceEvent
    document: str
    url: str
    severity: str
    language: str | None
    region: str | None
    seen_without: datetime | None
    seen_with: datetime
    version_before: int | None
    version_after: int | None
    findings: tuple[FindingEvent, ...]
    kept: tuple[FindingEvent, ...]
    still_dated: str | None
    also_in: tuple[str, ...]
    told_before: datetime | None


class DueEvent(msgspec.Struct, frozen=True):
    """A day ahead, and the change that speaks of it."""

    kind: str
    day: date
    days_left: int
    about: ChangeEvent


class TroubleEvent(msgspec.Struct, frozen=True):
    """What keeps the program from its work."""

    kind: str
    subject: str
    since: datetime
    reason: str
    url: str
    count: int


class Event(msgspec.Struct, frozen=True):
    """A whole alert; `schema` is the number of this form."""

    schema: int
    kind: str
    created_at: datetime
    changes: tuple[ChangeEvent, ...]
    dues: tuple[DueEvent, ...]
    troubles: tuple[TroubleEvent, ...]


def event(alert: Alert) -> dict[str, Any]:
    """An alert as plain values that any notation can hold, gravest and soonest first."""
    built: dict[str, Any] = msgspec.to_builtins(
        Event(
            schema=SCHEMA,
            kind=alert.kind,
            created_at=alert.created_at,
            changes=tuple(map(_change, by_gravity(alert.reports))),
            dues=tuple(map(_due, soonest_first(alert.dues))),
            troubles=tuple(map(_trouble, alert.troubles)),
        )
    )
    return built


def _change(report: Report) -> ChangeEvent:
    service = report.service
    return ChangeEvent(
        change=report.change_id,
        kind=report.kind,
        service=ServiceEvent(service.id, service.name, service.tags),
        document=report.terms_type,
        url=report.url,
        severity=report.severity,
        language=report.language,
        region=report.region,
        seen_without=report.seen_without,
        seen_with=report.seen_with,
        version_before=report.before_id,
        version_after=report.after_id,
        findings=tuple(map(_finding, report.findings)),
        kept=tuple(map(_finding, report.kept)),
        still_dated=report.still_dated,
        also_in=report.twins,
        told_before=report.told_before,
    )


def _finding(finding: Finding) -> FindingEvent:
    return FindingEvent(
        practice=finding.practice,
        direction=finding.direction,
        confidence=finding.confidence,
        before=finding.before,
        after=finding.after,
        facts=dict(finding.facts),
    )


def _due(due: Due) -> DueEvent:
    return DueEvent(due.kind, due.day, due.days_left, _change(due.report))


def _trouble(trouble: Trouble) -> TroubleEvent:
    return TroubleEvent(trouble.kind, trouble.subject, trouble.since, trouble.reason, trouble.url, trouble.count)
