"""Record: what a reading means for a document's history, within the transaction of one check."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import starmap

from sqlalchemy import Connection

from monitor import diff
from monitor.extract import count
from monitor.pipeline.read import Candidate
from monitor.records import (
    ChangeKind,
    Hold,
    KnownPage,
    Outcome,
    Sighting,
    Snapshot,
    Standing,
    Verdict,
)
from monitor.store import changes, documents, versions

HOLD_CHECKS = 3  # a suspicious text is believed after that many checks …
HOLD_TIME = timedelta(hours=12)  # … and that long: error pages served with status 200 last for hours
# … unless it is this long, in words, and was edited meanwhile: what is served in a document's place is neither.
TENDED = 1_000
SAME_HOLD = 0.3  # texts that far apart at most, of 1.0, are the same held text: one line of it may be of the day
RECENT = timedelta(days=30)  # an alternate that was not seen since then plays no part any more
STAYS = timedelta(days=14)  # a return to an earlier text that lasts that long is no flapping


def record_unchanged(db: Connection, document_id: int, at: datetime) -> Outcome:
    """Note that a document still says what it said; a return to an old text that stayed becomes a change."""
    present = versions.present(db, document_id)
    assert present is not None, "bytes are remembered only with a version"
    versions.release(db, document_id)
    versions.prolong(db, [(present.id, at)])
    if at - present.first_seen >= STAYS:
        _note_return(db, document_id, present)
    return Outcome.UNCHANGED


def _note_return(db: Connection, document_id: int, present: Sighting, *, if_told: bool = False) -> None:
    """Note that a document went back to an earlier text, once; where asked, only `if_told` of what stood between."""
    earlier = versions.previous(db, document_id, present)
    if earlier is None or earlier.version_id == present.version_id or not _is_return(db, present):
        return
    if changes.is_recorded(db, present.id) or (if_told and not changes.is_told(db, earlier.id)):
        return
    changes.record(
        db,
        document_id,
        present,
        kind=ChangeKind.RETURN,
        before_id=earlier.version_id,
        seen_without=earlier.last_seen,
    )


def _is_return(db: Connection, present: Sighting) -> bool:
    return versions.first_seen(db, [present.version_id])[present.version_id] < present.first_seen


def record(db: Connection, document_id: int, candidate: Candidate, verdict: Verdict, at: datetime) -> Outcome:
    """Keep a reading: as a sighting of a known version, as a new version and a change, or held back."""
    present = versions.present(db, document_id)
    known = versions.find(db, document_id, candidate.fingerprint)
    begins_anew = known is None and present is not None and versions.load(db, present.version_id).stands_alone
    doubtful = known is None and verdict.standing is Standing.SUSPICIOUS
    if doubtful and not _confirmed(db, document_id, candidate, verdict, at):
        return Outcome.HELD
    versions.release(db, document_id)
    if begins_anew:
        # No change: whoever declared it otherwise knows of it.
        _keep(db, document_id, candidate, at, near=None, after=present)
        outcome = Outcome.RENEWED
    elif known is None:
        outcome = _add(db, document_id, candidate, present, at)
    elif present is not None and present.version_id == known:
        versions.mark_method(db, known, candidate.method)
        outcome = record_unchanged(db, document_id, at)
    else:
        versions.open_sighting(db, document_id, known, at, after=present)
        outcome = Outcome.RETURNED
    pages = zip(candidate.snapshots, candidate.found.visible, strict=True)
    documents.remember_pages(db, document_id, candidate.method, starmap(_known, pages))
    return outcome


def _known(snapshot: Snapshot, visible: str | None) -> tuple[Snapshot, KnownPage]:
    return snapshot, KnownPage(snapshot.sha256, visible, snapshot.validators)


def _add(db: Connection, document_id: int, candidate: Candidate, present: Sighting | None, at: datetime) -> Outcome:
    """Keep a text never seen before, to be compared with the closest of the recent versions."""
    if present is not None:
        _note_return(db, document_id, present, if_told=True)  # it will not last
    before = None if present is None else _closest(db, document_id, candidate.reading.text, at)
    sighting = _keep(db, document_id, candidate, at, near=before, after=present)
    changes.record(
        db,
        document_id,
        sighting,
        kind=ChangeKind.FIRST if present is None else ChangeKind.NEW,
        before_id=before,
        seen_without=None if present is None else present.last_seen,
    )
    return Outcome.FIRST if present is None else Outcome.CHANGED


def _keep(
    db: Connection, document_id: int, candidate: Candidate, at: datetime, *, near: int | None, after: Sighting | None
) -> Sighting:
    version_id = versions.add(
        db,
        document_id,
        candidate.reading,
        candidate.snapshots,
        fingerprint=candidate.fingerprint,
        method=candidate.method,
        near=near,
    )
    return versions.open_sighting(db, document_id, version_id, at, after=after)


def _closest(db: Connection, document_id: int, text: str, at: datetime) -> int:
    """The variant that differs least, so that a flapping page that really changes gives a small diff."""
    variants = versions.comparable(db, document_id, at - RECENT)
    if len(variants) == 1:
        return variants[0]
    return min(variants, key=lambda version_id: diff.distance(versions.load(db, version_id).text, text))


def _confirmed(db: Connection, document_id: int, candidate: Candidate, verdict: Verdict, at: datetime) -> bool:
    """Whether a suspicious text was seen often and long enough; if not, it is held back once more."""
    held, text = _held_before(db, document_id, candidate, verdict)
    first_seen, checks = (held.first_seen, held.checks + 1) if held else (at, 1)
    if checks >= HOLD_CHECKS and (at - first_seen >= HOLD_TIME or _is_tended(candidate, text)):
        return True
    now = Hold(verdict.kind, verdict.reason, first_seen, at, checks)
    versions.hold(db, document_id, candidate.reading.text, now)
    return False


def _held_before(db: Connection, document_id: int, candidate: Candidate, verdict: Verdict) -> tuple[Hold | None, str]:
    """What is held back of a document, and its text; of another text altogether nothing, so that it begins anew."""
    found = versions.held(db, document_id)
    if found is None:
        return None, ""
    held, text = found
    is_same = held.kind == verdict.kind and diff.distance(text, candidate.reading.text) <= SAME_HOLD
    return (held, text) if is_same else (None, "")


def _is_tended(candidate: Candidate, held: str) -> bool:
    """Whether a text is long, and was edited since it was last held back."""
    return count(candidate.reading.text) >= TENDED and candidate.fingerprint != diff.fingerprint(held)
