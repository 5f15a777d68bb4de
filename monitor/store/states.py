"""States: what is known of documents, for whoever looks at them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, bindparam, func, select, true

from monitor.database.tables import documents, holds, services, sightings, versions
from monitor.errors import UnknownError
from monitor.records import DocumentState, Hold, Outline, Practice, Service

_ALL = 1_000_000_000
_PRESENT = versions.alias()
_VERSIONS = select(func.count()).where(versions.c.document_id == documents.c.id).correlate(documents).scalar_subquery()
_FOR_CHECKS = {"host", "days"}  # columns that nobody looks at


def where(db: Connection, condition: ColumnElement[bool]) -> tuple[DocumentState, ...]:
    """What is known of the documents of which something holds, by service and terms type."""
    return tuple(map(_state, db.execute(_ordered(condition))))


def named(db: Connection, keys: Collection[str]) -> tuple[DocumentState, ...]:
    """What is known of the documents that some keys name."""
    return tuple(map(_state, db.execute(_NAMED, {"keys": list(keys)})))


def called(db: Connection, name: str) -> tuple[DocumentState, ...]:
    """What is known of the documents that a person means by a name: a document's key, or a service's id or name."""
    wanted = name.casefold()
    known = db.execute(select(documents.c.key, documents.c.service_id, services.c.name).join(services))
    return named(db, [row.key for row in known if wanted in {row.key.casefold(), row.service_id, row.name.casefold()}])


def numbered(db: Connection, document_id: int) -> DocumentState:
    """What is known of the document of a number."""
    found = where(db, documents.c.id == document_id)
    if not found:
        raise UnknownError(f"no document {document_id}; `terms-monitor status` lists them")
    return found[0]


def of_services(db: Connection, ids: Collection[str]) -> tuple[DocumentState, ...]:
    """What is known of the documents of some services."""
    return tuple(map(_state, db.execute(_OF_SERVICES, {"services": list(ids)})))


def ailing(db: Connection, limit: int = _ALL) -> tuple[DocumentState, ...]:
    """The declared documents that cannot be read at present, or whose text is held back; the latest first."""
    return tuple(map(_state, db.execute(_AILING, {"limit": limit})))


def outlines(db: Connection, keys: Collection[str] | None) -> Iterator[Outline]:
    """What a line tells of each of some documents, or of all for None, by service and terms type."""
    is_meant = true() if keys is None else documents.c.key.in_(keys)
    yield from map(Outline._make, db.execute(_in_order(_of_present(*_OUTLINE).where(is_meant))))


def _ordered(condition: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return _in_order(_state_query().where(condition))


def _in_order(query: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    return query.order_by(services.c.name, documents.c.terms_type, documents.c.key)


def _state_query() -> Select[tuple[object, ...]]:
    return _of_present(
        *(column for column in documents.c if column.name not in _FOR_CHECKS),
        services.c.name,
        services.c.tags,
        sightings.c.first_seen.label("since"),
        _PRESENT.c.practices,
        _PRESENT.c.language,
        _VERSIONS.label("versions"),
        *(holds.c[name].label(f"hold_{name}") for name in ("kind", "reason", "first_seen", "last_seen", "checks")),
    )


def _of_present(*columns: ColumnElement[Any]) -> Select[tuple[object, ...]]:
    """Columns of documents, their services, their present sightings and versions, and what is held of them."""
    present = select(func.max(sightings.c.id)).where(sightings.c.document_id == documents.c.id).correlate(documents)
    return (
        select(*columns)
        .select_from(documents)
        .join(services)
        .outerjoin(sightings, sightings.c.id == present.scalar_subquery())
        .outerjoin(_PRESENT, _PRESENT.c.id == sightings.c.version_id)
        .outerjoin(holds, holds.c.document_id == documents.c.id)
    )


def _state(row: Row[tuple[object, ...]]) -> DocumentState:
    hold = None
    if row.hold_kind is not None:
        hold = Hold(row.hold_kind, row.hold_reason, row.hold_first_seen, row.hold_last_seen, row.hold_checks)
    return DocumentState(
        key=row.key,
        service=Service(row.service_id, row.name, tuple(row.tags)),
        terms_type=row.terms_type,
        url=row.url,
        declared=row.declared,
        next_check_at=row.next_check_at,
        last_read_at=row.last_read_at,
        failures=row.failures,
        failing_since=row.failing_since,
        failing_kind=row.failing_kind,
        failing_detail=row.failing_detail,
        hold=hold,
        since=row.since,
        versions=row.versions,
        language=row.language,
        stance=tuple(Practice(p) for p in row.practices or ()),
        variant=row.variant,
        region=row.region,
        trouble_told_at=row.trouble_told_at,
        browser_until=row.browser_until,
        id=row.id,
    )


_OUTLINE = (
    documents.c.key,
    documents.c.declared,
    documents.c.last_read_at,
    documents.c.browser_until,
    documents.c.failing_since,
    documents.c.failing_kind,
    documents.c.failing_detail,
    holds.c.first_seen,
    holds.c.kind,
    holds.c.reason,
    sightings.c.first_seen,
    _VERSIONS,
    _PRESENT.c.language,
    _PRESENT.c.practices,
)

# Made once: to make one anew takes longer than to run it.
_OF_SERVICES = _ordered(documents.c.service_id.in_(bindparam("services", expanding=True)))
_NAMED = _ordered(documents.c.key.in_(bindparam("keys", expanding=True)))
_SINCE = func.coalesce(documents.c.failing_since, holds.c.first_seen)
_LATEST = (
    select(documents.c.id)
    .outerjoin(holds)
    .where(documents.c.declared & _SINCE.is_not(None))
    .order_by(_SINCE.desc(), documents.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_AILING = _state_query().where(documents.c.id.in_(_LATEST)).order_by(_SINCE.desc(), documents.c.id)
