"""What is looked at of all services together: by few queries that load no text and ask nothing row by row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, Connection, ScalarSelect, case, exists, func, select

from monitor.database.tables import changes, clauses, documents, services, sightings, stances
from monitor.records import ChangeKind, Clause, Practice, Service, Stance
from monitor.store.clauses import clause_of


def known_services(db: Connection, region: str | None = None) -> tuple[Service, ...]:
    """The services with documents that are declared, by name; or those with one that holds in a region."""
    shown = select(documents.c.service_id).where(_holds_in(region))
    rows = db.execute(select(services).where(services.c.id.in_(shown)))
    return tuple(
        sorted((Service(row.id, row.name, tuple(row.tags)) for row in rows), key=lambda each: each.name.casefold())
    )


def regions(db: Connection) -> tuple[str, ...]:
    """The regions for which documents are declared, by name."""
    query = select(documents.c.region).where(documents.c.declared & documents.c.region.is_not(None)).distinct()
    return tuple(sorted(db.scalars(query)))


def stating(db: Connection, region: str | None = None) -> Mapping[str, frozenset[Practice]]:
    """What each service states in any of its documents, or in any that holds in a region."""
    states = (func.max(case((stances.c.practice == practice, 1), else_=0)) for practice in Practice)
    query = select(documents.c.service_id, *states).join(stances).where(_holds_in(region))
    return {
        service: frozenset(practice for practice, states_it in zip(Practice, stated, strict=True) if states_it)
        for service, *stated in db.execute(query.group_by(documents.c.service_id))
    }


def starts(db: Connection, practice: Practice, region: str | None = None) -> Mapping[str, datetime]:
    """Since when each service has stated a practice in any of its documents, or in any that holds in a region."""
    query = select(documents.c.service_id, func.min(stances.c.seen_with).label("at")).join(stances)
    of_practice = query.where(_holds_in(region), stances.c.practice == practice).group_by(documents.c.service_id)
    return {row.service_id: row.at for row in db.execute(of_practice)}


def last_changes(db: Connection, ids: Collection[str] | None = None) -> Mapping[str, datetime]:
    """When the documents of each service, or of some, last changed; not of those that never did since a first look."""
    last = select(func.max(changes.c.id)).group_by(changes.c.document_id)
    if ids is not None:
        last = last.join(documents).where(documents.c.service_id.in_(ids))
    query = select(documents.c.service_id, func.max(changes.c.seen_with).label("at")).join(changes)
    known = documents.c.declared & changes.c.id.in_(last) & (changes.c.kind != ChangeKind.FIRST)
    return {row.service_id: row.at for row in db.execute(query.where(known).group_by(documents.c.service_id))}


def quoting(db: Connection, words: str) -> frozenset[str]:
    """The services that have some words in a clause which stands today."""
    query = select(documents.c.service_id).join(stances).join(clauses, clauses.c.version_id == stances.c.version_id)
    return frozenset(db.scalars(query.where(clauses.c.quote.icontains(words, autoescape=True)).distinct()))


def _holds_in(region: str | None) -> ColumnElement[bool]:
    """Whether a document is declared and holds in a region: one that names none holds everywhere."""
    if region is None:
        return documents.c.declared
    return documents.c.declared & (documents.c.region.is_(None) | (documents.c.region == region))


def stances_of(db: Connection, ids: Collection[int]) -> Mapping[int, tuple[Stance, ...]]:
    """What some documents state, each practice with its clauses, in the order of the practices."""
    quoted = _clauses(db, ids)
    found: dict[int, tuple[Stance, ...]] = {}
    query = select(stances).where(stances.c.document_id.in_(ids)).order_by(stances.c.document_id)
    for document_id, rows in groupby(db.execute(query), attrgetter("document_id")):
        stated = {Practice(row.practice): row for row in rows}
        found[document_id] = tuple(
            Stance(
                practice,
                row.seen_without,
                row.seen_with,
                tuple(clause for clause in quoted.get(row.version_id, ()) if clause.practice is practice),
                row.version_id,
            )
            for practice in Practice
            if (row := stated.get(practice))
        )
    return found


def _clauses(db: Connection, ids: Collection[int]) -> dict[int, list[Clause]]:
    """The clauses of what some documents say now, by the version; each with when its words came, if that was later."""
    is_stated = (stances.c.version_id == clauses.c.version_id) & (stances.c.practice == clauses.c.practice)
    query = select(clauses, _words_since().label("since")).join(stances, is_stated)
    ordered = query.where(stances.c.document_id.in_(ids)).order_by(clauses.c.version_id, clauses.c.number)
    rows = groupby(db.execute(ordered), attrgetter("version_id"))
    return {version_id: [replace(clause_of(row), since=row.since) for row in some] for version_id, some in rows}


def _words_since() -> ScalarSelect[datetime]:
    """When a clause's words came, where its document stated the practice in others since it states it; else null.

    A version of which no clause of the practice is kept yet may have had any words.
    """
    earlier, later, other = sightings.alias(), sightings.alias(), clauses.alias()
    is_other = (other.c.version_id == earlier.c.version_id) & (other.c.practice == clauses.c.practice)
    stated = exists().where(is_other).correlate(earlier, clauses)
    last_without = (
        select(func.max(earlier.c.id))
        .where(
            (earlier.c.document_id == stances.c.document_id) & (earlier.c.first_seen >= stances.c.seen_with),
            stated,
            ~stated.where(other.c.quote == clauses.c.quote),
        )
        .correlate(stances, clauses)
        .scalar_subquery()
    )
    came = select(func.min(later.c.first_seen)).where(later.c.document_id == stances.c.document_id)
    return came.where(later.c.id > last_without).correlate(stances, clauses).scalar_subquery()
