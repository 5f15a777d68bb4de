"""Listings: so many rows behind a number, in an order that stays as the tables grow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from monitor.database.tables import changes as changes_table
from monitor.database.tables import documents as documents_table
from monitor.database.tables import findings, services, sightings, versions
from monitor.records import (
    Change,
    ChangeKind,
    Direction,
    DocumentState,
    FindingFacts,
    Practice,
    Service,
    Severity,
    VersionFacts,
)
from monitor.store import changes, states


def all_services(db: Connection) -> tuple[tuple[Service, tuple[int, ...]], ...]:
    """Every service with the numbers of its documents, by its id."""
    numbers: dict[str, list[int]] = {}
    for row in db.execute(select(documents_table.c.id, documents_table.c.service_id).order_by(documents_table.c.id)):
        numbers.setdefault(row.service_id, []).append(row.id)
    rows = db.execute(select(services).order_by(services.c.id))
    return tuple((Service(row.id, row.name, tuple(row.tags)), tuple(numbers.get(row.id, ()))) for row in rows)


def documents_after(
    db: Connection, after: int, limit: int, *, service: str | None = None, declared: bool | None = None
) -> tuple[DocumentState, ...]:
    """Documents by their numbers: of a service, or those that are declared or no more."""
    query = select(documents_table.c.id, documents_table.c.key).where(
        *_equal(documents_table.c.service_id, service), *_equal(documents_table.c.declared, declared)
    )
    keys = [row.key for row in db.execute(_behind(query, documents_table.c.id, after, limit))]
    return tuple(sorted(states.named(db, keys), key=lambda state: state.id))


def present_versions(db: Connection, ids: Collection[int]) -> Mapping[int, int]:
    """The version that each of some documents says now, by the document's number; none of what was never read."""
    latest = select(func.max(sightings.c.id)).where(sightings.c.document_id.in_(ids)).group_by(sightings.c.document_id)
    query = select(sightings.c.document_id, sightings.c.version_id).where(sightings.c.id.in_(latest))
    return {row.document_id: row.version_id for row in db.execute(query)}


def numbers(db: Connection, keys: Iterable[str]) -> Mapping[str, int]:
    """The numbers of documents by their keys."""
    query = select(documents_table.c.key, documents_table.c.id).where(documents_table.c.key.in_(list(keys)))
    return {row.key: row.id for row in db.execute(query)}


def versions_after(
    db: Connection, after: int, limit: int, *, document: int | None = None, service: str | None = None
) -> tuple[VersionFacts, ...]:
    """Versions by their numbers, of a document or a service."""
    of_these = (*_equal(versions.c.document_id, document), *_equal(documents_table.c.service_id, service))
    is_seen = exists().where(sightings.c.version_id == versions.c.id)  # not merged into another one
    query = select(versions).join(documents_table).where(is_seen, *of_these)
    rows = db.execute(_behind(query, versions.c.id, after, limit)).all()
    seen = _seen(db, [row.id for row in rows])
    return tuple(
        VersionFacts(
            number=row.id,
            document=row.document_id,
            language=row.language,
            title=row.title,
            practices=None if row.practices is None else tuple(map(Practice, row.practices)),
            text_sha256=row.text_sha256,
            first_seen=seen[row.id][0],
            last_seen=seen[row.id][1],
        )
        for row in rows
    )


def _seen(db: Connection, ids: Collection[int]) -> Mapping[int, tuple[datetime, datetime]]:
    """When some versions were seen first and last."""
    first, last = func.min(sightings.c.first_seen), func.max(sightings.c.last_seen)
    query = select(sightings.c.version_id, first, last).where(sightings.c.version_id.in_(ids))
    return {number: (since, until) for number, since, until in db.execute(query.group_by(sightings.c.version_id))}


def changes_after(
    db: Connection,
    after: int,
    limit: int,
    *,
    document: int | None = None,
    service: str | None = None,
    severity: Severity | None = None,
    kind: ChangeKind | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[Change, ...]:
    """Changes by their numbers: of a document or service, of a severity or kind, first seen between two moments."""
    seen = changes_table.c.seen_with
    query = (
        select(changes_table.c.id)
        .join(documents_table)
        .where(
            *_equal(changes_table.c.document_id, document),
            *_equal(documents_table.c.service_id, service),
            *_equal(changes_table.c.severity, severity),
            *_equal(changes_table.c.kind, kind),
            *(() if since is None else (seen >= since,)),
            *(() if until is None else (seen < until,)),
        )
    )
    return changes.numbered(db, db.scalars(_behind(query, changes_table.c.id, after, limit)).all())


def findings_after(
    db: Connection,
    after: int,
    limit: int,
    *,
    document: int | None = None,
    service: str | None = None,
    practice: Practice | None = None,
    direction: Direction | None = None,
) -> tuple[FindingFacts, ...]:
    """Findings by their numbers: of a document or service, of a practice, of what becomes of it."""
    of_change = changes_table.c.before_id, changes_table.c.after_id, changes_table.c.document_id
    joined = findings.join(changes_table).join(documents_table)
    query = (
        select(findings, *of_change, changes_table.c.seen_with)
        .select_from(joined)
        .where(
            *_equal(changes_table.c.document_id, document),
            *_equal(documents_table.c.service_id, service),
            *_equal(findings.c.practice, practice),
            *_equal(findings.c.direction, direction),
        )
    )
    return tuple(
        FindingFacts(
            number=row.id,
            change=row.change_id,
            document=row.document_id,
            seen_with=row.seen_with,
            finding=changes.finding_of(row, row.before_id, row.after_id),
        )
        for row in db.execute(_behind(query, findings.c.id, after, limit))
    )


def _equal(column: ColumnElement[Any], value: object) -> tuple[ColumnElement[bool], ...]:
    """That a column has a value, where one is asked for."""
    return () if value is None else (column == value,)


def _behind(query: Select[Any], number: ColumnElement[int], after: int, limit: int) -> Select[Any]:
    """So many rows of a query behind a number, by their numbers."""
    return query.where(number > after).order_by(number).limit(limit)
