"""Report: gather from the store what people are told of a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection

from monitor import detect, diff
from monitor.records import Change, ChangeKind, DocumentState, Finding, Rendering, Report, Segment, Severity
from monitor.store import documents, states, versions

AT_ONCE = 1000  # changes whose documents are asked for in one query


def report_on(
    db: Connection, change: Change, *, with_diff: bool = False, document: DocumentState | None = None
) -> Report:
    """What people are told of a change; the diff costs, and is left out unless asked for.

    Who has many changes of a `document` to tell of says what is known of it.
    """
    (report,) = _reports(db, [change], {change.key: document or documents.describe(db, change.key)})
    if not with_diff:
        return report
    return replace(report, diff=_diff(db, change), edits=tuple(map(_edits, change.findings)))


def reports_on(db: Connection, found: Sequence[Change]) -> tuple[Report, ...]:
    """What people are told of several changes, without their diffs."""
    pieces = (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))
    return tuple(chain.from_iterable(_together(db, some) for some in pieces))


def _together(db: Connection, found: Sequence[Change]) -> tuple[Report, ...]:
    known = {state.key: state for state in states.named(db, {change.key for change in found})}
    return _reports(db, found, known)


def _reports(db: Connection, found: Sequence[Change], known: Mapping[str, DocumentState]) -> tuple[Report, ...]:
    ids = {id_ for change in found for id_ in (change.before_id, change.after_id) if id_ is not None}
    languages = versions.languages(db, ids)
    returned = {change.after_id for change in found if change.kind is ChangeKind.RETURN}
    back_to = versions.first_seen(db, returned) if returned else {}
    return tuple(_report(change, known[change.key], languages, back_to.get(change.after_id)) for change in found)


def _report(
    change: Change, document: DocumentState, languages: Mapping[int, str | None], back_to: datetime | None
) -> Report:
    language = languages[change.after_id]
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
        language_before=None if change.before_id is None else languages.get(change.before_id),
        before_id=change.before_id,
        after_id=change.after_id,
        unread=language if language and language not in detect.LANGUAGES else None,
        read_in=detect.LANGUAGES,
        diff=Rendering(),
        seen_without=change.seen_without,
        seen_with=change.seen_with,
        back_to=back_to if change.kind is ChangeKind.RETURN else None,
        variant=document.variant,
        region=document.region,
        document_id=document.id,
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
