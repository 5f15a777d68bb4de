"""Report: gather from the store what people are told of a change."""

from __future__ import annotations

from sqlalchemy import Connection

from monitor import detect, diff
from monitor.records import Change, ChangeKind, DocumentState, Finding, Rendering, Report, Segment, Severity
from monitor.store import documents, versions


def report_on(
    db: Connection, change: Change, *, with_diff: bool = False, document: DocumentState | None = None
) -> Report:
    """What people are told of a change; the diff costs, and is left out unless asked for.

    Who has many changes of a `document` to tell of says what is known of it.
    """
    document = document or documents.describe(db, change.key)
    returned = change.kind is ChangeKind.RETURN
    language = versions.language(db, change.after_id)
    return Report(
        change_id=change.id,
        kind=change.kind,
        service=document.service,
        terms_type=document.name,
        url=document.url,
        severity=change.severity or Severity.NONE,
        findings=change.findings,
        kept=change.kept,
        still_dated=change.own_date_quote if change.silent else None,
        language=language,
        before_id=change.before_id,
        after_id=change.after_id,
        unread=language if language and language not in detect.LANGUAGES else None,
        read_in=detect.LANGUAGES,
        diff=_diff(db, change) if with_diff else Rendering(),
        edits=tuple(map(_edits, change.findings)) if with_diff else (),
        seen_without=change.seen_without,
        seen_with=change.seen_with,
        back_to=versions.first_seen(db, change.after_id) if returned else None,
        variant=document.variant,
        region=document.region,
    )


def _edits(finding: Finding) -> tuple[Segment, ...]:
    """A clause before and after, word by word; nothing where it has one side only."""
    before, after = finding.before, finding.after
    return diff.segments(before, after, closely=True) if before and after else ()


def _diff(db: Connection, change: Change) -> Rendering:
    if change.before_id is None:
        return Rendering()
    before, after = versions.load(db, change.before_id), versions.load(db, change.after_id)
    return diff.render(diff.compare(before.text, after.text), fold=diff.fold_mark)
