"""Days: those that documents state in clauses on AI training, and whether they still do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection

from monitor.pipeline.report import report_on
from monitor.pipeline.standing import History, Past, Statement, is_moved, statements_of, up_to_date
from monitor.records import Change, Day, DueKind
from monitor.store import changes, reminders

# A deadline wins over a date on the same day: it asks something of people.
_GRAVEST_LAST = (DueKind.EFFECT, DueKind.DEADLINE)


def days_between(db: Connection, first: date, last: date, *, today: date) -> tuple[Day, ...]:
    """The days from `first` to `last` that declared documents state or stated, each once a document, soonest first.

    Those that were past when the document was seen to name them are none.
    """
    return tuple(sorted(_days(db, first, last, today), key=attrgetter("day", "key")))


def changes_naming(db: Connection, keys: Iterable[str], first: date) -> tuple[Change, ...]:
    """The changes of some documents in which clauses name a day from `first` on."""
    dated = reminders.with_dates(db, first, date.max)
    found = changes.of_documents(db, [key for key in keys if key in dated])
    return tuple(change for change in found if any(_statements([change], first, date.max)))


def _days(db: Connection, first: date, last: date, today: date) -> Iterator[Day]:
    for key, change_ids in reminders.with_dates(db, first, last).items():
        history = History(db, key)
        stating = [change for change in history.changes if change.id in change_ids]
        statements = sorted(_statements(stating, first, last), key=attrgetter("day"))
        for day, together in groupby(statements, key=attrgetter("day")):
            # What a document said when the day came is what happened, whatever it says later.
            yield _day(db, list(together), Past(history, date.max if day >= today else day))


def _statements(stating: Iterable[Change], first: date, last: date) -> Iterator[Statement]:
    for change in stating:
        for stated in statements_of(change, (*change.findings, *filter(is_moved, change.kept))):
            if max(first, change.seen_with.date()) <= stated.day <= last:
                yield stated


def _day(db: Connection, statements: Sequence[Statement], past: Past) -> Day:
    """What the statements of one day by one document amount to."""
    standing = [each for each in statements if past.still_says(each)]
    unknown = [each for each in standing if each.change.acknowledged_at is None]
    kind, change = max(
        ((each.kind, each.change) for each in unknown or standing or statements),
        key=lambda pair: (_GRAVEST_LAST.index(pair[0]), pair[1].id),
    )
    quoted = {id(each.finding): each.finding for each in statements if each.change is change}
    since = min(each.change.id for each in statements)
    acknowledged = bool(standing) and not unknown
    return Day(
        key=change.key,
        kind=kind,
        day=statements[0].day,
        report=up_to_date(report_on(db, change, document=past.history.state), change, past),
        findings=tuple(quoted.values()),
        stands=bool(standing),
        acknowledged=acknowledged,
        revision=len(past.after(since)) + acknowledged,
    )
