"""Soundness: everything that a database holds, looked at once, and what of it cannot be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from monitor import detect, diff, extract
from monitor.errors import DatabaseError
from monitor.records import Anchor, Damage
from monitor.store import blobs, changes, clauses, soundness

Done = Callable[[str], None]


def damages(db: Connection, done: Done = lambda _: None) -> Iterator[Damage]:
    """Each damage as it is found, without writing; `done` hears of each value, text and change that was looked at."""
    broken = [*soundness.structure(db)]
    yield from broken
    if broken:
        return  # what else is found in a file that is torn says nothing
    yield from soundness.references(db)
    yield from soundness.patches(db)
    yield from soundness.history(db)
    yield from _values(db, done)
    yield from _texts(db, done)
    yield from _quotes(db, done)


def _values(db: Connection, done: Done) -> Iterator[Damage]:
    """The values that cannot be unpacked, or are not what their hash says."""
    for address in soundness.addresses(db):
        try:
            blobs.get(db, address)
        except DatabaseError as error:
            yield Damage(f"value {address}", error.detail, soundness.RESTORE)
        done(address)


def _texts(db: Connection, done: Done) -> Iterator[Damage]:
    """The texts that are not those that their version was made for; what another release read has its own measure."""
    for row in soundness.texts(db):
        text = soundness.text_of(db, row.id)
        if text is not None and row.method.startswith(f"{extract.EXTRACTOR}-"):
            for problem in _faults(db, row.id, text, row.fingerprint):
                yield Damage(f"{row.key}, version {row.id}", problem, soundness.RESTORE)
        done(row.key)


def _faults(db: Connection, version_id: int, text: str, fingerprint: str) -> Iterator[str]:
    """What a text has not that its version says of it."""
    if diff.fingerprint(text) != fingerprint:
        yield "its text is another than it was made for"
    for clause in clauses.of_version(db, version_id):
        if text[clause.start : clause.end] != clause.quote:
            yield f"its text does not hold the clause “{clause.quote[:80]}” where that was found"


def _quotes(db: Connection, done: Done) -> Iterator[Damage]:
    """The findings whose clause is not where they found it, nor anywhere else in that text."""
    for number in soundness.quoting(db):
        change = changes.load(db, number)
        for finding in (*change.findings, *change.kept):
            for anchor in filter(None, (finding.before_at, finding.after_at)):
                if not _is_found(db, anchor):
                    place = f"{change.key}, change {change.id}"
                    problem = f"version {anchor.version} does not hold the clause “{anchor.quote[:80]}”"
                    yield Damage(place, problem, "the quote itself is kept; compare it with `terms-monitor diff`")
        done(change.key)


def _is_found(db: Connection, anchor: Anchor) -> bool:
    """Whether a text holds a quote at its place or, where the text was read anew since, at another."""
    text = None if anchor.version is None else soundness.text_of(db, anchor.version)
    if text is None or text[anchor.start : anchor.end] == anchor.quote:
        return True
    return detect.find_again(anchor, text) is not None
