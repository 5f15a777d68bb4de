"""Lookups: what the API finds in the database, in the form of its answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import Connection

from monitor import alert, detect
from monitor.pipeline import local_day
from monitor.records import Change, Day, DocumentState
from monitor.store import changes, clauses, evidence, listing, overview, states, versions
from monitor.web import answers, questions
from monitor.web.health import Health
from monitor.web.site import Site

_Value = TypeVar("_Value")
Found = Sequence[tuple[object, Any]]
"""Answers, each with what those behind it are asked for by; where there may be more, one more than is shown."""


class Lookups:
    """Answers what is asked, each in one reading of the database."""

    def __init__(self, site: Site, health: Health) -> None:
        self.site, self._health = site, health

    def services(self, db: Connection, asked: questions.OfServices) -> Found:
        """Services by their ids."""
        found = [
            answers.Service(service.id, service.name, service.tags, numbers)
            for service, numbers in listing.all_services(db)
            if service.id > asked.after and (asked.tag is UNSET or asked.tag in service.tags)
        ]
        return [(each.id, each) for each in found[: asked.limit + 1]]

    def documents(self, db: Connection, asked: questions.OfDocuments) -> Found:
        """Documents by their numbers."""
        found = listing.documents_after(
            db, asked.after, asked.limit + 1, service=_given(asked.service), declared=_given(asked.declared)
        )
        return [(each.number, each) for each in _documents(db, found)]

    def document(self, db: Connection, asked: questions.OfOne) -> answers.Document:
        """The document of a number."""
        return _documents(db, [states.numbered(db, asked.number)])[0]

    def versions(self, db: Connection, asked: questions.OfVersions) -> Found:
        """Versions by their numbers."""
        found = listing.versions_after(
            db, asked.after, asked.limit + 1, document=_given(asked.document), service=_given(asked.service)
        )
        return [(each.number, _as(answers.Version, each)) for each in found]

    def version(self, db: Connection, asked: questions.OfOne) -> answers.WholeVersion:
        """The version of a number."""
        known = evidence.of_version(db, asked.number)
        return answers.WholeVersion(
            number=known.version_id,
            document=known.document_id,
            language=known.language,
            title=known.title,
            method=known.method,
            text=versions.load(db, known.version_id).text,
            text_sha256=known.sha256,
            clauses=tuple(_as(answers.Clause, each) for each in clauses.of_version(db, known.version_id)),
            sightings=tuple(answers.Sighting(*interval) for interval in known.seen),
            pages=tuple(_as(answers.Page, each) for each in known.originals),
        )

    def changes(self, db: Connection, asked: questions.OfChanges) -> Found:
        """Changes by their numbers."""
        found = listing.changes_after(
            db,
            asked.after,
            asked.limit + 1,
            document=_given(asked.document),
            service=_given(asked.service),
            severity=_given(asked.severity),
            kind=_given(asked.kind),
            since=_beginning(_given(asked.since)),
            until=_end(_given(asked.until)),
        )
        return [(each.number, each) for each in _changes(db, found)]

    def change(self, db: Connection, asked: questions.OfOne) -> answers.Change:
        """The change of a number."""
        return _changes(db, [changes.load(db, asked.number)])[0]

    def findings(self, db: Connection, asked: questions.OfFindings) -> Found:
        """Findings by their numbers."""
        found = listing.findings_after(
            db,
            asked.after,
            asked.limit + 1,
            document=_given(asked.document),
            service=_given(asked.service),
            practice=_given(asked.practice),
            direction=_given(asked.direction),
        )
        return [
            (
                each.number,
                answers.NumberedFinding(
                    number=each.number,
                    change=each.change,
                    document=each.document,
                    seen_with=each.seen_with,
                    finding=_as(answers.Finding, each.finding),
                ),
            )
            for each in found
        ]

    def stances(self, db: Connection, asked: questions.OfStances) -> Found:
        """What documents that are declared state, by their numbers."""
        found = listing.documents_after(db, asked.after, asked.limit + 1, service=_given(asked.service), declared=True)
        ids = [state.id for state in found]
        stated, says = overview.stances_of(db, ids), listing.present_versions(db, ids)
        return [
            (
                state.id,
                answers.DocumentStance(
                    document=state.id,
                    service=state.service.id,
                    version=says.get(state.id),
                    understood=detect.understands(state.language),
                    stances=tuple(_as(answers.Stance, each) for each in stated.get(state.id, ())),
                ),
            )
            for state in found
        ]

    def deadlines(self, db: Connection, asked: questions.OfDeadlines) -> Found:
        """The days ahead, soonest first and each document's by its number."""
        today = local_day(self.site.present()[0].reminders, self.site.clock())
        days = self.site.days.of(db, today)
        numbers = listing.numbers(db, {day.key for day in days})
        ordered = sorted((day.day.isoformat(), numbers[day.key], day) for day in days)
        first, number = _parted(asked.after)
        return [
            (f"{at}.{document}", _deadline(day, document, today))
            for at, document, day in ordered
            if (at, document) > (first, number)
        ][: asked.limit + 1]

    def health(self, _: Connection, __: questions.Question) -> answers.Health:
        """How the daemon fares."""
        return msgspec.convert(self._health.report(), answers.Health)


def _given(value: _Value | UnsetType) -> _Value | None:
    """What a parameter says, None where it says nothing."""
    return None if isinstance(value, UnsetType) else value


def _as(form: type[_Value], record: object) -> _Value:
    """A record in the form of an answer, whose fields have the same names."""
    return msgspec.convert(record, form, from_attributes=True)


def _beginning(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)


def _end(day: date | None) -> datetime | None:
    """The moment at which a day is over; of the last day that there is, nothing comes behind."""
    return None if day in {None, date.max} else datetime.combine(day, time(), UTC) + timedelta(days=1)


def _parted(after: str | UnsetType) -> tuple[str, int]:
    day, _, number = (_given(after) or ".0").partition(".")
    return day, int(number)


def _documents(db: Connection, states: Sequence[DocumentState]) -> list[answers.Document]:
    says = listing.present_versions(db, [state.id for state in states])
    return [
        answers.Document(
            number=state.id,
            service=state.service.id,
            terms_type=state.terms_type,
            variant=state.variant,
            region=state.region,
            url=state.url,
            declared=state.declared,
            language=state.language,
            practices=state.stance,
            version=says.get(state.id),
            versions=state.versions,
            since=state.since,
            last_read_at=state.last_read_at,
            next_check_at=state.next_check_at,
            failure=_failure(state),
            held=None if state.hold is None else _as(answers.Hold, state.hold),
        )
        for state in states
    ]


def _failure(state: DocumentState) -> answers.Failure | None:
    if state.failing_since is None:
        return None
    return answers.Failure(state.failing_since, state.failures, state.failing_kind or "", state.failing_detail or "")


def _changes(db: Connection, found: Iterable[Change]) -> list[answers.Change]:
    found = tuple(found)
    numbers = listing.numbers(db, {change.key for change in found})
    return [
        answers.Change(
            number=change.id,
            document=numbers[change.key],
            kind=change.kind,
            severity=change.severity,
            seen_without=change.seen_without,
            seen_with=change.seen_with,
            version_before=change.before_id,
            version_after=change.after_id,
            findings=tuple(_as(answers.Finding, each) for each in change.findings),
            kept=tuple(_as(answers.Finding, each) for each in change.kept),
            own_date=change.own_date,
            silent=change.silent,
            acknowledged_at=change.acknowledged_at,
        )
        for change in found
    ]


def _deadline(day: Day, document: int, today: date) -> answers.Deadline:
    return answers.Deadline(
        day=day.day,
        days_left=(day.day - today).days,
        kind=day.kind,
        document=document,
        service=day.report.service.id,
        change=day.report.change_id,
        acknowledged=day.acknowledged,
        how_to_refuse=alert.how_to_refuse(day),
        quotes=tuple(dict.fromkeys(finding.after or "" for finding in day.findings)),
    )
