"""Hosts: which worker reads the documents of which, and which of them are to be left alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select, update

from monitor.database.tables import documents, hosts
from monitor.fetch import LONGEST_REST

CROWD = 16  # due documents of one host, in the mean, up to which as many hosts are found as are asked for


def longest_due(
    db: Connection, now: datetime, pause: timedelta, places: int, *, but: Collection[str] = ()
) -> tuple[str, ...]:
    """Up to so many free hosts that have due documents, the longest due first, `but` some."""
    is_due = documents.c.declared & (documents.c.next_check_at <= now) & hosts.c.name.not_in(but)
    found = (
        select(hosts.c.name, documents.c.next_check_at)
        .select_from(documents.join(hosts, hosts.c.name == documents.c.host))
        .where(is_due, _is_free(now, pause), ~_rests(now))
        .order_by(documents.c.next_check_at)
        .limit(places * CROWD)
        .subquery()
    )
    by_age = select(found.c.name).group_by(found.c.name).order_by(func.min(found.c.next_check_at))
    return tuple(db.scalars(by_age.limit(places)))


def take(db: Connection, worker: str, names: Sequence[str], now: datetime, pause: timedelta) -> tuple[str, ...]:
    """Take those of some hosts that are free, whether or not they asked for a rest."""
    # Those that another worker is just taking are passed over on PostgreSQL; on SQLite, one takes after the other.
    free = select(hosts.c.name).where(hosts.c.name.in_(names), _is_free(now, pause)).with_for_update(skip_locked=True)
    found = set(db.scalars(free))
    taken = tuple(name for name in names if name in found)
    db.execute(update(hosts).where(hosts.c.name.in_(taken)).values(taken_by=worker))
    return taken


def leave(db: Connection, worker: str, names: Collection[str], now: datetime) -> None:
    """Let others have hosts that a worker has just read from."""
    own = hosts.c.name.in_(names) & (hosts.c.taken_by == worker)
    db.execute(update(hosts).where(own).values(taken_by=None, left_at=now))


def holds(db: Connection, worker: str, name: str) -> bool:
    """Whether a worker holds a host; it then does until the end of the transaction."""
    return db.scalar(select(hosts.c.taken_by).where(hosts.c.name == name).with_for_update(read=True)) == worker


def workers(db: Connection) -> frozenset[str]:
    """All workers that hold hosts."""
    return frozenset(db.scalars(select(hosts.c.taken_by).where(hosts.c.taken_by.is_not(None)).distinct()))


def free(db: Connection, worker: str) -> None:
    """Let others have all hosts of a worker that is gone."""
    db.execute(update(hosts).where(hosts.c.taken_by == worker).values(taken_by=None))


def let_rest(db: Connection, name: str, until: datetime) -> None:
    """Note that a host asked to be left alone until then."""
    db.execute(update(hosts).where(hosts.c.name == name).values(rests_until=until))


def resting(db: Connection, names: Collection[str], now: datetime) -> Mapping[str, datetime]:
    """Until when those of some hosts rest that do."""
    query = select(hosts.c.name, hosts.c.rests_until).where(hosts.c.name.in_(names), _rests(now))
    return {row.name: row.rests_until for row in db.execute(query)}


def _is_free(now: datetime, pause: timedelta) -> ColumnElement[bool]:
    """That nobody holds a host or did a moment ago; times to come are of a clock that was set back since."""
    rested = hosts.c.left_at.is_(None) | (hosts.c.left_at <= now - pause) | (hosts.c.left_at > now)
    return hosts.c.taken_by.is_(None) & rested


def _rests(now: datetime) -> ColumnElement[bool]:
    longest = now + timedelta(seconds=LONGEST_REST)
    return hosts.c.rests_until.is_not(None) & (hosts.c.rests_until > now) & (hosts.c.rests_until <= longest)
