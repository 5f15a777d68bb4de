"""Hearing: how a target is told of changes; what several variants of a document say alike it hears once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from monitor import alert
from monitor.pipeline.report import report_on
from monitor.records import Change, ChangeKind, Finding, Report, Severity, Target
from monitor.store import changes

REMEMBERED = timedelta(days=90)  # a clause that another variant has had for longer is told as if it were new
FLAPPING = timedelta(days=14)  # a clause that goes and comes again within so short a time was there all along


def heard(db: Connection, target: Target, reports: Iterable[Report]) -> tuple[Report, ...]:
    """Of the reports of an alert those that a target is to be told of, as it is told of them.

    What it was told before, of another variant of the document or of this one just now, is no alert any more.
    """
    known = [_with_what_was_told(db, target, report) for report in reports if alert.wants(target, report)]
    return _twins_as_one(report for report in known if alert.wants(target, report))


def _with_what_was_told(db: Connection, target: Target, report: Report) -> Report:
    """A report, milder where the target was told the same before."""
    news = _news(report)
    if not news:
        return report
    seen = report.seen_with
    told = changes.told_before(
        db, report.change_id, target.name, since=seen - FLAPPING, variants_since=seen - REMEMBERED
    )
    alike = (at for at, change in told if _news(change) == news and alert.wants(target, report_on(db, change)))
    if (told_before := min(alike, default=None)) is None:
        return report
    severity = Severity.NOTICE if report.severity is Severity.ALERT else report.severity
    return replace(report, told_before=told_before, severity=severity)


def _twins_as_one(reports: Iterable[Report]) -> tuple[Report, ...]:
    """The reports with those on variants that changed alike as one, which names the others."""
    alike: dict[object, list[Report]] = {}
    for report in reports:
        alike.setdefault(_kin(report), []).append(report)
    return tuple(map(_as_one, alike.values()))


def _kin(report: Report) -> object:
    """What twins have in common; a change that says nothing of AI training has none."""
    news = _news(report)
    return (report.service.id, _type_of(report), news) if news else report.change_id


def _as_one(twins: list[Report]) -> Report:
    first, *others = sorted(twins, key=lambda report: (report.told_before is not None, report.variant is not None))
    return replace(first, twins=tuple(report.terms_type for report in others))


def _type_of(report: Report) -> str:
    """The type of terms that the document is a variant of."""
    return report.terms_type.removesuffix(f" ({report.variant})")


def _news(change: Change | Report) -> frozenset[object]:
    """What a change does to which practices and from when, in which words, whatever their case and spacing."""
    if change.kind is ChangeKind.FIRST:
        return frozenset()
    events = ((each.practice, each.direction, *_words(each)) for each in change.findings)
    reworded = ((each.practice, each.direction, _changed(each)) for each in change.kept if "changed" in each.facts)
    return frozenset((*events, *reworded))


def _words(finding: Finding) -> tuple[str, ...]:
    """The words of a clause before and after, and those of its days, which may stand beside it."""
    days = (str(finding.facts.get(f"{fact}_quote", "")) for fact in ("date", "deadline"))
    return tuple(map(_folded, (finding.before, finding.after, *days)))


def _changed(finding: Finding) -> tuple[object, ...]:
    """The details that changed, as they are now."""
    return tuple((name, finding.facts[name]) for name in finding.facts["changed"])


def _folded(words: str | None) -> str:
    return " ".join((words or "").casefold().split())
