"""Hosts: which worker reads the documents of which, and which of them are to be left alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, Integer, bindparam, func, select, update

from monitor.database.tables import documents, hosts
from monitor.fetch import LONGEST_REST

CROWD = 16  # due documents of one host, in the mean, up to which as many hosts are found as are asked for

# Made once: to make a statement takes longer than to execute it.
_NOW: BindParameter[datetime] = bindparam("now")
# Nobody holds a host or did a moment ago; times to come are of a clock that was set back since.
_IS_RESTED = hosts.c.left_at.is_(None) | (hosts.c.left_at <= bindparam("rested")) | (hosts.c.left_at > _NOW)
_IS_FREE = hosts.c.taken_by.is_(None) & _IS_RESTED
_RESTS = hosts.c.rests_until.is_not(None) & (hosts.c.rests_until > _NOW) & (hosts.c.rests_until <= bindparam("longest"))
_ARE_NAMED = hosts.c.name.in_(bindparam("names", expanding=True))
_ARE_OWN = _ARE_NAMED & (hosts.c.taken_by == bindparam("worker"))
_DUE = (
    select(hosts.c.name, documents.c.next_check_at)
    .select_from(documents.join(hosts, hosts.c.name == documents.c.host))
    .where(documents.c.declared, documents.c.next_check_at <= _NOW)
    .where(hosts.c.name.not_in(bindparam("but", expanding=True)), _IS_FREE, ~_RESTS)
    .order_by(documents.c.next_check_at)
    .limit(bindparam("most", type_=Integer))
    .subquery()
)
_BY_AGE = select(_DUE.c.name).group_by(_DUE.c.name).order_by(func.min(_DUE.c.next_check_at))
_LONGEST_DUE = _BY_AGE.limit(bindparam("places", type_=Integer))
# Those that another worker is just taking are passed over on PostgreSQL; on SQLite, one takes after the other.
_FREE = select(hosts.c.name).where(_ARE_NAMED, _IS_FREE).with_for_update(skip_locked=True)
_TAKE = update(hosts).where(_ARE_NAMED).values(taken_by=bindparam("worker"))
_LEAVE = update(hosts).where(_ARE_OWN).values(taken_by=None, left_at=_NOW)
_HELD = select(hosts.c.name).where(_ARE_OWN).order_by(hosts.c.name).with_for_update(read=True)
_RESTING = select(hosts.c.name, hosts.c.rests_until).where(_ARE_NAMED, _RESTS)


def longest_due(
    db: Connection, now: datetime, pause: timedelta, places: int, *, but: Collection[str] = ()
) -> tuple[str, ...]:
    """Up to so many free hosts that have due documents, the longest due first, `but` some."""
    sought = {"but": [*but], "most": places * CROWD, "places": places}
    return tuple(db.scalars(_LONGEST_DUE, {**sought, **_free(now, pause), **_resting(now)}))


def take(db: Connection, worker: str, names: Sequence[str], now: datetime, pause: timedelta) -> tuple[str, ...]:
    """Take those of some hosts that are free, whether or not they asked for a rest."""
    found = set(db.scalars(_FREE, {"names": names, **_free(now, pause)}))
    taken = tuple(name for name in names if name in found)
    if taken:
        db.execute(_TAKE, {"names": taken, "worker": worker})
    return taken


def leave(db: Connection, worker: str, names: Collection[str], now: datetime) -> None:
    """Let others have hosts that a worker has just read from."""
    db.execute(_LEAVE, {"names": [*names], "worker": worker, "now": now})


def held(db: Connection, worker: str, names: Collection[str]) -> frozenset[str]:
    """Those of some hosts that a worker holds; it then does until the end of the transaction."""
    return frozenset(db.scalars(_HELD, {"names": [*names], "worker": worker}))


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
    rows = db.execute(_RESTING, {"names": [*names], **_resting(now)})
    return {row.name: row.rests_until for row in rows}


def _free(now: datetime, pause: timedelta) -> dict[str, datetime]:
    return {"now": now, "rested": now - pause}


def _resting(now: datetime) -> dict[str, datetime]:
    return {"now": now, "longest": now + timedelta(seconds=LONGEST_REST)}
