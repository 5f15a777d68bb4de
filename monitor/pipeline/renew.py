"""Renew: read old snapshots again when the extractor or a document's selectors have changed.

A better extraction is never news: versions keep their place in history and get the text that the present
method reads from their snapshots, before anything new is compared with them. One in whose snapshots it does not find
the document keeps its text and stands alone: what is read next begins anew.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sqlalchemy import Connection

from monitor import work
from monitor.database import Database
from monitor.errors import ExtractError
from monitor.pipeline.apart import apart
from monitor.records import Clause, Declaration, Extraction, Reading, Snapshot, Version
from monitor.store import clauses, versions

log = logging.getLogger(__name__)

Again = tuple[Extraction, Sequence[Clause]]  # what a version says now, and what it states


async def renew(database: Database, declaration: Declaration, document_id: int, method: str) -> None:
    """Bring every version of a document that was read by another method up to this one."""
    with database.reading() as db:
        outdated = versions.outdated(db, document_id, method)
    for version_id in outdated:
        with database.reading() as db:
            snapshots, version = versions.snapshots_of(db, version_id), versions.load(db, version_id)
        again = await _read_again(declaration, snapshots, version)
        with database.writing() as db:
            _replace(db, document_id, version_id, again, method)
        log.info("%s: version %d read again by method %s", declaration.key, version_id, method)


def _replace(db: Connection, document_id: int, version_id: int, again: Again | None, method: str) -> None:
    """Give a version its new text; one that now says what another version says is counted for that one."""
    same = None
    if again is not None:
        found, stated = again
        same = versions.find(db, document_id, found.fingerprint)
        if same in {None, version_id}:
            versions.reread(db, version_id, found.reading, fingerprint=found.fingerprint, method=method)
            clauses.keep(db, {version_id: stated})
            return
    if same is not None:
        versions.merge(db, version_id, same)
    versions.leave_alone(db, version_id, method)


async def _read_again(declaration: Declaration, snapshots: tuple[Snapshot, ...], version: Version) -> Again | None:
    """Old snapshots read by the present method, or None where it does not find the document in them."""
    if len(snapshots) != len(declaration.pages):
        return None
    before = Reading(version.text, version.language, version.title)
    try:
        return await apart(work.read_again, declaration.pages, snapshots, before)
    except ExtractError:
        return None
