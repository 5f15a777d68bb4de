"""Retention: what has been kept long enough, removed a little at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, select

from monitor.database.tables import blobs, changes, checks, findings, holds, sightings, snapshots, versions
from monitor.records import Outcome
from monitor.store.blobs import is_kept, let_go

MOST_VALUES = 10_000  # that are looked for at once: to find one takes about as long as to find them all
KEPT_CHECKS = 3  # of a document at most, of those that are old
LAST = 2  # sightings of each document: what it says now, and what it said just before, which may be its alternate


def overfull(db: Connection, before: datetime) -> tuple[int, ...]:
    """The documents of whose checks before a moment there may be more than are needed."""
    counted = select(checks.c.document_id).where(checks.c.at < before).group_by(checks.c.document_id)
    return tuple(db.scalars(counted.having(func.count() > KEPT_CHECKS)))


def thin_checks(db: Connection, document_ids: Iterable[int], before: datetime) -> int:
    """Remove the checks of documents before a moment, and give how many these were.

    What tells since when a document fails stays (the last answer before, the first failure), and what was noted last.
    """
    return sum(_thin(db, document_id, before) for document_id in document_ids)


def _thin(db: Connection, document_id: int, before: datetime) -> int:
    of_document = checks.c.document_id == document_id
    failed = checks.c.outcome.in_((Outcome.FAILED, Outcome.REFUSED))
    answered = db.scalar(select(func.max(checks.c.id)).where(of_document, checks.c.at < before, ~failed)) or 0
    fails = select(func.min(checks.c.id)).where(of_document, failed, checks.c.id > answered)
    noted = (checks.c.outcome == Outcome.UNCHANGED) & checks.c.kind.is_not(None)
    last_noted = select(func.max(checks.c.id)).where(of_document, noted)
    kept = [answered, db.scalar(fails) or 0, db.scalar(last_noted) or 0]
    return db.execute(delete(checks).where(of_document, checks.c.at < before, checks.c.id.not_in(kept))).rowcount


def outlived(db: Connection, before: datetime) -> tuple[str, ...]:
    """The pages as received of versions last seen before a moment, so many at most.

    Never those of a version that a finding rests on or may yet, nor of what the document says now or said just before.
    """
    order = blobs.c.base.is_(None)  # patches first: those against a value that goes would have to be packed anew
    return tuple(db.scalars(select(blobs.c.sha256).where(_is_outlived(before)).order_by(order).limit(MOST_VALUES)))


def let_originals_go(db: Connection, addresses: Collection[str], before: datetime) -> int:
    """Forget those of some pages as received that are outlived still; give how many these were."""
    gone = _locked(db, addresses, _is_outlived(before))
    for address in gone:
        let_go(db, address)
    return len(gone)


def unused(db: Connection) -> tuple[str, ...]:
    """The values that nothing refers to, so many at most."""
    return tuple(db.scalars(select(blobs.c.sha256).where(_is_unused()).limit(MOST_VALUES)))


def remove_unused(db: Connection, addresses: Collection[str]) -> int:
    """Remove those of some values that nothing refers to still; give how many these were."""
    gone = _locked(db, addresses, _is_unused())
    return db.execute(delete(blobs).where(blobs.c.sha256.in_(gone))).rowcount


def _locked(db: Connection, addresses: Collection[str], condition: ColumnElement[bool]) -> list[str]:
    """The values that still fulfil a condition now that no other transaction can come to refer to them."""
    candidates = select(blobs.c.sha256).where(blobs.c.sha256.in_(addresses))
    found = set(db.scalars(candidates.with_for_update(skip_locked=True, of=blobs)))
    still = set(db.scalars(select(blobs.c.sha256).where(blobs.c.sha256.in_(found), condition)))
    return [address for address in addresses if address in still]


def _is_unused() -> ColumnElement[bool]:
    patch = blobs.alias()
    users = (versions.c.text_sha256, snapshots.c.body_sha256, holds.c.text_sha256, patch.c.base)
    return and_(*(~exists().where(column == blobs.c.sha256) for column in users))


def _is_outlived(before: datetime) -> ColumnElement[bool]:
    """Whether a value is a page as received, and of no version that needs it."""
    is_its, needed = snapshots.c.body_sha256 == blobs.c.sha256, _is_needed(snapshots.c.version_id, before)
    is_text = exists().where(versions.c.text_sha256 == blobs.c.sha256)
    is_held = exists().where(holds.c.text_sha256 == blobs.c.sha256)
    return and_(is_kept, exists().where(is_its), ~exists().where(is_its, needed), ~is_text, ~is_held)


def _is_needed(version_id: ColumnElement[int], before: datetime) -> ColumnElement[bool]:
    later = sightings.alias()
    is_later = (later.c.document_id == sightings.c.document_id) & (later.c.id > sightings.c.id)
    is_among_last = select(func.count()).where(is_later).scalar_subquery() < LAST
    is_seen = exists().where(sightings.c.version_id == version_id, (sightings.c.last_seen >= before) | is_among_last)
    speaks = exists().where(findings.c.change_id == changes.c.id)
    waits = changes.c.reviewed_at.is_(None) | changes.c.alert_id.is_(None)
    after = select(changes.c.after_id).where(speaks | waits)
    evidence = after.union(select(changes.c.before_id).where(speaks | waits, changes.c.before_id.is_not(None)))
    return is_seen | version_id.in_(evidence)
