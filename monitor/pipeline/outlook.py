"""Outlook: what a delivery tells of, and when its target is sent it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from monitor.pipeline.message import grave
from monitor.pipeline.timing import goes_at
from monitor.records import AlertKind, Delivery, Target
from monitor.store import changes, deliveries, documents

NAMED = 3  # documents, before the others are only counted
_WORDS = {AlertKind.BASELINE: "first look", AlertKind.REMINDER: "reminder", AlertKind.TROUBLE: "trouble"}


@dataclass(frozen=True, slots=True)
class Outlook:
    """A delivery, what it is `about`, which documents or targets these are, and when it goes, if it does."""

    delivery: Delivery
    about: str
    subjects: tuple[str, ...]
    goes_at: datetime | None


def outlook(
    db: Connection, targets: Sequence[Target], queue: Collection[Delivery], now: datetime
) -> tuple[Outlook, ...]:
    """The outlook of each delivery of a queue."""
    declared = {target.name: target for target in targets}
    told = {alert_id: _told(db, alert_id) for alert_id in {delivery.alert_id for delivery in queue}}
    return tuple(
        Outlook(each, *told[each.alert_id], _goes_at(db, each, declared.get(each.target), now)) for each in queue
    )


def state(each: Outlook) -> str:
    """What became of a delivery, in a word or two."""
    delivery = each.delivery
    if delivery.delivered_at:
        return "delivered"
    if delivery.dropped_at:
        return "dropped"
    if delivery.given_up_at:
        return "given up"
    return "waiting" if each.goes_at else "stranded"


def _told(db: Connection, alert_id: int) -> tuple[str, tuple[str, ...]]:
    """What an alert is about in a few words, and the names of all that it is about."""
    kind, _, details = deliveries.alert_of(db, alert_id)
    names = tuple(dict.fromkeys(filter(None, _subjects(db, alert_id, details))))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ": ".join(filter(None, (_WORDS.get(kind), ", ".join(names[:NAMED]) + more))), names


def _subjects(db: Connection, alert_id: int, details: Mapping[str, Any]) -> Iterator[str]:
    for change in changes.in_alert(db, alert_id):
        yield _name(db, change.key)
    for due in details.get("dues", ()):
        yield _name(db, changes.load(db, due["change_id"]).key)
    for trouble in details.get("troubles", ()):
        yield trouble["subject"]


def _name(db: Connection, key: str) -> str:
    document = documents.describe(db, key)
    return f"{document.service.name} · {document.name}"


def _goes_at(db: Connection, delivery: Delivery, target: Target | None, now: datetime) -> datetime | None:
    if target is None or delivery.delivered_at or delivery.given_up_at or delivery.dropped_at:
        return None
    is_grave = delivery.alert_id in grave(db, [delivery], target)
    return goes_at(target, delivery.next_attempt_at, now, grave=is_grave)
