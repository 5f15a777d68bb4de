"""Which target hears of which report."""

from __future__ import annotations

from monitor.records import ChangeKind, Report, Severity, Target

_MILDEST_FIRST = tuple(Severity)


def wants(target: Target, report: Report) -> bool:
    """Whether a target is to be told of a report; a first look has no severity to weigh, only a place."""
    if not _covers(target, report):
        return False
    return report.kind is ChangeKind.FIRST or _matters(target, report)


def _covers(target: Target, report: Report) -> bool:
    """Whether the report's service is among those that the target asked for."""
    named = not target.services or report.service.id in target.services
    tagged = not target.tags or not set(target.tags).isdisjoint(report.service.tags)
    return named and tagged


def _matters(target: Target, report: Report) -> bool:
    """Whether the change is grave enough and about a practice that the target asked for."""
    telling = (*report.findings, *(kept for kept in report.kept if "changed" in kept.facts))
    about = not target.practices or any(finding.practice in target.practices for finding in telling)
    return about and _MILDEST_FIRST.index(report.severity) >= _MILDEST_FIRST.index(target.min_severity)
