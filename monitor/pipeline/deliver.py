"""Deliver: send what is queued; a delivery is done only once its target has taken it."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from monitor import alert
from monitor.database import Database
from monitor.errors import AlertError
from monitor.pipeline.hearing import heard
from monitor.pipeline.report import report_on
from monitor.records import Alert, Delivery, Target
from monitor.store import changes, deliveries

FIRST_PAUSE = timedelta(minutes=1)  # before a second attempt; doubled with each further one
LONGEST_PAUSE = timedelta(hours=6)
TURN_ENDS_AFTER = 3  # failures in a row at one target end its turn; the rest of its queue waits for the next

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tally:
    """How a round went: alerts taken, refused, and left for a later one, at the targets that are declared."""

    taken: int = 0
    refused: int = 0
    left: int = 0


async def deliver(
    database: Database,
    targets: Sequence[Target],
    *,
    templates: str | None = None,
    everything: bool = False,
    stopping: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Tally:
    """Send what is due, or `everything` that is queued; the targets side by side, each in its own order.

    `templates` is a folder whose templates stand in for ours.
    """
    with database.reading() as db:
        queue = deliveries.pending(db) if everything else deliveries.due(db, clock())
    turns = [
        _Turn(database, target, templates, clock, stopping).take([d for d in queue if d.target == target.name])
        for target in targets
    ]
    tallies = await asyncio.gather(*turns)
    taken, refused = sum(t.taken for t in tallies), sum(t.refused for t in tallies)
    declared = {target.name for target in targets}
    return Tally(taken, refused, sum(delivery.target in declared for delivery in queue) - taken - refused)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One target's turn in a round of deliveries."""

    database: Database
    target: Target
    templates: str | None
    clock: Callable[[], datetime]
    stopping: Callable[[], bool]

    async def take(self, queue: Sequence[Delivery]) -> Tally:
        """Send one delivery after the other until the queue is empty or the target seems to be down."""
        taken = refused = in_a_row = 0
        for delivery in queue:
            if in_a_row == TURN_ENDS_AFTER or self.stopping():
                break
            if await self._send(delivery):
                taken, in_a_row = taken + 1, 0
            else:
                refused, in_a_row = refused + 1, in_a_row + 1
        return Tally(taken, refused)

    async def _send(self, delivery: Delivery) -> bool:
        with self.database.writing() as db:
            deliveries.claim(db, delivery.id, self.clock() + _pause(delivery.attempts))
        try:
            with self.database.reading() as db:
                message = _alert_for(db, delivery, self.target)
            await asyncio.to_thread(alert.send, message, self.target, templates=self.templates)
        except AlertError as error:
            log.warning("%s: alert %d not taken: %s", self.target.name, delivery.alert_id, error.detail)
            return self._put_off(delivery, error.detail)
        except Exception as error:  # one message that trips over a bug of ours must not hold up the others
            log.exception("%s: alert %d could not be made", self.target.name, delivery.alert_id)
            return self._put_off(delivery, f"internal error: {type(error).__name__}")
        with self.database.writing() as db:
            deliveries.mark_delivered(db, delivery.id, self.clock())
        log.info("%s: alert %d delivered", self.target.name, delivery.alert_id)
        return True

    def _put_off(self, delivery: Delivery, why: str) -> bool:
        with self.database.writing() as db:
            deliveries.mark_failed(db, delivery.id, why)
        return False


def _alert_for(db: Connection, delivery: Delivery, target: Target) -> Alert:
    """The alert as this target asked for it: the reports it wants, or all of them if its wishes have changed."""
    kind, created_at = deliveries.alert_of(db, delivery.alert_id)
    gathered = changes.in_alert(db, delivery.alert_id)
    reports = tuple(report_on(db, change, with_diff=True) for change in gathered)
    return Alert(kind, heard(db, target, reports) or reports, created_at)


def _pause(attempts: int) -> timedelta:
    """The growing pause after a failed attempt, with jitter so that targets are not all tried at once."""
    pause = min(FIRST_PAUSE * (1 << min(attempts, 12)), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 - no secret hangs on it
