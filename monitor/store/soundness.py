"""Soundness: what a database holds that cannot be right, found without writing anything."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, ForeignKey, Row, Select, Table, exists, func, select, text
from sqlalchemy.exc import DBAPIError

from monitor.database import trouble
from monitor.database.tables import blobs as values
from monitor.database.tables import changes, documents, findings, holds, metadata, sightings, versions
from monitor.errors import DamagedError
from monitor.records import Damage
from monitor.store import blobs

AT_ONCE = 1000
RESTORE = "restore a backup"


def structure(db: Connection) -> Iterator[Damage]:
    """What SQLite finds wrong with its own file; PostgreSQL looks after its own."""
    if db.engine.dialect.name != "sqlite":
        return
    try:
        told = db.scalars(text("PRAGMA integrity_check")).all()
    except DBAPIError as error:  # torn so that not even this can be found out
        told = [trouble(error, db.engine.url).detail]
    for each in told:
        if each != "ok":
            yield Damage("file", each, RESTORE)


def references(db: Connection) -> Iterator[Damage]:
    """The rows that refer to one that is not there."""
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent)):
            yield from _dangling(db, key)


def _dangling(db: Connection, key: ForeignKey) -> Iterator[Damage]:
    column, parent = key.parent, key.column.table.alias()
    table, there = column.table, exists().where(parent.c[key.column.name] == column)
    for row in db.execute(
        select(*table.primary_key.columns, column.label("wanted")).where(column.is_not(None), ~there)
    ):
        *number, wanted = row
        place = f"{table.name} {'/'.join(map(str, number))}"
        yield Damage(place, f"{column.name} is {wanted}, and {key.column.table.name} has none such", RESTORE)


def patches(db: Connection) -> Iterator[Damage]:
    """The values that cannot be had since what they are a patch against is none, and the texts that were let go."""
    keyframe = values.alias()
    broken = keyframe.c.base.is_not(None) | (func.length(keyframe.c.data) == 0)
    query = select(values.c.sha256).join(keyframe, keyframe.c.sha256 == values.c.base).where(broken)
    for address in db.scalars(query):
        yield Damage(f"value {address}", "it is a patch against what is none itself", RESTORE)
    is_needed = exists().where(versions.c.text_sha256 == values.c.sha256)
    is_held = exists().where(holds.c.text_sha256 == values.c.sha256)
    for address in db.scalars(select(values.c.sha256).where(~blobs.is_kept, is_needed | is_held)):
        yield Damage(f"value {address}", "it is a text, and its bytes are gone", RESTORE)


def history(db: Connection) -> Iterator[Damage]:
    """Where the story of a document contradicts itself."""
    ended = func.lag(sightings.c.last_seen).over(partition_by=sightings.c.document_id, order_by=sightings.c.id)
    each = select(sightings, ended.label("ended")).subquery()
    overlaps = select(each.c.id).where(each.c.ended > each.c.first_seen)
    is_seen = exists().where(sightings.c.document_id == versions.c.document_id)
    told_early = changes.c.reviewed_at.is_(None) & changes.c.alert_id.is_not(None)
    for name, problem, query in (
        ("sighting", "it ends before it begins", select(each.c.id).where(each.c.last_seen < each.c.first_seen)),
        (
            "sighting",
            "it begins before the one before has ended",
            overlaps,
        ),
        ("sighting", "its version is of another document", _strays(sightings, versions, "version_id")),
        ("version", "no version of its document was ever seen", select(versions.c.id).where(~is_seen)),
        ("change", "the version after it is of another document", _strays(changes, versions, "after_id")),
        ("change", "the version before it is of another document", _strays(changes, versions, "before_id")),
        ("change", "its sighting is of another document", _strays(changes, sightings, "sighting_id")),
        ("change", "it was announced before it was reviewed", select(changes.c.id).where(told_early)),
    ):
        for number in sorted(db.scalars(query)):
            yield Damage(f"{name} {number}", problem, "the rest is unharmed; restore a backup, and report it")


def _strays(table: Table, other: Table, column: str) -> Select[tuple[int]]:
    """The rows of a table that refer to one of another document than their own."""
    query = select(table.c.id).join(other, other.c.id == table.c[column])
    return query.where(other.c.document_id != table.c.document_id)


def addresses(db: Connection) -> Iterator[str]:
    """The hashes of all values whose bytes are kept."""
    yield from db.scalars(select(values.c.sha256).where(blobs.is_kept).execution_options(yield_per=AT_ONCE))


def texts(db: Connection) -> Iterator[Row[int, str, str, str]]:
    """Each version whose text is kept: its number, its document's key, its fingerprint and the method that read it."""
    columns = (versions.c.id, documents.c.key, versions.c.fingerprint, versions.c.method)
    query = select(*columns).join(documents).join(values, values.c.sha256 == versions.c.text_sha256)
    yield from db.execute(query.where(blobs.is_kept).execution_options(yield_per=AT_ONCE))


def quoting(db: Connection) -> Iterator[int]:
    """The changes with findings whose versions and texts are there."""
    is_one = exists().where(findings.c.change_id == changes.c.id)
    query = select(changes.c.id).join(documents).where(is_one).order_by(changes.c.id)
    yield from db.scalars(query.execution_options(yield_per=AT_ONCE))


def text_of(db: Connection, version_id: int) -> str | None:
    """A version's text, None when it is missing or damaged, of which `patches` and the values themselves tell."""
    address = db.scalar(select(versions.c.text_sha256).where(versions.c.id == version_id))
    try:
        return None if address is None else blobs.get(db, address).decode()
    except (DamagedError, UnicodeDecodeError):
        return None


def count(db: Connection) -> int:
    """How many values, texts and changes there are to look at."""
    tables = (values, versions, changes)
    return sum(db.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
