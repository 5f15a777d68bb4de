"""Days: those that documents state in clauses on AI training, and whether they still do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection

from monitor import detect
from monitor.pipeline.report import report_on
from monitor.records import Change, Day, Direction, DueKind, Finding
from monitor.store import changes, documents, reminders, versions

# A deadline wins over a date on the same day: it asks something of people.
_FACTS = {DueKind.EFFECT: "date", DueKind.DEADLINE: "deadline"}
_GRAVEST_LAST = tuple(_FACTS)


@dataclass(frozen=True, slots=True)
class _Statement:
    """That a clause of a change names a day."""

    day: date
    kind: DueKind
    change: Change
    finding: Finding


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
        document = _Document(db, key)
        stating = [change for change in document.changes if change.id in change_ids]
        statements = sorted(_statements(stating, first, last), key=attrgetter("day"))
        for day, together in groupby(statements, key=attrgetter("day")):
            # What a document said when the day came is what happened, whatever it says later.
            yield _day(db, list(together), _Past(document, date.max if day >= today else day))


def _statements(stating: Iterable[Change], first: date, last: date) -> Iterator[_Statement]:
    for change in stating:
        for finding in (*change.findings, *filter(_is_moved, change.kept)):
            for kind, fact in _FACTS.items() if finding.after is not None else ():
                named = finding.facts.get(fact)
                day = date.fromisoformat(named) if isinstance(named, str) else date.min
                if max(first, change.seen_with.date()) <= day <= last:
                    yield _Statement(day, kind, change, finding)


def _day(db: Connection, statements: Sequence[_Statement], past: _Past) -> Day:
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
        report=report_on(db, change, document=past.document.state),
        findings=tuple(quoted.values()),
        stands=bool(standing),
        acknowledged=acknowledged,
        revision=len(past.after(since)) + acknowledged,
    )


def _is_moved(kept: Finding) -> bool:
    """Whether a clause that was kept names another day than before."""
    return not set(kept.facts.get("changed", ())).isdisjoint(_FACTS.values())


def _is_untouched(finding: Finding) -> bool:
    """Whether a clause was kept, with its day."""
    return finding.direction is Direction.KEPT and not _is_moved(finding)


class _Document:
    """What is known of a document, loaded once for all its days."""

    def __init__(self, db: Connection, key: str) -> None:
        self.state = documents.describe(db, key)
        self.changes = changes.of_documents(db, [key])
        self.sightings = versions.sightings_of(db, documents.identify(db, key))
        self.version = cache(partial(versions.load, db))


class _Past:
    """A document as it was until the end of a day."""

    def __init__(self, document: _Document, until: date) -> None:
        self.document = document
        self.history = [change for change in document.changes if change.seen_with.date() <= until]
        self.present_id = [each for each in document.sightings if each.first_seen.date() <= until][-1].version_id

    def after(self, change_id: int) -> list[Change]:
        """The changes after another one."""
        return [change for change in self.history if change.id > change_id]

    def still_says(self, statement: _Statement) -> bool:
        """Whether the clause still stands and names its day, be it in other words."""
        change, finding, fact = statement.change, statement.finding, _FACTS[statement.kind]
        for later in self.after(change.id):
            if became := _heirs(finding, later):
                kept = [heir for heir in became if _is_untouched(heir) and fact in heir.facts]
                if not kept:
                    return False  # it went, or names no day, or the later change speaks of it
                change, finding = later, kept[0]
        if change.after_id == self.present_id:
            return True
        # The day may stand beside the clause, which is then kept in its words when the day is moved or left out.
        present = self.document.version(self.present_id)
        is_named = detect.names_day(present.text, statement.day.isoformat(), language=present.language)
        in_words = str(finding.facts.get(f"{fact}_quote", ""))  # such as "30 days after"
        words = self._words(change.after_id, finding)
        return detect.stands(words, present.text) and (is_named or detect.stands(in_words, present.text))

    def _words(self, version_id: int, finding: Finding) -> str:
        """The words of a clause as they stood in a version; a finding may quote what it hangs on beside them."""
        quote = finding.after or ""
        place = finding.after_at
        stood = self.document.version(version_id).text[place.start : place.end] if place else ""
        return stood if stood and detect.stands(stood, quote) else quote


def _heirs(finding: Finding, later: Change) -> list[Finding]:
    """What became of the clause of a finding in a later change, if that touched it."""
    return [
        heir
        for heir in (*later.findings, *later.kept)
        if heir.practice is finding.practice and _is_same(heir.before or "", finding.after or "")
    ]


def _is_same(before: str, after: str) -> bool:
    """Whether two quotes are of one clause: either may have what it hangs on beside it."""
    return bool(before and after) and (detect.stands(before, after) or detect.stands(after, before))
