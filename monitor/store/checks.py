"""The log of checks: every attempt to read a document and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, Select, func, insert, select, true

from monitor.database.tables import checks, documents
from monitor.records import Check, Outcome

_LOG = insert(checks)


def log(db: Connection, document_id: int, check: Check) -> None:
    """Keep how a check ended."""
    values = {
        "document_id": document_id,
        "at": check.at,
        "seconds": check.seconds,
        "outcome": check.outcome,
        "kind": check.kind or None,
        "detail": check.detail or None,
    }
    db.execute(_LOG, values)


def latest(db: Connection, key: str, limit: int) -> tuple[Check, ...]:
    """The last checks of a document, latest first."""
    query = _query().where(documents.c.key == key).order_by(checks.c.id.desc()).limit(limit)
    return tuple(map(_check, db.execute(query)))


def troubles(db: Connection, document_id: int, limit: int) -> tuple[datetime, ...]:
    """When the last checks were made that did not read a document, latest first."""
    failed = checks.c.outcome.in_((Outcome.FAILED, Outcome.REFUSED, Outcome.HELD))
    query = select(checks.c.at).where(checks.c.document_id == document_id, failed)
    return tuple(db.scalars(query.order_by(checks.c.at.desc()).limit(limit)))


def failing_since(db: Connection, key: str, moment: datetime) -> datetime:
    """When a document began to fail that failed at a moment: the first check of that run."""
    failed = checks.c.outcome.in_((Outcome.FAILED, Outcome.REFUSED))
    of_document = select(documents.c.id).where(documents.c.key == key).scalar_subquery() == checks.c.document_id
    well = select(func.max(checks.c.at)).where(of_document, ~failed, checks.c.at < moment).scalar_subquery()
    query = select(func.min(checks.c.at)).where(of_document, failed, well.is_(None) | (checks.c.at > well))
    return db.scalars(query).one() or moment


def noted(db: Connection, keys: Sequence[str] | None) -> tuple[Check, ...]:
    """Of some documents, or of all for None, the last check that noted something although the text was unchanged."""
    is_noted = (checks.c.outcome == Outcome.UNCHANGED) & checks.c.kind.is_not(None)
    is_meant = true() if keys is None else documents.c.key.in_(keys)
    last = select(func.max(checks.c.id)).join(documents).where(is_noted, is_meant).group_by(checks.c.document_id)
    query = _query().where(checks.c.id.in_(last)).order_by(documents.c.key)
    return tuple(map(_check, db.execute(query)))


def _query() -> Select[tuple[object, ...]]:
    return select(checks, documents.c.key).join(documents)


def _check(row: Row[tuple[object, ...]]) -> Check:
    return Check(row.key, row.at, row.seconds, Outcome(row.outcome), row.kind or "", row.detail or "")
