"""Stances: what each document states at present and since when, worked out when that changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from monitor.database.tables import clauses, documents, sightings, stances, versions
from monitor.records import Clause, Practice, Stance
from monitor.store.clauses import clause_of


def refresh(db: Connection, document_id: int) -> None:
    """Work out anew what a document states: another version is what it says now, or one states something else."""
    # First, as it locks the row: of two processes that do the same, one waits for the other.
    db.execute(select(documents.c.id).where(documents.c.id == document_id).with_for_update())
    db.execute(delete(stances).where(stances.c.document_id == document_id))
    seen = select(sightings, versions.c.practices).join(versions, versions.c.id == sightings.c.version_id)
    latest_first = seen.where(sightings.c.document_id == document_id).order_by(sightings.c.id.desc())
    if stated := [*_stated(db.execute(latest_first))]:
        db.execute(insert(stances), stated)


def _stated(latest_first: Iterable[Row[Any]]) -> Iterable[dict[str, object]]:
    """A row for each practice of the present version: the run of sightings that state it, and the one before."""
    history = iter(latest_first)
    present = next(history, None)
    since = dict.fromkeys(present.practices or (), present.first_seen) if present else {}
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


def of_documents(db: Connection, ids: Collection[int]) -> Mapping[int, tuple[Stance, ...]]:
    """What some documents state, each practice with its clauses, in the order of the practices."""
    quoted = _clauses(db, ids)
    found: dict[int, tuple[Stance, ...]] = {}
    query = select(stances).where(stances.c.document_id.in_(ids)).order_by(stances.c.document_id)
    for document_id, rows in groupby(db.execute(query), attrgetter("document_id")):
        stated = {Practice(row.practice): row for row in rows}
        found[document_id] = tuple(
            Stance(
                practice,
                row.seen_without,
                row.seen_with,
                tuple(clause for clause in quoted.get(row.version_id, ()) if clause.practice is practice),
                row.version_id,
            )
            for practice in Practice
            if (row := stated.get(practice))
        )
    return found


def _clauses(db: Connection, ids: Collection[int]) -> dict[int, list[Clause]]:
    """The clauses of what some documents say now, by the version."""
    present = select(stances.c.version_id).where(stances.c.document_id.in_(ids))
    query = select(clauses).where(clauses.c.version_id.in_(present)).order_by(clauses.c.version_id, clauses.c.number)
    rows = groupby(db.execute(query), attrgetter("version_id"))
    return {version_id: [*map(clause_of, some)] for version_id, some in rows}
