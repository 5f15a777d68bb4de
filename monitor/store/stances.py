"""Stances: what each document states at present and since when, worked out when that changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, insert, select

from monitor.database.tables import documents, sightings, stances, versions

# Made once: every new text needs them.
_OF: BindParameter[int] = bindparam("documents", expanding=True)
_LOCK = select(documents.c.id).where(documents.c.id.in_(_OF)).order_by(documents.c.id).with_for_update()
_FORGET = delete(stances).where(stances.c.document_id.in_(_OF))
_SEEN = (
    select(sightings, versions.c.practices)
    .join(versions, versions.c.id == sightings.c.version_id)
    .where(sightings.c.document_id.in_(_OF))
    .order_by(sightings.c.document_id, sightings.c.id.desc())
)
_KEEP = insert(stances)


def refresh(db: Connection, document_ids: Collection[int]) -> None:
    """Work out anew what documents state: another version is what one says now, or a version states something else."""
    of = {"documents": [*document_ids]}
    db.execute(_LOCK, of)  # of two processes that do the same, one waits for the other
    db.execute(_FORGET, of)
    histories = groupby(db.execute(_SEEN, of), attrgetter("document_id"))
    if stated := [row for _, latest_first in histories for row in _stated(latest_first)]:
        db.execute(_KEEP, stated)


def _stated(latest_first: Iterator[Row[Any]]) -> Iterator[dict[str, object]]:
    """A row for each practice of the present version: the run of sightings that state it, and the one before."""
    present = next(latest_first)
    since = dict.fromkeys(present.practices or (), present.first_seen)
    without: dict[str, datetime] = {}
    running = set(since)
    for sighting in latest_first:
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
