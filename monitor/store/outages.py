"""Outages: what the log of checks and the alerts say of times in which nothing could be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select

from monitor.database.tables import alerts, checks, documents
from monitor.records import AlertKind, Outage, Outcome, Silence, TroubleKind


def last(db: Connection) -> Outage | None:
    """The last outage of which people were told, whether or not it is over."""
    kind = alerts.c.details["troubles"][0]["kind"].as_string()
    told = (alerts.c.kind == AlertKind.TROUBLE) & kind.in_([TroubleKind.OFFLINE, TroubleKind.ONLINE])
    query = select(alerts.c.details, alerts.c.created_at).where(told).order_by(alerts.c.id.desc()).limit(1)
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    (found,) = row.details["troubles"]
    over_at = row.created_at if found["kind"] == TroubleKind.ONLINE else None
    return Outage(datetime.fromisoformat(found["since"]), found["count"], over_at)


def last_answer(db: Connection, unreached: Iterable[str]) -> datetime | None:
    """When a check last got an answer of whatever sort: one that failed in no way of those named."""
    query = select(checks.c.at).where(~_is_silent(unreached)).order_by(checks.c.id.desc()).limit(1)
    answered: datetime | None = db.scalar(query)
    return answered


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
