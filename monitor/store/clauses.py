"""Clauses: the passages in which the text of a version states something, kept so that nobody need find them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import BindParameter, Connection, Row, Text, bindparam, cast, delete, exists, insert, select, update

from monitor.database.tables import clauses, versions
from monitor.database.tables import stances as stances_table
from monitor.records import Clause, Practice
from monitor.store import stances

# Made once: every new text needs them.
_OF: BindParameter[int] = bindparam("versions", expanding=True)
_NOTE = (
    update(versions)
    .where(versions.c.id == bindparam("version"))
    .values(practices=bindparam("stated", type_=versions.c.practices.type))
)
_FORGET = delete(clauses).where(clauses.c.version_id.in_(_OF))
_KEEP = insert(clauses)
_WHOSE = select(versions.c.document_id).where(versions.c.id.in_(_OF)).distinct()


def keep(db: Connection, stated: Mapping[int, Sequence[Clause]]) -> None:
    """Note what the texts of some versions state, in place of what was noted of them before."""
    # First and in one order, as it locks the rows: of two processes that note the same, one waits for the other.
    db.execute(_NOTE, [{"version": each, "stated": _practices(stated[each])} for each in sorted(stated)])
    of = {"versions": [*stated]}
    db.execute(_FORGET, of)
    if values := [_values(each, *numbered) for each, some in stated.items() for numbered in enumerate(some)]:
        db.execute(_KEEP, values)
    stances.refresh(db, db.scalars(_WHOSE, of).all())


def _practices(stated: Sequence[Clause]) -> list[Practice]:
    return sorted({clause.practice for clause in stated})


def of_version(db: Connection, version_id: int) -> tuple[Clause, ...]:
    """The clauses of a version in the order of its text; of them, what stands around them is not kept."""
    query = select(clauses).where(clauses.c.version_id == version_id).order_by(clauses.c.number)
    return tuple(map(clause_of, db.execute(query)))


def of_present(db: Connection, document_id: int) -> tuple[Clause, ...]:
    """The clauses of what a document says now."""
    present = select(stances_table.c.version_id).where(stances_table.c.document_id == document_id)
    query = select(clauses).where(clauses.c.version_id.in_(present)).order_by(clauses.c.number)
    return tuple(map(clause_of, db.execute(query)))


def latest_without(db: Connection, below: int | None = None) -> int | None:
    """The latest version, of those with a lower number, that states something and of which no clause is kept."""
    states = cast(versions.c.practices, Text) != "[]"  # nor null: not reviewed yet
    is_kept = exists().where(clauses.c.version_id == versions.c.id)
    query = select(versions.c.id).where(states, ~is_kept).order_by(versions.c.id.desc()).limit(1)
    found: int | None = db.scalar(query if below is None else query.where(versions.c.id < below))
    return found


def clause_of(row: Row[tuple[object, ...]]) -> Clause:
    """The clause that a row of the table holds."""
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in row.facts.items()}
    return Clause(Practice(row.practice), row.quote, row.start, row.end, tuple(row.cues), row.confidence, facts)


def _values(version_id: int, number: int, clause: Clause) -> dict[str, object]:
    return {
        "version_id": version_id,
        "number": number,
        "practice": clause.practice,
        "quote": clause.quote,
        "start": clause.start,
        "end": clause.end,
        "cues": clause.cues,
        "confidence": clause.confidence,
        "facts": clause.facts,
    }
