"""Outages: what the log of checks and the alerts say of times in which nothing could be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, case, func, select

from monitor.database.tables import alerts, checks, documents
from monitor.records import AlertKind, Outage, Outcome, Silence, TroubleKind, Unread

_BEGIN, _END = (TroubleKind.OFFLINE, TroubleKind.BLIND), (TroubleKind.ONLINE, TroubleKind.SEEING)


def last(db: Connection) -> Outage | None:
    """The last outage of which people were told, whether or not it is over."""
    kind = alerts.c.details["troubles"][0]["kind"].as_string()
    told = (alerts.c.kind == AlertKind.TROUBLE) & kind.in_([*_BEGIN, *_END])
    latest_first = alerts.c.created_at.desc(), alerts.c.id.desc()
    query = select(alerts.c.details, alerts.c.created_at).where(told).order_by(*latest_first).limit(1)
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    (found,) = row.details["troubles"]
    over_at = row.created_at if found["kind"] in _END else None
    blind = found["kind"] in {TroubleKind.BLIND, TroubleKind.SEEING}
    return Outage(datetime.fromisoformat(found["since"]), found["count"], over_at, blind)


def last_answer(db: Connection, unreached: Iterable[str]) -> datetime | None:
    """When a check last got an answer of whatever sort: one that failed in no way of those named."""
    query = select(checks.c.at).where(~_is_silent(unreached)).order_by(checks.c.id.desc()).limit(1)
    answered: datetime | None = db.scalar(query)
    return answered


def last_reading(db: Connection) -> datetime | None:
    """When a declared document was last read."""
    read_at: datetime | None = db.scalar(select(func.max(documents.c.last_read_at)).where(documents.c.declared))
    return read_at


def is_read_since(db: Connection, moment: datetime) -> bool:
    """Whether a declared document was read after a moment: told at once where most were, however many there are."""
    read = select(documents.c.id).where(documents.c.declared, documents.c.last_read_at > moment).limit(1)
    return db.scalar(read) is not None


def is_reading(db: Connection) -> bool:
    """Whether some declared document was read when it was last asked for, and no outage goes on."""
    outage = last(db)
    if outage is not None and outage.over_at is None:
        return False
    well = documents.c.declared & (documents.c.failures == 0) & documents.c.last_read_at.is_not(None)
    return db.scalar(select(documents.c.id).where(well).limit(1)) is not None


def unread(
    db: Connection, read_at: datetime | None, *, failing_before: datetime, due_before: datetime | None
) -> Unread:
    """The declared documents that fail since a moment or were due before another one, beside a last reading."""
    waits = documents.c.failures > 0
    fallen = waits & (documents.c.failing_since <= failing_before)
    if read_at is not None:
        fallen &= documents.c.failing_since > read_at
    if due_before is not None:
        waits |= documents.c.next_check_at <= due_before
        fallen |= documents.c.next_check_at <= due_before
    query = select(
        func.count(case((waits, 1))),
        func.count(case((fallen, 1))),
        func.count(case((~waits, 1))),
        func.min(case((fallen, func.coalesce(documents.c.failing_since, documents.c.next_check_at)))),
    )
    return Unread(*db.execute(query.where(documents.c.declared)).one())


def fallen_silent(db: Connection, since: datetime | None, unreached: Iterable[str]) -> tuple[Silence, ...]:
    """The declared documents that began to fail since a moment, in one of these ways; not those that did before."""
    began = (checks.c.document_id == documents.c.id) & (checks.c.at == documents.c.failing_since)
    seconds = select(checks.c.seconds).where(began).limit(1).scalar_subquery()
    fails = documents.c.declared & documents.c.failing_kind.in_(list(unreached))
    if since is not None:
        fails &= documents.c.failing_since > since
    query = select(documents.c.url, documents.c.failing_since, documents.c.failing_kind, seconds.label("seconds"))
    return tuple(
        Silence(row.url, row.failing_since - timedelta(seconds=row.seconds), row.failing_since, row.failing_kind)
        for row in db.execute(query.where(fails))
    )


def _is_silent(unreached: Iterable[str]) -> ColumnElement[bool]:
    return (checks.c.outcome == Outcome.FAILED) & checks.c.kind.in_(list(unreached))
