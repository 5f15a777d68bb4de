"""Troubles: tell of documents that cannot be read for days, and of times in which nothing can be, once each.

All is taken from the database and noted there with the alert: whoever is killed in between has told nothing yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Connection

from monitor import alert
from monitor.database import Database
from monitor.fetch import UNREACHED
from monitor.pipeline.announce import queue_alert
from monitor.records import AlertKind, DocumentState, Outage, Settings, Silence, Target, Trouble, TroubleKind
from monitor.store import checks, documents, outages

# So many documents on so many hosts that fall silent, while no other answers, are no matter of theirs.
SILENT_DOCUMENTS, SILENT_HOSTS = 3, 2
PATIENCE = timedelta(hours=1)  # with what waits or fails, before it is a sign that nothing can be read


def tell_of_troubles(
    database: Database,
    settings: Settings,
    *,
    at_a_standstill: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Queue what people are to know of what cannot be read, and of what can be again.

    Whoever knows that the looks stand still, so that nothing is even asked for, says so: then what is due waits, too.
    """
    now = clock()
    with database.writing() as db:
        outage = _outage(db, settings, now, at_a_standstill=at_a_standstill)
        if outage is None or outage.over_at is not None:
            _tell_of_documents(db, settings, outage, now)


def queue_troubles(db: Connection, troubles: Iterable[Trouble], targets: Iterable[Target], now: datetime) -> None:
    """Queue a notice of troubles for some targets, in the transaction that notes that they are told."""
    details = {"troubles": [_plain(trouble) for trouble in troubles]}
    queue_alert(db, AlertKind.TROUBLE, targets, now, details=details)


def _outage(db: Connection, settings: Settings, now: datetime, *, at_a_standstill: bool) -> Outage | None:
    """The last time in which nothing could be read; where it begins or ends now, people are told."""
    outage = outages.last(db)
    if outage is not None and outage.over_at is None:
        if not _is_over(db, outage):
            return outage
        kind = TroubleKind.SEEING if outage.blind else TroubleKind.ONLINE
        told = Trouble(kind, "", outage.since, count=outage.count)
        outage = replace(outage, over_at=now)
    else:
        begun = _offline(db) or _blind(db, settings, now, at_a_standstill=at_a_standstill)
        if begun is None:
            return outage
        told = begun
        outage = Outage(told.since, told.count, blind=told.kind is TroubleKind.BLIND)
    queue_troubles(db, [told], [target for target in settings.targets if target.troubles], now)
    return outage


def _is_over(db: Connection, outage: Outage) -> bool:
    """Whether there was an answer of any sort since, or where answers are not what was missed, a reading."""
    last = outages.last_reading(db) if outage.blind else outages.last_answer(db, UNREACHED)
    return last is not None and last > outage.since


def _offline(db: Connection) -> Trouble | None:
    """That documents on several hosts have fallen silent since the last answer of any."""
    answered = outages.last_answer(db, UNREACHED)
    silent = [each for each in outages.fallen_silent(db, answered, UNREACHED) if _is_later(each, answered)]
    if len(silent) < SILENT_DOCUMENTS or len({urlsplit(each.url).hostname for each in silent}) < SILENT_HOSTS:
        return None
    (kind, _), *_ = Counter(each.kind for each in silent).most_common()
    return Trouble(TroubleKind.OFFLINE, "", min(each.since for each in silent), kind, count=len(silent))


def _blind(db: Connection, settings: Settings, now: datetime, *, at_a_standstill: bool) -> Trouble | None:
    """That no document was read for long, although several were to be, or all there are.

    What began to fail just now does not count yet: a machine that has slept first wakes its network.
    """
    latest = now - timedelta(seconds=settings.nothing_read_after)
    if outages.is_read_since(db, latest):
        return None
    read_at = outages.last_reading(db)
    patient = now - PATIENCE
    unread = outages.unread(db, read_at, failing_before=patient, due_before=patient if at_a_standstill else None)
    since = read_at or unread.since
    is_all = unread.fallen > 0 and unread.well == 0
    if since is None or since > latest or not (is_all or unread.fallen >= SILENT_DOCUMENTS):
        return None
    return Trouble(TroubleKind.BLIND, "", since, count=unread.waiting)


def _is_later(silence: Silence, answered: datetime | None) -> bool:
    """Whether a document was asked for after the last answer: beside that, it is the one that is slow."""
    return answered is None or silence.asked_at >= answered


def _tell_of_documents(db: Connection, settings: Settings, outage: Outage | None, now: datetime) -> None:
    latest = now - timedelta(seconds=settings.unreadable_after)
    lost = [state for state in documents.unreadable(db, latest) if _counted_from(state, outage) <= latest]
    back = documents.readable_again(db)
    documents.mark_trouble_told(db, [state.key for state in lost], now)
    documents.mark_trouble_told(db, [state.key for state in back], None)
    troubles = [(state, _unreadable(state)) for state in lost] + [(state, _readable(db, state)) for state in back]
    concerned: dict[tuple[Trouble, ...], list[Target]] = {}
    for target in settings.targets:
        concerned.setdefault(_concerning(target, troubles), []).append(target)
    for told, targets in concerned.items():
        if told:
            queue_troubles(db, told, targets, now)


def _concerning(target: Target, troubles: Iterable[tuple[DocumentState, Trouble]]) -> tuple[Trouble, ...]:
    """The troubles that a target is to be told of: those of the documents it asked for, if it asked for any."""
    return tuple(
        trouble
        for state, trouble in troubles
        if target.troubles and alert.covers(target, state.service, state.region, state.language)
    )


def _counted_from(state: DocumentState, outage: Outage | None) -> datetime:
    """Since when a document fails by itself: where it began when nothing could be read, since that was over."""
    assert state.failing_since is not None, "it fails"
    if outage is not None and outage.over_at is not None and state.failing_since >= outage.since:
        return max(state.failing_since, outage.over_at)
    return state.failing_since


def _unreadable(state: DocumentState) -> Trouble:
    assert state.failing_since is not None, "it fails"
    reason = ": ".join(filter(None, (state.failing_kind, state.failing_detail)))
    return Trouble(TroubleKind.UNREADABLE, _subject(state), state.failing_since, reason, state.url)


def _readable(db: Connection, state: DocumentState) -> Trouble:
    """That a document can be read again, since when it could not."""
    assert state.trouble_told_at is not None, "people were told"
    since = checks.failing_since(db, state.key, state.trouble_told_at)
    return Trouble(TroubleKind.READABLE, _subject(state), since, url=state.url)


def _subject(state: DocumentState) -> str:
    return f"{state.service.name} · {state.name}"


def _plain(trouble: Trouble) -> dict[str, object]:
    return {
        "kind": trouble.kind,
        "subject": trouble.subject,
        "since": trouble.since.isoformat(),
        "reason": trouble.reason,
        "url": trouble.url,
        "count": trouble.count,
    }
