"""Renew: read old snapshots again when the extractor or a document's selectors have changed.

A better extraction is never news: versions keep their place in history and get the text that the present
method reads from their snapshots, before anything new is compared with them.
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import asdict
from hashlib import sha256

from sqlalchemy import Connection

from monitor import detect, diff, extract
from monitor.database import Database
from monitor.errors import ExtractError
from monitor.records import Declaration, Page, Range, Reading, Snapshot, Standing, Version
from monitor.store import versions

log = logging.getLogger(__name__)


def method_of(declaration: Declaration) -> str:
    """The name of the way a document is read: the extractor's version and a hash of the selectors."""
    selectors = [[_plain(page.select), _plain(page.remove)] for page in declaration.pages]
    return f"{extract.EXTRACTOR}-{sha256(json.dumps(selectors).encode()).hexdigest()[:16]}"


async def renew(database: Database, declaration: Declaration, document_id: int, method: str) -> None:
    """Bring every version of a document that was read by another method up to this one."""
    with database.reading() as db:
        outdated = versions.outdated(db, document_id, method)
    for version_id in outdated:
        await asyncio.sleep(0)  # a long history must not keep a daemon from being stopped
        with database.reading() as db:
            snapshots, version = versions.snapshots_of(db, version_id), versions.load(db, version_id)
        reading = _read_again(declaration, snapshots, version)
        with database.writing() as db:
            _replace(db, document_id, version_id, reading, method)
        log.info("%s: version %d read again by method %s", declaration.key, version_id, method)


def _replace(db: Connection, document_id: int, version_id: int, reading: Reading | None, method: str) -> None:
    """Give a version its new text; one that now says what another version says is counted for that one."""
    same = None
    if reading is not None:
        fingerprint = diff.fingerprint(reading.text)
        same = versions.find(db, document_id, fingerprint)
        if same in {None, version_id}:
            practices = {clause.practice for clause in detect.find(reading.text, language=reading.language)}
            versions.reread(db, version_id, reading, fingerprint=fingerprint, method=method, practices=practices)
            return
    if same is not None:
        versions.merge(db, version_id, same)
    versions.mark_method(db, version_id, method)


def _read_again(declaration: Declaration, snapshots: tuple[Snapshot, ...], version: Version) -> Reading | None:
    """The reading of old snapshots by the present method, or None where it does not find the document in them."""
    if len(snapshots) != len(declaration.pages):
        return None
    try:
        parts = [
            (snapshot, _extract(page, snapshot)) for page, snapshot in zip(declaration.pages, snapshots, strict=True)
        ]
    except ExtractError:
        return None
    before = Reading(version.text, version.language, version.title)
    if extract.judge(parts, before).standing is not Standing.DOCUMENT:
        return None
    return extract.join([reading for _, reading in parts])


def _extract(page: Page, snapshot: Snapshot) -> Reading:
    return extract.extract(
        snapshot.body, snapshot.media_type, snapshot.final_url, select=page.select, remove=page.remove
    )


def _plain(selectors: tuple[str | Range, ...]) -> list[str | dict[str, str | None]]:
    return [asdict(selector) if isinstance(selector, Range) else selector for selector in selectors]
