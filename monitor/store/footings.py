"""Footings: what checks begin with, read for many documents at once, and the note that many found nothing new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import BindParameter, Connection, bindparam, exists, func, insert, select

from monitor.database.tables import checks, documents, holds, pages, sightings, versions
from monitor.errors import UnknownError
from monitor.records import Footing, KnownPage, Outcome, Unchanged, Validators
from monitor.store.documents import mark_read, refresh_pages, unrest
from monitor.store.versions import is_tried, prolong

_Pages = dict[int, dict[str, KnownPage]]  # by address, of each document

# Made once: to make a statement takes longer than to execute it.
_BEFORE = sightings.alias()
_PRESENT = select(func.max(sightings.c.id)).where(sightings.c.document_id == documents.c.id).correlate(documents)
_ROWS = (
    select(
        documents.c.key,
        documents.c.id,
        documents.c.browser_until,
        sightings.c.id.label("sighting_id"),
        exists().where(holds.c.document_id == documents.c.id).label("held"),
        # One that had been there before may yet become a change.
        exists().where(_BEFORE.c.version_id == sightings.c.version_id, _BEFORE.c.id < sightings.c.id).label("returned"),
    )
    .select_from(documents.outerjoin(sightings, sightings.c.id == _PRESENT.scalar_subquery()))
    .where(documents.c.key.in_(bindparam("keys", expanding=True)))
)
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_PAGES = select(pages).where(pages.c.document_id.in_(_IDS))
_METHODS = select(versions.c.document_id, versions.c.method).where(versions.c.document_id.in_(_IDS)).distinct()
_LOG = insert(checks)


def of(db: Connection, methods: Mapping[str, str]) -> dict[str, Footing]:
    """What is known of some documents, given as keys with the methods that read them."""
    rows = {row.key: row for row in db.execute(_ROWS, {"keys": [*methods]})}
    if missing := sorted(set(methods) - set(rows)):
        raise UnknownError(f"no document {missing[0]!r}; `terms-monitor status` lists them")
    ids = {row.id: methods[key] for key, row in rows.items()}
    known, outdated, rest = _known(db, ids), _outdated(db, ids), unrest(db, ids)
    return {
        key: Footing(
            document_id=row.id,
            sighting_id=row.sighting_id,
            pages=known.get(row.id, {}),
            unrest=rest[row.id],
            browser_until=row.browser_until,
            outdated=row.id in outdated,
            pending=row.held or row.returned,
        )
        for key, row in rows.items()
    }


def note_unchanged(db: Connection, found: Sequence[Unchanged]) -> None:
    """Note of documents with nothing pending that they still say what they said: the same as one after the other."""
    if not found:
        return
    found = sorted(found, key=lambda each: each.document_id)  # in one order, or two processes wait for each other
    mark_read(db, [(each.document_id, each.at, each.next_check_at) for each in found])
    prolong(db, [(each.sighting_id, each.at) for each in found])
    logged = [
        {"document_id": each.document_id, "at": each.at, "seconds": each.seconds, "outcome": Outcome.UNCHANGED}
        for each in found
    ]
    db.execute(_LOG, logged)
    refresh_pages(db, {each.document_id: each.pages for each in found})


def _known(db: Connection, methods: Mapping[int, str]) -> _Pages:
    """What is remembered of the pages that were last read by the methods of today."""
    known: _Pages = {}
    for row in db.execute(_PAGES, {"ids": [*methods]}):
        if row.method == methods[row.document_id]:
            page = KnownPage(row.sha256, row.visible, Validators(row.etag, row.last_modified))
            known.setdefault(row.document_id, {})[row.url] = page
    return known


def _outdated(db: Connection, methods: Mapping[int, str]) -> frozenset[int]:
    """The documents with versions on which another method than that of today was tried last."""
    rows = db.execute(_METHODS, {"ids": [*methods]})
    return frozenset(row.document_id for row in rows if not is_tried(row.method, methods[row.document_id]))
