"""Versions of documents, the snapshots they were read from, when they were seen, and texts held back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from monitor.database.tables import blobs as blobs_table
from monitor.database.tables import documents, holds, sightings, snapshots, versions
from monitor.records import Hold, Practice, Reading, Saying, Sighting, Snapshot, Version
from monitor.store import blobs, passages, stances

# Before the name of a method that was tried on a version in vain.
_ALONE = "-"

# What each check of a new text asks is made once: to make a statement takes longer than to execute it.
_FIND = select(versions.c.id).where(
    versions.c.document_id == bindparam("document"), versions.c.fingerprint == bindparam("fingerprint")
)
_LOAD = select(versions).where(versions.c.id == bindparam("version"))
_TEXT = select(versions.c.text_sha256).where(versions.c.id == bindparam("version"))
_BODIES = select(snapshots.c.part, snapshots.c.body_sha256).where(snapshots.c.version_id == bindparam("version"))
_PRESENT = (
    select(sightings).where(sightings.c.document_id == bindparam("document")).order_by(sightings.c.id.desc()).limit(1)
)
_OWN = documents.alias()
_SIBLING = (
    select(snapshots.c.body_sha256)
    .join(versions, versions.c.id == snapshots.c.version_id)
    .join(documents, documents.c.id == versions.c.document_id)
    .join(_OWN, (_OWN.c.service_id == documents.c.service_id) & (_OWN.c.id != documents.c.id))
    .where(_OWN.c.id == bindparam("document"), snapshots.c.part == 0)
    .order_by(versions.c.id.desc())
    .limit(1)
)
_PROLONG = update(sightings).where(sightings.c.id == bindparam("of"))
_RELEASE = delete(holds).where(holds.c.document_id == bindparam("document"))
_ADD, _SEE, _RECEIVE = (
    insert(versions).returning(versions.c.id),
    insert(sightings).returning(sightings.c.id),
    insert(snapshots),
)


def find(db: Connection, document_id: int, fingerprint: str) -> int | None:
    """The version of a document that has this text, if it was ever seen."""
    return db.scalar(_FIND, {"document": document_id, "fingerprint": fingerprint})


def load(db: Connection, version_id: int) -> Version:
    """A version with its text."""
    return _version(db, db.execute(_LOAD, {"version": version_id}).one())


def languages(db: Connection, ids: Collection[int]) -> dict[int, str | None]:
    """The language of each of some versions' texts, None when unknown."""
    query = select(versions.c.id, versions.c.language).where(versions.c.id.in_(ids))
    return {row.id: row.language for row in db.execute(query)}


def fingerprint(db: Connection, document_id: int) -> str | None:
    """The fingerprint of what a document says now, None when it was never read."""
    query = select(versions.c.fingerprint).join(sightings, sightings.c.version_id == versions.c.id)
    latest = query.where(sightings.c.document_id == document_id).order_by(sightings.c.id.desc()).limit(1)
    found: str | None = db.scalar(latest)
    return found


def outdated(db: Connection, document_id: int, method: str) -> tuple[int, ...]:
    """The versions of a document on which another method than this one was tried last."""
    query = select(versions.c.id, versions.c.method).where(versions.c.document_id == document_id)
    rows = db.execute(query.order_by(versions.c.id))
    return tuple(row.id for row in rows if not is_tried(row.method, method))


def is_tried(noted: str, method: str) -> bool:
    """Whether what is noted of a version says that this method was tried on it last."""
    return noted.removeprefix(_ALONE) == method


def comparable(db: Connection, document_id: int, since: datetime) -> tuple[int, ...]:
    """The versions that a new text may be an edit of: the present one, and its alternate where the page flaps.

    The alternate is the version of the sighting before, if it came back at least once and was seen since then. A
    version that was replaced for good is none, or what it said could come back unnoticed.
    """
    sighting = present(db, document_id)
    assert sighting is not None, "a document without a version has nothing to compare with"
    earlier = previous(db, document_id, sighting)
    if earlier is None or earlier.last_seen < since:
        return (sighting.version_id,)
    seen = db.scalar(select(func.count()).where(sightings.c.version_id == earlier.version_id)) or 0
    return (sighting.version_id, earlier.version_id) if seen > 1 else (sighting.version_id,)


def add(
    db: Connection,
    document_id: int,
    reading: Reading,
    received: Sequence[Snapshot],
    *,
    fingerprint: str,
    method: str,
    near: int | None,
) -> int:
    """Keep a new text with the snapshots it was read from; `near` is a version it probably resembles."""
    neighbours = _sibling_body(db, document_id) if near is None else _bodies(db, near)
    near_text = None if near is None else db.scalar(_TEXT, {"version": near})
    values = {
        "document_id": document_id,
        "fingerprint": fingerprint,
        "text_sha256": blobs.put(db, reading.text.encode(), near=near_text),
        "method": method,
        "language": reading.language,
        "title": reading.title,
        "created_at": received[0].fetched_at,
    }
    version_id: int = db.execute(_ADD, values).scalar_one()
    for part, snapshot in enumerate(received):
        address = blobs.put(db, snapshot.body, near=neighbours.get(part), address=snapshot.sha256)
        db.execute(_RECEIVE, _snapshot_values(version_id, part, address, snapshot))
    return version_id


def snapshots_of(db: Connection, version_id: int) -> tuple[Snapshot, ...]:
    """The pages a version was read from, as received; those whose bytes were let go are left out."""
    kept = select(snapshots).join(blobs_table).where(snapshots.c.version_id == version_id, blobs.is_kept)
    return tuple(
        Snapshot(
            url=row.url,
            final_url=row.final_url,
            status=row.status,
            media_type=row.media_type,
            headers=tuple((name, value) for name, value in row.headers),
            body=blobs.get(db, row.body_sha256),
            fetched_at=row.fetched_at,
            rendered=row.rendered,
        )
        for row in db.execute(kept.order_by(snapshots.c.part)).all()
    )


def reread(db: Connection, version_id: int, reading: Reading, *, fingerprint: str, method: str) -> None:
    """Replace a version's text by a better reading of the same snapshots."""
    passages.forget(db, version_id)
    old = db.scalar(_TEXT, {"version": version_id})
    values = {
        "fingerprint": fingerprint,
        "text_sha256": blobs.put(db, reading.text.encode(), near=old),
        "language": reading.language,
        "title": reading.title,
        "method": method,
    }
    db.execute(update(versions).where(versions.c.id == version_id).values(values))


def merge(db: Connection, version_id: int, into: int) -> None:
    """Count the sightings of one version for another that turned out to have the same text."""
    db.execute(update(sightings).where(sightings.c.version_id == version_id).values(version_id=into))
    stances.refresh(db, [_document(db, into)])


def _document(db: Connection, version_id: int) -> int:
    """The document that has a version."""
    found: int = db.execute(select(versions.c.document_id).where(versions.c.id == version_id)).scalar_one()
    return found


def mark_method(db: Connection, version_id: int, method: str) -> None:
    """Note that this method reads a version's text, from its snapshots or from those of today."""
    db.execute(update(versions).where(versions.c.id == version_id, versions.c.method != method).values(method=method))


def leave_alone(db: Connection, version_id: int, method: str) -> None:
    """Note that this method does not find its text in a version's snapshots, and leaves the version as it is."""
    db.execute(update(versions).where(versions.c.id == version_id).values(method=_ALONE + method))


# ── sightings ────────────────────────────────────────────────────────────────────────────────────────────────────


def first_reading(db: Connection) -> datetime | None:
    """When any document was read for the first time, None before."""
    moment: datetime | None = db.scalar(select(sightings.c.first_seen).order_by(sightings.c.id).limit(1))
    return moment


def present(db: Connection, document_id: int) -> Sighting | None:
    """The sighting that is going on: what the document said when it was last read."""
    row = db.execute(_PRESENT, {"document": document_id}).one_or_none()
    return None if row is None else _sighting(row)


def previous(db: Connection, document_id: int, sighting: Sighting) -> Sighting | None:
    """The sighting before another one."""
    earlier = (sightings.c.document_id == document_id) & (sightings.c.id < sighting.id)
    row = db.execute(select(sightings).where(earlier).order_by(sightings.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _sighting(row)


def sightings_of(db: Connection, document_id: int) -> tuple[Sighting, ...]:
    """Every sighting of a document's versions, oldest first."""
    query = select(sightings).where(sightings.c.document_id == document_id).order_by(sightings.c.id)
    return tuple(map(_sighting, db.execute(query)))


def history(db: Connection, document_id: int) -> tuple[Saying, ...]:
    """Every sighting of a document with the practices that its version states, oldest first."""
    joined = select(sightings, versions.c.practices).join(versions, versions.c.id == sightings.c.version_id)
    query = joined.where(sightings.c.document_id == document_id).order_by(sightings.c.id)
    return tuple(
        Saying(
            row.version_id,
            row.first_seen,
            row.last_seen,
            None if row.practices is None else frozenset(map(Practice, row.practices)),
        )
        for row in db.execute(query)
    )


def first_seen(db: Connection, ids: Collection[int]) -> dict[int, datetime]:
    """When some versions were seen for the first time."""
    query = select(sightings.c.version_id, func.min(sightings.c.first_seen).label("at"))
    seen = query.where(sightings.c.version_id.in_(ids)).group_by(sightings.c.version_id)
    return {row.version_id: row.at for row in db.execute(seen)}


def open_sighting(
    db: Connection, document_id: int, version_id: int, at: datetime, *, after: Sighting | None
) -> Sighting:
    """Begin a sighting, which ends the one that it comes `after`, if there is one."""
    values = {"document_id": document_id, "version_id": version_id, "first_seen": at, "last_seen": at}
    sighting_id = db.execute(_SEE, values).scalar_one()
    if after:  # of a first text nothing is known yet
        stances.refresh(db, [document_id])
    return Sighting(sighting_id, version_id, at, at)


def prolong(db: Connection, seen: Iterable[tuple[int, datetime]]) -> None:
    """Note of sightings when the version was last what the page says."""
    db.execute(_PROLONG, [{"of": sighting_id, "last_seen": at} for sighting_id, at in seen])


# ── holds ────────────────────────────────────────────────────────────────────────────────────────────────────────


def held(db: Connection, document_id: int) -> tuple[Hold, str] | None:
    """The hold on a document and the text that is held back, if there is one."""
    row = db.execute(select(holds).where(holds.c.document_id == document_id)).one_or_none()
    if row is None:
        return None
    text = blobs.get(db, row.text_sha256).decode()
    return Hold(row.kind, row.reason, row.first_seen, row.last_seen, row.checks), text


def hold(db: Connection, document_id: int, text: str, held_now: Hold) -> None:
    """Keep a suspicious text back, in place of any other that was held."""
    release(db, document_id)
    db.execute(
        insert(holds).values(
            document_id=document_id,
            text_sha256=blobs.put(db, text.encode()),
            kind=held_now.kind,
            reason=held_now.reason,
            first_seen=held_now.first_seen,
            last_seen=held_now.last_seen,
            checks=held_now.checks,
        )
    )


def release(db: Connection, document_id: int) -> None:
    """Forget the text that was held back: it was confirmed, or the document is itself again."""
    db.execute(_RELEASE, {"document": document_id})


def _version(db: Connection, row: Row[tuple[object, ...]]) -> Version:
    text = blobs.get(db, row.text_sha256).decode()
    alone, method = row.method.startswith(_ALONE), row.method.removeprefix(_ALONE)
    return Version(row.id, row.fingerprint, text, row.language, row.title, method, row.created_at, alone)


def _sighting(row: Row[tuple[object, ...]]) -> Sighting:
    return Sighting(row.id, row.version_id, row.first_seen, row.last_seen)


def _bodies(db: Connection, version_id: int) -> dict[int, str]:
    return {row.part: row.body_sha256 for row in db.execute(_BODIES, {"version": version_id})}


def _sibling_body(db: Connection, document_id: int) -> dict[int, str]:
    """The latest page of another document of the service: a site frames all its pages with much the same."""
    body = db.scalar(_SIBLING, {"document": document_id})
    return {0: body} if body else {}


def _snapshot_values(version_id: int, part: int, address: str, snapshot: Snapshot) -> dict[str, object]:
    return {
        "version_id": version_id,
        "part": part,
        "body_sha256": address,
        "url": snapshot.url,
        "final_url": snapshot.final_url,
        "status": snapshot.status,
        "media_type": snapshot.media_type,
        "headers": [list(header) for header in snapshot.headers],
        "fetched_at": snapshot.fetched_at,
        "rendered": snapshot.rendered,
    }
