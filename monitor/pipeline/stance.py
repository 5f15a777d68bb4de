"""Stance: what a document says today of AI training, since when, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from monitor import detect
from monitor.errors import DamagedError
from monitor.records import Clause, Practice, Saying, Stance
from monitor.store import overview, versions


def stance_of(db: Connection, document_id: int) -> tuple[Stance, ...]:
    """What a document says today, a practice each in their order; none when it states none or was never read."""
    history = versions.history(db, document_id)
    if not history:
        return ()
    kept = overview.stances_of(db, [document_id]).get(document_id, ())
    try:
        present = versions.load(db, history[-1].version_id)
    except DamagedError:  # what is kept of it can still be told
        return tuple(kept)
    since = _words_since(kept)
    found = detect.find(present.text, language=present.language)
    clauses = [replace(clause, since=since.get((clause.practice, clause.start))) for clause in found]
    practices = {clause.practice for clause in clauses}
    return tuple(_since(practice, history, clauses) for practice in Practice if practice in practices)


def _words_since(kept: Iterable[Stance]) -> dict[tuple[Practice, int], datetime | None]:
    """Since when each clause that is kept of the present text has its words, by its practice and where it begins."""
    return {(clause.practice, clause.start): clause.since for stance in kept for clause in stance.clauses}


def _since(practice: Practice, history: Sequence[Saying], clauses: Iterable[Clause]) -> Stance:
    """The run of sightings up to today in which the practice is stated, and the sighting before it."""
    seen_with, seen_without = history[-1].first_seen, None
    for saying in reversed(history[:-1]):
        if saying.practices is None:
            break
        if practice not in saying.practices:
            seen_without = saying.last_seen
            break
        seen_with = saying.first_seen
    quoted = tuple(clause for clause in clauses if clause.practice is practice)
    return Stance(practice, seen_without, seen_with, quoted)
