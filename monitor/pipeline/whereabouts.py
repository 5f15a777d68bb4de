"""Whereabouts: where the quotes of a change stand in the latest version of its document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from sqlalchemy import Connection

from monitor import detect
from monitor.records import Anchor, Change, Fate, Finding, Practice, Whereabouts
from monitor.store import clauses, documents, versions


def whereabouts_of(db: Connection, change: Change) -> tuple[Whereabouts, ...]:
    """What became of the clause of each finding of a change, in their order: the one after it, else the one before."""
    sightings = versions.sightings_of(db, documents.identify(db, change.key))
    later = [sighting.version_id for sighting in sightings if sighting.first_seen >= change.seen_with]

    @cache
    def text(version_id: int) -> str:
        return versions.load(db, version_id).text

    @cache
    def present() -> frozenset[tuple[Practice, str]]:
        return frozenset((clause.practice, clause.quote) for clause in clauses.of_version(db, later[-1]))

    def is_stated(finding: Finding) -> bool:
        """Whether the latest version states a clause that is quoted with what it hangs on, such as a table's row."""
        at = finding.after_at
        return at is not None and (finding.practice, text(change.after_id)[at.start : at.end]) in present()

    return tuple(_today(change, finding, later, text, is_stated) for finding in change.findings)


def _anchor(finding: Finding) -> Anchor:
    """Where the clause of a finding stood; findings of older databases have its words alone."""
    return finding.after_at or finding.before_at or Anchor(finding.after or finding.before or "")


def _today(
    change: Change,
    finding: Finding,
    later: Sequence[int],
    text: Callable[[int], str],
    is_stated: Callable[[Finding], bool],
) -> Whereabouts:
    origin = change.before_id if finding.after is None else change.after_id
    anchor = _anchor(finding)
    latest = text(later[-1])
    place = detect.find_again(anchor, latest)
    passage = latest[slice(*place)] if place else ""
    if (place and detect.stands(anchor.quote, passage)) or is_stated(finding):
        return Whereabouts(Fate.STANDS)
    # A sentence that stood beside the quote is like it, and not what it became.
    if place and origin is not None and not detect.stands(passage, text(origin)):
        return Whereabouts(Fate.READS, reads=passage)
    return Whereabouts(Fate.GONE, since=_first_without(anchor.quote, later, text))


def _first_without(quote: str, later: Sequence[int], text: Callable[[int], str]) -> int:
    """The first of the latest versions that all lack a quote."""
    without = later[-1]
    for version_id in reversed(later):
        if detect.stands(quote, text(version_id)):
            break
        without = version_id
    return without
