"""Renew: read old snapshots again when the extractor or a document's selectors have changed.

A better extraction is never news: versions keep their place in history and get the text that the present
method reads from their snapshots, before anything new is compared with them.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from hashlib import sha256

from monitor import diff, extract
from monitor.database import Database
from monitor.errors import ExtractError
from monitor.records import Declaration, Page, Range, Reading, Snapshot
from monitor.store import versions

log = logging.getLogger(__name__)


def method_of(declaration: Declaration) -> str:
    """The name of the way a document is read: the extractor's version and a hash of the selectors."""
    selectors = [[_plain(page.select), _plain(page.remove)] for page in declaration.pages]
    return f"{extract.EXTRACTOR}-{sha256(json.dumps(selectors).encode()).hexdigest()[:16]}"


def renew(database: Database, declaration: Declaration, document_id: int, method: str) -> None:
    """Bring every version of a document that was read by another method up to this one."""
    with database.reading() as db:
        outdated = versions.outdated(db, document_id, method)
    for version_id in outdated:
        with database.reading() as db:
            snapshots = versions.snapshots_of(db, version_id)
        reading = _read_again(declaration, snapshots)
        with database.writing() as db:
            fingerprint = diff.fingerprint(reading.text) if reading else ""
            if reading is None or versions.find(db, document_id, fingerprint) is not None:
                versions.mark_method(
                    db, version_id, method
                )  # its text stays; today's pages may lead to another version
            else:
                versions.reread(db, version_id, reading, fingerprint=fingerprint, method=method)
        log.info("%s: version %d read again by method %s", declaration.key, version_id, method)


def _read_again(declaration: Declaration, snapshots: tuple[Snapshot, ...]) -> Reading | None:
    """The reading of old snapshots by the present method, or None where it cannot read them."""
    if len(snapshots) != len(declaration.pages):
        return None
    try:
        return extract.join([_extract(*pair) for pair in zip(declaration.pages, snapshots, strict=True)])
    except ExtractError:
        return None


def _extract(page: Page, snapshot: Snapshot) -> Reading:
    return extract.extract(
        snapshot.body, snapshot.media_type, snapshot.final_url, select=page.select, remove=page.remove
    )


def _plain(selectors: tuple[str | Range, ...]) -> list[str | dict[str, str | None]]:
    return [asdict(selector) if isinstance(selector, Range) else selector for selector in selectors]
