"""Passages: the parts of all texts, past and present, found by their words.

A passage is kept once for the run of versions that have it, so that an edit costs what it changed: texts are gone
through in the order of their versions. A document with a text that is read anew is gone through anew, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from monitor import search
from monitor.database import serialise
from monitor.database.tables import blobs as values
from monitor.database.tables import clauses, documents, holds, passages, searched, services, sightings, versions
from monitor.errors import DatabaseError
from monitor.records import Hit, Place, Service, Sought
from monitor.store import blobs, fulltext

EXAMINED = 1000  # passages that are looked into at most, for one page of a list and to count
TEXTS_KEPT = 4  # meanwhile: passages of one version come one after the other
MOST = 50  # texts in one transaction, as others wait for it on SQLite …
AT_ONCE = 500_000  # … and bytes of them, though one text may be larger
_ORDER = (passages.c.first_id.desc(), passages.c.start)


def is_complete(db: Connection) -> bool:
    """Whether all texts can be searched."""
    return db.execute(_waiting().limit(1)).one_or_none() is None


def add_some(db: Connection) -> int:
    """Let some texts be searched that cannot be yet, in the order of their versions; give how many these were."""
    serialise(db, "passages")
    added = size = 0
    for row in db.execute(_waiting().limit(MOST)).all():
        size += row.size
        if added and size > AT_ONCE:
            break
        _add(db, row.id)
        added += 1
    return added


def _waiting() -> Select[tuple[int, int]]:
    """The versions whose texts cannot be searched yet, with the sizes of these."""
    is_there = exists().where(searched.c.version_id == versions.c.id)
    text = values.c.sha256 == versions.c.text_sha256
    return select(versions.c.id, values.c.size).join(values, text).where(~is_there).order_by(versions.c.id)


def _add(db: Connection, version_id: int) -> None:
    document_id = db.execute(select(versions.c.document_id).where(versions.c.id == version_id)).scalar_one()
    text, known = _text(db, version_id), _of_the_last(db, document_id)
    spans = {_hash(text[start:end]): (start, end) for start, end in search.passages(text)}
    kept = [known[each] for each in spans.keys() & known.keys()]
    db.execute(update(passages).where(passages.c.id.in_(kept)).values(last_id=version_id))
    new = {each: span for each, span in spans.items() if each not in known}
    numbers = _insert(db, document_id, version_id, new)
    fulltext.put(db, {numbers[each]: search.words(text[start:end]) for each, (start, end) in new.items()})
    db.execute(insert(searched).values(version_id=version_id))


def _of_the_last(db: Connection, document_id: int) -> dict[str, int]:
    """The passages of the last version of a document that was gone through, by their hashes."""
    last = select(func.max(searched.c.version_id)).join(versions).where(versions.c.document_id == document_id)
    is_its = (passages.c.document_id == document_id) & (passages.c.last_id == last.scalar_subquery())
    return {row.hash: row.id for row in db.execute(select(passages.c.hash, passages.c.id).where(is_its))}


def _insert(db: Connection, document_id: int, version_id: int, spans: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    if not spans:
        return {}
    rows = [
        {
            "document_id": document_id,
            "first_id": version_id,
            "last_id": version_id,
            "start": start,
            "end": end,
            "hash": each,
        }
        for each, (start, end) in spans.items()
    ]
    return {row.hash: row.id for row in db.execute(insert(passages).returning(passages.c.hash, passages.c.id), rows)}


def forget(db: Connection, version_id: int) -> None:
    """Let no text of a version's document be searched until they are gone through anew, before one is replaced."""
    serialise(db, "passages")
    own = select(versions.c.document_id).where(versions.c.id == version_id).scalar_subquery()
    rows = db.execute(select(passages).where(passages.c.document_id == own)).all()
    text_of = cache(lambda first_id: _text(db, first_id))
    fulltext.remove(db, {row.id: search.words(text_of(row.first_id)[row.start : row.end]) for row in rows})
    db.execute(delete(passages).where(passages.c.document_id == own))
    its = select(versions.c.id).where(versions.c.document_id == own)
    db.execute(delete(searched).where(searched.c.version_id.in_(its)))


def _text(db: Connection, version_id: int) -> str:
    """A version's text; nothing of one that is damaged, which `db check` tells of."""
    address = db.execute(select(versions.c.text_sha256).where(versions.c.id == version_id)).scalar_one()
    try:
        return blobs.get(db, address).decode()
    except (DatabaseError, UnicodeDecodeError):
        return ""


def _texts(db: Connection) -> Callable[[int], str]:
    """The texts of versions by their numbers, of which a few are kept."""
    return lru_cache(TEXTS_KEPT)(lambda version_id: _text(db, version_id))


def _hash(passage: str) -> str:
    return blake2b(passage.strip().encode(), digest_size=16).hexdigest()


# ── search ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Seen:
    """When a passage was seen first and last, and whether it is what the document says now."""

    seen_from: datetime
    seen_until: datetime
    is_present: bool


class Found(NamedTuple):
    """Passages that were found, and behind which place the list goes on, if it does."""

    hits: tuple[Hit, ...]
    behind: Place | None


class Counted(NamedTuple):
    """How many passages there are at least, and whether these are all."""

    number: int
    is_all: bool


def find(db: Connection, sought: Sought, *, behind: Place | None, limit: int) -> Found:
    """So many passages at most that hold what is sought, those that came last first, from a place in the list on.

    Where too many are to be looked into, there may be fewer of them, or none, before the list goes on.
    """
    if not sought.terms:
        return Found((), None)
    matching = _matching(db, sought).where(_is_behind(behind)).order_by(*_ORDER)
    looked = limit + 1 if fulltext.is_exact(db, sought.terms) else EXAMINED
    rows = db.execute(matching.limit(looked + 1)).all()
    found = [*islice(_holding(db, sought, rows[:looked]), limit + 1)]
    last = found[limit - 1] if len(found) > limit else rows[looked - 1] if len(rows) > looked else None
    return Found(_hits(db, found[:limit]), last and Place(last.first_id, last.start))


def count(db: Connection, sought: Sought, most: int) -> Counted:
    """How many passages hold what is sought, counted no further than to a number."""
    if not sought.terms:
        return Counted(0, is_all=True)
    matching, is_cut = _matching(db, sought), False
    if fulltext.is_exact(db, sought.terms):
        number = db.scalar(select(func.count()).select_from(matching.limit(most + 1).subquery())) or 0
    else:
        rows = db.execute(matching.order_by(*_ORDER).limit(EXAMINED + 1)).all()
        number, is_cut = sum(1 for _ in _holding(db, sought, rows[:EXAMINED])), len(rows) > EXAMINED
    return Counted(min(number, most), not is_cut and number <= most)


def _matching(db: Connection, sought: Sought) -> Select[tuple[int, int, int, int]]:
    """The passages that are sought, or have the words of what is."""
    columns = (passages.c.id, passages.c.first_id, passages.c.start, passages.c.end)
    return select(*columns).where(passages.c.id.in_(fulltext.matching(db, sought.terms)), *_conditions(sought))


def _holding(
    db: Connection, sought: Sought, rows: Sequence[Row[tuple[int, int, int, int]]]
) -> Iterator[Row[tuple[int, int, int, int]]]:
    """Those of some passages that hold what is sought, looked into where their words alone don't tell."""
    if fulltext.is_exact(db, sought.terms):
        yield from rows
        return
    text_of = _texts(db)
    yield from (row for row in rows if search.holds(text_of(row.first_id)[row.start : row.end], sought.terms))


def _hits(db: Connection, found: Sequence[Row[tuple[int, int, int, int]]]) -> tuple[Hit, ...]:
    ids = [row.id for row in found]
    rows = db.execute(_query().where(passages.c.id.in_(ids)).order_by(*_ORDER)).all()
    seen = _seen(db, ids)
    text_of = _texts(db)
    return tuple(_hit(row, text_of(row.first_id), seen[row.id]) for row in rows)


def _query() -> Select[tuple[object, ...]]:
    return (
        select(
            passages,
            documents.c.terms_type,
            documents.c.region,
            documents.c.variant,
            documents.c.service_id,
            services.c.name,
            services.c.tags,
            versions.c.language,
            _is_known().label("is_known"),
        )
        .join(documents, documents.c.id == passages.c.document_id)
        .join(services, services.c.id == documents.c.service_id)
        .join(versions, versions.c.id == passages.c.first_id)
    )


def _is_known() -> ColumnElement[bool]:
    """Whether it is known what a passage's document says now: it is watched, and nothing ails its reading."""
    is_held = exists().where(holds.c.document_id == documents.c.id)
    return documents.c.declared & documents.c.failing_since.is_(None) & ~is_held


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    conditions = [_was_seen(sought.since, sought.until)]
    if sought.service is not None:
        own = select(documents.c.id).where(documents.c.service_id == sought.service)
        conditions.append(passages.c.document_id.in_(own))
    if sought.practice is not None:
        conditions.append(exists().where(_is_clause_in_it(), clauses.c.practice == sought.practice))
    if sought.present:
        conditions.append(exists().where(_is_sighting_of_it(), sightings.c.id == _present()))
    return conditions


def _was_seen(since: date | None, until: date | None) -> ColumnElement[bool]:
    """Whether a passage was seen between two days, both included; always where none is named."""
    if since is None and until is None:
        return true()
    within = [_is_sighting_of_it()]
    if since is not None:
        within.append(sightings.c.last_seen >= _midnight(since))
    if until is not None:
        within.append(sightings.c.first_seen < _midnight(until) + timedelta(days=1))
    return exists().where(*within)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _is_sighting_of_it() -> ColumnElement[bool]:
    """Whether a sighting is one of a version that has the passage."""
    is_its = sightings.c.version_id.between(passages.c.first_id, passages.c.last_id)
    return and_(sightings.c.document_id == passages.c.document_id, is_its)


def _is_clause_in_it() -> ColumnElement[bool]:
    """Whether a clause stands in the passage, or reaches into it."""
    overlaps = and_(clauses.c.start < passages.c.end, clauses.c.end > passages.c.start)
    return and_(clauses.c.version_id == passages.c.first_id, overlaps)


def _present() -> ScalarSelect[int]:
    """The sighting of what a passage's document says now."""
    each = sightings.alias()
    latest = select(func.max(each.c.id)).where(each.c.document_id == passages.c.document_id)
    return latest.correlate(passages).scalar_subquery()  # wherever it stands, also within a condition of its own


def _is_behind(place: Place | None) -> ColumnElement[bool]:
    if place is None:
        return true()
    is_later = and_(passages.c.first_id == place.version_id, passages.c.start > place.start)
    return or_(passages.c.first_id < place.version_id, is_later)


def _seen(db: Connection, ids: Sequence[int]) -> dict[int, _Seen]:
    query = (
        select(
            passages.c.id,
            func.min(sightings.c.first_seen).label("seen_from"),
            func.max(sightings.c.last_seen).label("seen_until"),
            (func.max(sightings.c.id) == _present()).label("is_present"),
        )
        .join(sightings, _is_sighting_of_it())
        .where(passages.c.id.in_(ids))
        .group_by(passages.c.id)
    )
    return {row.id: _Seen(row.seen_from, row.seen_until, bool(row.is_present)) for row in db.execute(query)}


def _hit(row: Row[tuple[object, ...]], text: str, seen: _Seen) -> Hit:
    return Hit(
        document_id=row.document_id,
        service=Service(row.service_id, row.name, tuple(row.tags)),
        terms_type=row.terms_type,
        region=row.region,
        variant=row.variant,
        language=row.language,
        first_id=row.first_id,
        last_id=row.last_id,
        start=row.start,
        text=text[row.start : row.end],
        seen_from=seen.seen_from,
        seen_until=seen.seen_until,
        is_present=seen.is_present,
        is_known=bool(row.is_known),
    )
