"""Evidence: where a version came from, told without loading it, and whether what is stored is still what it was."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Row, select

from monitor.database.tables import blobs as values
from monitor.database.tables import changes, documents, sightings, snapshots, versions
from monitor.errors import DatabaseError, UnknownError
from monitor.records import Evidence, Original
from monitor.store import blobs


def of_version(db: Connection, version_id: int) -> Evidence:
    """What is kept of a version beside its text; UnknownError."""
    query = select(versions, documents.c.key, values.c.size).join(documents)
    known = query.join(values, values.c.sha256 == versions.c.text_sha256).where(versions.c.id == version_id)
    row = db.execute(known).one_or_none()
    if row is None:
        raise UnknownError(f"no version {version_id}")
    seen = select(sightings.c.first_seen, sightings.c.last_seen).where(sightings.c.version_id == version_id)
    return Evidence(
        version_id=row.id,
        document_id=row.document_id,
        key=row.key,
        title=row.title,
        language=row.language,
        method=row.method,
        created_at=row.created_at,
        sha256=row.text_sha256,
        size=row.size,
        seen=tuple((each.first_seen, each.last_seen) for each in db.execute(seen.order_by(sightings.c.id))),
        originals=_originals(db, version_id),
        came_with=_changes(db, changes.c.after_id == version_id),
        went_with=_changes(db, changes.c.before_id == version_id),
    )


def is_sound(db: Connection, address: str) -> bool:
    """Whether a value that is kept still has the hash under which it is."""
    try:
        blobs.get(db, address)
    except DatabaseError:
        return False
    return True


def _originals(db: Connection, version_id: int) -> tuple[Original, ...]:
    query = select(snapshots, values.c.size, blobs.is_kept.label("is_kept")).join(values)
    return tuple(
        map(_original, db.execute(query.where(snapshots.c.version_id == version_id).order_by(snapshots.c.part)))
    )


def _original(row: Row[tuple[object, ...]]) -> Original:
    return Original(
        part=row.part,
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        media_type=row.media_type,
        headers=tuple((name, value) for name, value in row.headers),
        fetched_at=row.fetched_at,
        rendered=row.rendered,
        sha256=row.body_sha256,
        size=row.size,
        is_kept=bool(row.is_kept),
    )


def _changes(db: Connection, condition: ColumnElement[bool]) -> tuple[int, ...]:
    return tuple(db.scalars(select(changes.c.id).where(condition).order_by(changes.c.id)))
