"""Giving up: wait no longer for what a target does not take, and tell the others in the same transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.pipeline.troubles import queue_troubles
from monitor.records import Delivery, Target, Trouble, TroubleKind, counted
from monitor.store import deliveries

FEWEST_ATTEMPTS = 10  # a machine that slept for a week has not tried for a week

log = logging.getLogger(__name__)


def give_up(db: Connection, target: Target, targets: Sequence[Target], now: datetime) -> None:
    """Give up the deliveries of a target that it did not take for so long, with one notice to the other targets.

    A notice of a trouble that is given up raises none: two targets that are both down would tell of each other forever.
    """
    before = now - timedelta(seconds=target.give_up_after)
    hopeless = deliveries.give_up(db, target.name, now, queued_before=before, attempts=FEWEST_ATTEMPTS)
    if not hopeless:
        return
    log.error(
        "%s: %s given up after %d attempts or more; `terms-monitor deliveries` lists them: %s",
        target.name,
        counted(len(hopeless), "alert"),
        FEWEST_ATTEMPTS,
        hopeless[-1].last_error,
    )
    listeners = [other for other in targets if other.troubles and other.name != target.name]
    if listeners and (news := deliveries.news(db, hopeless)):
        queue_troubles(db, [_trouble(target, news)], listeners, now)


def _trouble(target: Target, given_up: Sequence[Delivery]) -> Trouble:
    since = min(delivery.queued_at or delivery.next_attempt_at for delivery in given_up)
    reason = given_up[-1].last_error or ""
    return Trouble(TroubleKind.UNDELIVERED, target.name, since, reason, count=len(given_up))
