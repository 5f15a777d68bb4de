"""The log of checks: every attempt to read a document and how it ended."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from monitor.database.tables import checks, documents
from monitor.records import Check, Outcome


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
    db.execute(insert(checks).values(values))


def latest(db: Connection, key: str, limit: int) -> tuple[Check, ...]:
    """The last checks of a document, latest first."""
    query = select(checks).join(documents).where(documents.c.key == key).order_by(checks.c.id.desc()).limit(limit)
    return tuple(
        Check(key, row.at, row.seconds, Outcome(row.outcome), row.kind or "", row.detail or "")
        for row in db.execute(query)
    )
