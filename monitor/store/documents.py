"""Services and documents: what is declared, when it is due, and how its reading goes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
    true,
    update,
)

from monitor.config import pace, schedule
from monitor.database import serialise
from monitor.database.tables import changes, documents, hosts, pages, services
from monitor.errors import NotFoundError
from monitor.fetch import lane_of
from monitor.records import (
    Declaration,
    DocumentState,
    KnownPage,
    Schedule,
    Service,
    Snapshot,
    Unrest,
    Validators,
)
from monitor.store import states as states_of

APART = timedelta(seconds=0.05)  # what is new or was missed for long is due one after the other, so much apart
LAST = 2  # changes by which it is told how restless a document is
WELL = {"failures": 0, "failing_since": None, "failing_kind": None, "failing_detail": None}

_PLANNED = select(
    *(documents.c[name] for name in ("id", "key", "region", "variant", "url", "host", "declared", "next_check_at"))
)

# What each check of a new text asks and notes is made once: to make a statement takes longer than to execute it.
_MARK = update(documents).where(documents.c.id == bindparam("of"))
_FORGET = delete(pages).where(pages.c.document_id == bindparam("document"))
_REMEMBER = insert(pages)
_REFRESH = update(pages).where(pages.c.document_id == bindparam("of"), pages.c.part == bindparam("number"))
_RANK = func.row_number().over(partition_by=changes.c.document_id, order_by=changes.c.seen_with.desc()).label("rank")
_RANKED = (
    select(changes.c.document_id, changes.c.seen_with, _RANK)
    .where(changes.c.document_id.in_(bindparam("ids", expanding=True)))
    .subquery()
)
_LAST = select(_RANKED.c.document_id, _RANKED.c.seen_with).where(_RANKED.c.rank <= LAST).order_by(_RANKED.c.rank)
_DAYS = select(documents.c.id, documents.c.days).where(documents.c.id.in_(bindparam("ids", expanding=True)))


def sync(db: Connection, declarations: Sequence[Declaration], now: datetime) -> None:
    """Make the services and documents those that are declared; what is declared no more keeps its history.

    A document that has moved is due at once, and none waits longer than its present schedule says, such as after the
    clock was set back. What is new, or has missed more than one check, is due one after the other.
    """
    serialise(db, "declarations")
    _sync_services(db, {d.service.id: d.service for d in declarations})
    present = {d.key: _present(d) for d in declarations}
    _sync_hosts(db, {values["host"] for values in present.values()})
    known = {row.key: row for row in db.execute(_PLANNED)}
    changed = _last_changes(db)
    added = [_new_document(d) | present[d.key] for d in declarations if d.key not in known]
    planned = [
        _planned(row, d.schedule, present[d.key], changed.get(row.id, ()), now)
        for d in declarations
        if (row := known.pop(d.key, None))
    ]
    late = sorted((values for values, is_late in planned if is_late), key=itemgetter("next_check_at"))
    _space([*late, *added], now)
    _change(db, [values for values, _ in planned if values])
    _change(db, [{"of": row.id, "declared": False} for row in known.values() if row.declared])
    _add(db, added)


def _space(rows: Iterable[dict[str, Any]], now: datetime) -> None:
    """Have documents due one after the other, from now on."""
    for number, values in enumerate(rows):
        values["next_check_at"] = now + number * APART


def _add(db: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        db.execute(insert(documents), rows)


def _change(db: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Write what some documents have become, each named by the row that it is `of`."""
    if rows:
        db.execute(update(documents).where(documents.c.id == bindparam("of")), rows)


def _sync_services(db: Connection, wanted: Mapping[str, Service]) -> None:
    known = {row.id: Service(row.id, row.name, tuple(row.tags)) for row in db.execute(select(services))}
    changed = [each for each in wanted.values() if each.id in known and known[each.id] != each]
    if added := [_service(each) | {"id": each.id} for each in wanted.values() if each.id not in known]:
        db.execute(insert(services), added)
    if changed:
        named = services.c.id == bindparam("of")
        db.execute(update(services).where(named), [_service(each) | {"of": each.id} for each in changed])


def _service(service: Service) -> dict[str, object]:
    return {"name": service.name, "tags": list(service.tags)}


def _sync_hosts(db: Connection, wanted: Collection[str]) -> None:
    if missing := set(wanted) - set(db.scalars(select(hosts.c.name))):
        db.execute(insert(hosts), [{"name": name} for name in sorted(missing)])


def _last_changes(db: Connection) -> dict[int, tuple[datetime]]:
    """When each document's text last became what it was then."""
    query = select(changes.c.document_id, func.max(changes.c.seen_with).label("at")).group_by(changes.c.document_id)
    return {row.document_id: (row.at,) for row in db.execute(query)}


def _planned(
    row: Row[Any], plan: Schedule, present: Mapping[str, object], changed: tuple[datetime, ...], now: datetime
) -> tuple[dict[str, Any], bool]:
    """What is to be written of a known document, if anything, and whether it has missed more than one check."""
    has_moved = row.url != present["url"]
    at = now if has_moved else pace.in_time(plan, row.next_check_at, now, Unrest(changed))
    is_late = at <= now and schedule.next_time(plan, at) <= now
    values = {**present, "next_check_at": at}
    differs = is_late or any(getattr(row, name) != value for name, value in values.items())
    return (values | {"of": row.id} if differs else {}), is_late


def due(db: Connection, host: str, now: datetime, limit: int) -> tuple[str, ...]:
    """The keys of so many declared documents of a host whose next check has come, the longest due first."""
    is_due = documents.c.declared & (documents.c.host == host) & (documents.c.next_check_at <= now)
    return tuple(db.scalars(select(documents.c.key).where(is_due).order_by(documents.c.next_check_at).limit(limit)))


def hasten(db: Connection, service: str, read_before: datetime, now: datetime) -> None:
    """Let the documents of a service be due that were last read before a moment and do not fail."""
    is_well = documents.c.declared & (documents.c.failures == 0) & (documents.c.last_read_at < read_before)
    waiting = is_well & (documents.c.service_id == service) & (documents.c.next_check_at > now)
    db.execute(update(documents).where(waiting).values(next_check_at=now))


def want(db: Connection, document_id: int, now: datetime) -> bool:
    """Let a document be due now; False where none of that number is declared."""
    wanted = documents.c.declared & (documents.c.id == document_id)
    return db.execute(update(documents).where(wanted).values(next_check_at=now)).rowcount > 0


def services_due(db: Connection, among: Collection[str], now: datetime) -> frozenset[str]:
    """Which of some services have documents that are due, were read before and do not fail."""
    is_due = documents.c.declared & (documents.c.failures == 0) & (documents.c.next_check_at <= now)
    expected = is_due & documents.c.last_read_at.is_not(None) & documents.c.service_id.in_(among)
    return frozenset(db.scalars(select(documents.c.service_id).where(expected).distinct()))


def is_any_unread(db: Connection, until: datetime) -> bool:
    """Whether documents that nobody has tried to read yet are due by a moment."""
    is_new = documents.c.declared & documents.c.last_read_at.is_(None) & (documents.c.failures == 0)
    query = select(documents.c.id).where(is_new & (documents.c.next_check_at <= until)).limit(1)
    return db.scalar(query) is not None


def unrest(db: Connection, ids: Collection[int]) -> dict[int, Unrest]:
    """When each document's text became what it was at last and before that, and the days that its clauses name."""
    became: dict[int, list[datetime]] = {}
    for row in db.execute(_LAST, {"ids": [*ids]}):
        became.setdefault(row.document_id, []).append(row.seen_with)
    return {
        row.id: Unrest(tuple(became.get(row.id, ())), tuple(map(date.fromisoformat, row.days or ())))
        for row in db.execute(_DAYS, {"ids": [*ids]})
    }


def identify(db: Connection, key: str) -> int:
    """The row of the document that a key names."""
    found: int | None = db.scalar(select(documents.c.id).where(documents.c.key == key))
    if found is None:
        raise _unknown(key)
    return found


def describe(db: Connection, key: str) -> DocumentState:
    """What is known of the document that a key names."""
    found = states_of.named(db, [key])
    if not found:
        raise _unknown(key)
    return found[0]


def _unknown(key: str) -> NotFoundError:
    return NotFoundError(f"no document {key!r}; `terms-monitor status` lists them")


def mark_read(db: Connection, read: Iterable[tuple[int, datetime, datetime]]) -> None:
    """Note successful readings of documents, each with its time and that of the next check: nothing ails them."""
    db.execute(_MARK, [{"of": of, "last_read_at": at, "next_check_at": again, **WELL} for of, at, again in read])


def mark_held(db: Connection, document_id: int, next_check_at: datetime) -> None:
    """Note when to look again at a text that is held back; it counts neither as read nor as failed."""
    db.execute(update(documents).where(documents.c.id == document_id).values(next_check_at=next_check_at, **WELL))


def mark_failed(
    db: Connection, document_id: int, at: datetime, next_check_at: datetime, *, kind: str, detail: str
) -> None:
    """Note a failed reading: since when the document fails, how often, and why."""
    values = {
        "failures": documents.c.failures + 1,
        "failing_since": func.coalesce(documents.c.failing_since, at),
        "failing_kind": kind,
        "failing_detail": detail,
        "next_check_at": next_check_at,
    }
    db.execute(update(documents).where(documents.c.id == document_id).values(values))


def failing_since(db: Connection, document_id: int) -> datetime | None:
    """Since when checks have failed in a row; None when the last one did not."""
    since: datetime | None = db.scalar(select(documents.c.failing_since).where(documents.c.id == document_id))
    return since


def set_browser_until(db: Connection, document_id: int, until: datetime | None) -> None:
    """Note that the document comes through a browser, or without one again."""
    db.execute(update(documents).where(documents.c.id == document_id).values(browser_until=until))


def remember_pages(
    db: Connection, document_id: int, method: str, accepted: Iterable[tuple[Snapshot, KnownPage]]
) -> None:
    """Remember what was accepted, so that the next check can end early."""
    db.execute(_FORGET, {"document": document_id})
    values = [
        {
            "document_id": document_id,
            "part": part,
            "url": snapshot.url,
            "method": method,
            "visible": known.visible,
            **_bytes_seen(known.sha256, known.validators),
        }
        for part, (snapshot, known) in enumerate(accepted)
    ]
    db.execute(_REMEMBER, values)


def refresh_pages(db: Connection, seen: Mapping[int, Sequence[KnownPage]]) -> None:
    """Remember the bytes of documents' pages that show the same words as before."""
    values = [
        {"of": document_id, "number": number, **_bytes_seen(page.sha256, page.validators)}
        for document_id, some in seen.items()
        for number, page in enumerate(some)
    ]
    if values:
        db.execute(_REFRESH, values)


def _bytes_seen(body_sha256: str, validators: Validators) -> dict[str, str | None]:
    return {"sha256": body_sha256, "etag": validators.etag, "last_modified": validators.last_modified}


def unreadable(db: Connection, since: datetime) -> tuple[DocumentState, ...]:
    """The declared documents that could not be read since a moment or longer, and of which nobody was told so."""
    return states_of.where(
        db, documents.c.declared & (documents.c.failing_since <= since) & documents.c.trouble_told_at.is_(None)
    )


def readable_again(db: Connection) -> tuple[DocumentState, ...]:
    """The declared documents that were read after people were told that they cannot be."""
    was_read = documents.c.last_read_at > documents.c.trouble_told_at
    return states_of.where(db, documents.c.declared & was_read)


def mark_trouble_told(db: Connection, keys: Iterable[str], at: datetime | None) -> None:
    """Note when people were told that documents cannot be read, or with None that these can be read again."""
    db.execute(update(documents).where(documents.c.key.in_(list(keys))).values(trouble_told_at=at))


def never_read(db: Connection) -> frozenset[str]:
    """The keys of the documents that were never read."""
    return frozenset(db.scalars(select(documents.c.key).where(documents.c.last_read_at.is_(None))))


def states(db: Connection) -> tuple[DocumentState, ...]:
    """What is known of every document, by service and terms type."""
    return states_of.where(db, true())


def _present(declaration: Declaration) -> dict[str, Any]:
    """What a declaration says of its document."""
    url = declaration.pages[0].url
    return {
        "declared": True,
        "region": declaration.region,
        "variant": declaration.variant,
        "url": url,
        "host": lane_of(url),
    }


def _new_document(declaration: Declaration) -> dict[str, object]:
    return {
        "key": declaration.key,
        "service_id": declaration.service.id,
        "terms_type": declaration.terms_type,
        "failures": 0,
    }
