"""Changes: recorded when a text is first seen, then reviewed, then announced."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, insert, select, true, update

from monitor.database.tables import alerts, changes, deliveries, documents, findings, versions
from monitor.errors import LostError, UnknownError
from monitor.records import (
    AlertKind,
    Anchor,
    Change,
    ChangeKind,
    Direction,
    Finding,
    Practice,
    Review,
    Severity,
    Sighting,
)

DATES = ("date", "deadline")  # the facts of a clause that are days
MOST_DAYS = 50  # that a document waits for at once
MOST_NUMBERS = 10_000  # in one query; SQLite takes 32,766 unless it was built with more, PostgreSQL's driver 65,535

_RECORD, _FIND = insert(changes), insert(findings)
_TO_REVIEW = (
    select(changes.c.id)
    .where(changes.c.reviewed_at.is_(None), changes.c.id.not_in(bindparam("passed_over", expanding=True)))
    .order_by(changes.c.kind == ChangeKind.FIRST, changes.c.id)
    .limit(bindparam("most"))
)
_TO_JUDGE = (
    select(changes.c.id)
    .where(changes.c.id.in_(bindparam("changes", expanding=True)), changes.c.reviewed_at.is_(None))
    .order_by(changes.c.id)
    .with_for_update()
)
_JUDGE = update(changes).where(changes.c.id == bindparam("change"))


def record(
    db: Connection,
    document_id: int,
    sighting: Sighting,
    *,
    kind: ChangeKind,
    before_id: int | None,
    seen_without: datetime | None,
) -> None:
    """Note that a sighting is news, to be reviewed; a sighting is news once at most."""
    db.execute(
        _RECORD,
        {
            "document_id": document_id,
            "sighting_id": sighting.id,
            "kind": kind,
            "before_id": before_id,
            "after_id": sighting.version_id,
            "seen_without": seen_without,
            "seen_with": sighting.first_seen,
        },
    )


def is_recorded(db: Connection, sighting_id: int) -> bool:
    """Whether a sighting was noted as news already."""
    return db.scalar(select(changes.c.id).where(changes.c.sighting_id == sighting_id)) is not None


def is_told(db: Connection, sighting_id: int) -> bool:
    """Whether something was found in what a sighting changed, of which people are told."""
    found = select(findings.c.id).join(changes, changes.c.id == findings.c.change_id)
    is_its = (changes.c.sighting_id == sighting_id) & (findings.c.direction != Direction.KEPT)
    return db.scalar(found.where(is_its).limit(1)) is not None


def to_review(db: Connection, most: int, *, passed_over: Collection[int] = ()) -> tuple[Change, ...]:
    """Changes that nobody has judged yet, so many at most: those of known documents before first looks, then by age."""
    waiting = db.scalars(_TO_REVIEW, {"passed_over": [*passed_over], "most": most}).all()
    return _load(db, changes.c.id.in_(waiting)) if waiting else ()


def are_first_looks_to_review(db: Connection) -> bool:
    """Whether first looks wait for somebody to judge them."""
    waiting = exists().where(changes.c.reviewed_at.is_(None), changes.c.kind == ChangeKind.FIRST)
    return bool(db.scalar(select(waiting)))


def mark_reviewed(db: Connection, reviews: Mapping[int, Review], at: datetime) -> None:
    """Keep what changes mean, unless another process has, and let their documents wait for the days they name."""
    judged = {change_id: reviews[change_id] for change_id in db.scalars(_TO_JUDGE, {"changes": [*reviews]})}
    if judged:
        db.execute(_JUDGE, [_judged(change_id, review, at) for change_id, review in judged.items()])
    for change_id, review in judged.items():
        _await_days(db, change_id, review.findings, at.date())
    if found := [_values(change_id, each) for change_id, review in judged.items() for each in review.findings]:
        db.execute(_FIND, found)


def _judged(change_id: int, review: Review, at: datetime) -> dict[str, object]:
    return {
        "change": change_id,
        "severity": review.severity,
        "own_date": review.own_date,
        "own_date_quote": review.own_date_quote,
        "silent": review.silent,
        "reviewed_at": at,
    }


def _values(change_id: int, finding: Finding) -> dict[str, object]:
    return {
        "change_id": change_id,
        "practice": finding.practice,
        "direction": finding.direction,
        "before": None if _is_same(finding) else finding.before,
        "after": finding.after,
        "facts": {name: _plain(value) for name, value in finding.facts.items()},
        **{name: _day(finding.facts.get(name)) for name in DATES},
        "before_at": _place(finding.before_at),
        "after_at": _place(finding.after_at),
        "confidence": finding.confidence,
    }


def _await_days(db: Connection, change_id: int, named_by: Iterable[Finding], today: date) -> None:
    """Add the days to come that findings name to those that their document waits for."""
    named = {finding.facts.get(name) for finding in named_by if finding.after is not None for name in DATES}
    days = {day for day in named if isinstance(day, str) and day >= today.isoformat()}
    if days:
        of_change = documents.c.id == select(changes.c.document_id).where(changes.c.id == change_id).scalar_subquery()
        known = db.scalar(select(documents.c.days).where(of_change)) or ()
        awaited = sorted(days.union(day for day in known if day >= today.isoformat()))
        db.execute(update(documents).where(of_change).values(days=awaited[:MOST_DAYS]))


def to_announce(db: Connection) -> tuple[Change, ...]:
    """The reviewed changes that no alert speaks of yet; first looks, which may be very many, without their findings."""
    return _load(db, _waiting(), bare=ChangeKind.FIRST)


def gathered(db: Connection) -> tuple[Change, ...]:
    """Those of them that are worth an alert or a notice, first looks apart: they wait to be told with others."""
    is_worth = changes.c.severity.in_((Severity.ALERT, Severity.NOTICE))
    return _load(db, _waiting() & is_worth & (changes.c.kind != ChangeKind.FIRST))


def _waiting() -> ColumnElement[bool]:
    return changes.c.reviewed_at.is_not(None) & changes.c.alert_id.is_(None)


def announce(
    db: Connection,
    kind: AlertKind,
    at: datetime,
    *,
    change_ids: Iterable[int] = (),
    details: Mapping[str, object] | None = None,
) -> int:
    """Make an alert that speaks of changes, or of what the details hold, and give its number.

    LostError when another process has made one that speaks of them.
    """
    made = insert(alerts).values(kind=kind, created_at=at, details=details).returning(alerts.c.id)
    alert_id: int = db.execute(made).scalar_one()
    ids, marked = list(change_ids), 0
    for start in range(0, len(ids), MOST_NUMBERS):
        silent = changes.c.id.in_(ids[start : start + MOST_NUMBERS]) & changes.c.alert_id.is_(None)
        marked += db.execute(update(changes).where(silent).values(alert_id=alert_id)).rowcount
    if marked < len(ids):
        raise LostError("another process has just announced some of them")
    return alert_id


def services_told_of(db: Connection, since: datetime) -> frozenset[str]:
    """The services of whose changes somebody was to be told since a moment."""
    queued = exists().where(deliveries.c.alert_id == alerts.c.id)
    lately = (alerts.c.kind == AlertKind.CHANGE) & (alerts.c.created_at > since) & queued
    query = select(documents.c.service_id).select_from(documents.join(changes).join(alerts)).where(lately)
    return frozenset(db.scalars(query))


def known_elsewhere(db: Connection) -> frozenset[int]:
    """The first looks, still to be announced, at a text that was announced as another document of the service."""
    document, text = documents.alias(), versions.alias()
    other_document, other_text, other = documents.alias(), versions.alias(), changes.alias()
    query = (
        select(changes.c.id)
        .join(document, document.c.id == changes.c.document_id)
        .join(text, text.c.id == changes.c.after_id)
        .join(other_document, other_document.c.service_id == document.c.service_id)
        .join(other_text, other_text.c.document_id == other_document.c.id)
        .join(other, other.c.after_id == other_text.c.id)
        .where(_waiting(), changes.c.kind == ChangeKind.FIRST)
        .where(other_document.c.id != document.c.id, other_text.c.fingerprint == text.c.fingerprint)
        .where(other.c.alert_id.is_not(None))
    )
    return frozenset(db.scalars(query))


def told_before(
    db: Connection, change_id: int, target: str, *, since: datetime, variants_since: datetime
) -> tuple[tuple[datetime, Change], ...]:
    """The changes of a document and of its other variants that a target was told of before this one, and when.

    It is as good as told of what still waits for it, but not of what was given up or dropped.
    """
    own = (changes.c.alert_id, changes.c.document_id, documents.c.service_id, documents.c.terms_type)
    this = select(*own).select_from(changes.join(documents)).where(changes.c.id == change_id).subquery()
    is_its = (deliveries.c.alert_id == alerts.c.id) & (deliveries.c.target == target)
    queued = exists().where(is_its, deliveries.c.given_up_at.is_(None), deliveries.c.dropped_at.is_(None))
    is_earlier = this.c.alert_id.is_(None) | (alerts.c.id < this.c.alert_id)
    is_variant = documents.c.id != this.c.document_id
    is_recent = (alerts.c.created_at >= since) | (is_variant & (alerts.c.created_at >= variants_since))
    query = (
        select(changes.c.id, alerts.c.created_at)
        .select_from(changes.join(documents).join(alerts))
        .join(this, documents.c.service_id == this.c.service_id)
        .where(documents.c.terms_type == this.c.terms_type, changes.c.id != change_id)
        .where(alerts.c.kind == AlertKind.CHANGE, is_earlier, is_recent, queued)
    )
    when = {row.id: row.created_at for row in db.execute(query)}
    return tuple((when[change.id], change) for change in _load(db, changes.c.id.in_(when)))


def has_baseline(db: Connection) -> bool:
    """Whether a first look at the documents was announced already."""
    return db.scalar(select(alerts.c.id).where(alerts.c.kind == AlertKind.BASELINE).limit(1)) is not None


def in_alert(db: Connection, alert_id: int) -> tuple[Change, ...]:
    """The changes that an alert speaks of."""
    return _load(db, changes.c.alert_id == alert_id)


def load(db: Connection, change_id: int) -> Change:
    """One change by its number."""
    found = _load(db, changes.c.id == change_id)
    if not found:
        raise UnknownError(f"no change {change_id}; `terms-monitor history` lists them")
    return found[0]


def numbered(db: Connection, ids: Collection[int]) -> tuple[Change, ...]:
    """The changes with these numbers, by their numbers."""
    return _load(db, changes.c.id.in_(ids))


def of_documents(db: Connection, keys: Sequence[str] | None) -> tuple[Change, ...]:
    """The changes of some documents, or of all for None, oldest first."""
    return _load(db, true() if keys is None else documents.c.key.in_(keys))


def latest(
    db: Connection,
    limit: int,
    *,
    below: int | None = None,
    services: Collection[str] | None = None,
    document_id: int | None = None,
    practice: Practice | None = None,
    severities: Collection[Severity] = tuple(Severity),
    with_first: bool = False,
) -> tuple[Change, ...]:
    """So many reviewed changes, the latest first, of those with a lower number than another one where one is given."""
    wanted: list[ColumnElement[bool]] = [changes.c.severity.in_(severities)]
    if not with_first:
        wanted.append(changes.c.kind != ChangeKind.FIRST)
    if below is not None:
        wanted.append(changes.c.id < below)
    if services is not None:
        wanted.append(changes.c.document_id.in_(select(documents.c.id).where(documents.c.service_id.in_(services))))
    if document_id is not None:
        wanted.append(changes.c.document_id == document_id)
    if practice is not None:
        touching = (findings.c.practice == practice) & (findings.c.direction != Direction.KEPT)
        wanted.append(exists().where(findings.c.change_id == changes.c.id, touching))
    ids = db.scalars(select(changes.c.id).where(*wanted).order_by(changes.c.id.desc()).limit(limit)).all()
    return _load(db, changes.c.id.in_(ids))[::-1]


def _load(db: Connection, condition: object, *, bare: ChangeKind | None = None) -> tuple[Change, ...]:
    """The changes of which something holds, those of the kind that is to be `bare` without findings."""
    query = select(changes, documents.c.key).join(documents).where(condition).order_by(changes.c.id)  # type: ignore[arg-type]  # any column expression
    rows = db.execute(query).all()
    stated = _findings(db, {row.id: (row.before_id, row.after_id) for row in rows if row.kind != bare})
    return tuple(_change(row, tuple(stated.get(row.id, ()))) for row in rows)


def _findings(db: Connection, sides: Mapping[int, tuple[int | None, int]]) -> dict[int, list[Finding]]:
    """The findings of some changes, each given with the versions before and after it."""
    gathered: dict[int, list[Finding]] = {}
    ids = [*sides]
    for start in range(0, len(ids), MOST_NUMBERS):
        of_some = findings.c.change_id.in_(ids[start : start + MOST_NUMBERS])
        for row in db.execute(select(findings).where(of_some).order_by(findings.c.id)):
            gathered.setdefault(row.change_id, []).append(finding_of(row, *sides[row.change_id]))
    return gathered


def finding_of(row: Row[tuple[object, ...]], before_id: int | None, after_id: int) -> Finding:
    """The finding that a row of the table holds, with the versions before and after it."""
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in row.facts.items()}
    direction = Direction(row.direction)
    before = row.after if row.before is None and direction is Direction.KEPT else row.before
    return Finding(
        Practice(row.practice),
        direction,
        before,
        row.after,
        facts,
        before_at=_anchor(before, row.before_at, before_id),
        after_at=_anchor(row.after, row.after_at, after_id),
        confidence=row.confidence,
    )


def _anchor(quote: str | None, place: tuple[int, int, str, str] | None, version: int | None) -> Anchor | None:
    return None if quote is None or place is None else Anchor(quote, *place, version)


def _place(anchor: Anchor | None) -> list[int | str] | None:
    return None if anchor is None else [anchor.start, anchor.end, anchor.left, anchor.right]


def _is_same(finding: Finding) -> bool:
    """Whether a clause was kept word for word: then its words are kept once, too."""
    return finding.direction is Direction.KEPT and finding.before == finding.after


def _change(row: Row[tuple[object, ...]], stated: tuple[Finding, ...]) -> Change:
    return Change(
        id=row.id,
        key=row.key,
        kind=ChangeKind(row.kind),
        before_id=row.before_id,
        after_id=row.after_id,
        seen_without=row.seen_without,
        seen_with=row.seen_with,
        severity=None if row.severity is None else Severity(row.severity),
        findings=tuple(finding for finding in stated if finding.direction is not Direction.KEPT),
        kept=tuple(finding for finding in stated if finding.direction is Direction.KEPT),
        own_date=row.own_date,
        own_date_quote=row.own_date_quote,
        silent=row.silent,
        acknowledged_at=row.acknowledged_at,
        alert_id=row.alert_id,
    )


def _day(fact: str | tuple[str, ...] | None) -> str | None:
    return fact if isinstance(fact, str) else None


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)
