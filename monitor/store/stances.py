"""Stances: what each document states at present and since when, worked out when that changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, insert, select

from monitor.database.tables import documents, sightings, stances, versions

# Made once: every new text needs them.
_OF: BindParameter[int] = bindparam("document")
_LOCK = select(documents.c.id).where(documents.c.id == _OF).with_for_update()
_FORGET = delete(stances).where(stances.c.document_id == _OF)
_SEEN = (
    select(sightings, versions.c.practices)
    .join(versions, versions.c.id == sightings.c.version_id)
    .where(sightings.c.document_id == _OF)
    .order_by(sightings.c.id.desc())
)
_KEEP = insert(stances)


def refresh(db: Connection, document_id: int) -> None:
    """Work out anew what a document states: another version is what it says now, or one states something else."""
    of = {"document": document_id}
    db.execute(_LOCK, of)  # of two processes that do the same, one waits for the other
    db.execute(_FORGET, of)
    if stated := [*_stated(db.execute(_SEEN, of))]:
        db.execute(_KEEP, stated)


def _stated(latest_first: Iterable[Row[Any]]) -> Iterator[dict[str, object]]:
    """A row for each practice of the present version: the run of sightings that state it, and the one before."""
    history = iter(latest_first)
    present = next(history, None)
    if present is None:
        return
    since = dict.fromkeys(present.practices or (), present.first_seen)
    without: dict[str, datetime] = {}
    running = set(since)
    for sighting in history:
        if not running or sighting.practices is None:
            break
        ended = running.difference(sighting.practices)
        without.update(dict.fromkeys(ended, sighting.last_seen))
        running -= ended
        since.update(dict.fromkeys(running, sighting.first_seen))
    for practice, moment in since.items():
        yield {
            "document_id": present.document_id,
            "practice": practice,
            "version_id": present.version_id,
            "seen_without": without.get(practice),
            "seen_with": moment,
        }
