"""Deliver: send a target what is queued for it; a delivery is done only once its target has taken it."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from monitor import alert
from monitor.database import Database
from monitor.errors import AlertError, DatabaseError
from monitor.fetch import retry_after
from monitor.pipeline.giving_up import give_up
from monitor.pipeline.message import digest_of, grave, message_for
from monitor.pipeline.timing import is_quiet
from monitor.pipeline.turnstile import Turnstile
from monitor.records import Alert, Delivery, Settings, Target
from monitor.store import deliveries

FIRST_PAUSE = timedelta(minutes=1)  # before a second attempt; doubled with each further one
LONGEST_PAUSE = timedelta(hours=6)
BUSY_REST = timedelta(minutes=5)  # for a target that had too many messages and does not say for how long
MARKINGS, MARKING_PAUSE = 20, 1.0  # attempts to mark what was taken, and the seconds between them
TURN_ENDS_AFTER = 3  # failures in a row at one target end its turn; the rest of its queue waits for the next

log = logging.getLogger(__name__)
turnstile = Turnstile()  # of this process, for all targets


@dataclass(frozen=True, slots=True)
class Tally:
    """How a turn went: alerts taken, refused, left for the next turn, and held for a digest or the end of quiet."""

    taken: int = 0
    refused: int = 0
    left: int = 0
    later: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.taken + other.taken, self.refused + other.refused, self.left + other.left, self.later + other.later
        )


async def deliver(
    database: Database,
    settings: Settings,
    target: Target,
    *,
    everything: bool = False,
    after: int = 0,
    stopping: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Tally:
    """Send a target what is due, or `everything` that it has not taken; what it holds for later is held in any case.

    Of a second round, `after` is the last delivery of the first one: only what was queued since and not tried yet is
    sent. The other targets are told when messages to this one are given up.
    """
    now = clock()
    with database.reading() as db:
        waiting = deliveries.pending(db, target.name) if everything else deliveries.due(db, target.name, now)
        if after:
            waiting = tuple(each for each in waiting if each.id > after and not each.attempts)
        may_break = grave(db, waiting, target)
    ready = [each for each in waiting if not _is_held(target, each, now, grave=each.alert_id in may_break)]
    held = Tally(later=len(waiting) - len(ready))
    if not ready:
        return held
    batches = [ready] if target.digest else [[delivery] for delivery in ready]
    thread = ThreadPoolExecutor(1, "delivery")  # of its own: shared ones could all be taken by targets that hang
    try:
        return held + await _Turn(database, settings, target, clock, stopping, thread).take(batches)
    finally:
        thread.shutdown(wait=False)


def _is_held(target: Target, delivery: Delivery, now: datetime, *, grave: bool) -> bool:
    """Whether a delivery is to wait for its digest or for the end of quiet hours, even if everything is to be sent."""
    is_ahead = now < delivery.next_attempt_at <= now + deliveries.LONGEST_WAIT
    awaits_digest = target.digest is not None and delivery.attempts == 0 and is_ahead
    return awaits_digest or is_quiet(target, now, grave=grave)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One target's turn."""

    database: Database
    settings: Settings
    target: Target
    clock: Callable[[], datetime]
    stopping: Callable[[], bool]
    thread: Executor

    async def take(self, batches: Sequence[Sequence[Delivery]]) -> Tally:
        """Send one message after the other until the queue is empty or the target seems to be down."""
        tally, left, in_a_row = Tally(), sum(map(len, batches)), 0
        for batch in batches:
            if in_a_row == TURN_ENDS_AFTER or self.stopping():
                break
            left -= len(batch)
            told, broken = self._prepare(batch)
            try:
                await self._send(told)
            except AlertError as error:
                tally += Tally(refused=len(told) + broken)
                in_a_row = TURN_ENDS_AFTER if self._put_off(told, error) else in_a_row + 1
            else:
                tally += Tally(taken=len(told), refused=broken)
                in_a_row = in_a_row + 1 if broken else 0
        if tally.refused:
            with self.database.writing() as db:
                give_up(db, self.target, self.settings.targets, self.clock())
        return tally + Tally(left=left)

    def _prepare(self, batch: Sequence[Delivery]) -> tuple[dict[Delivery, Alert], int]:
        """Claim deliveries and make what is told of each; how many could not be made is given, too."""
        again = self.clock() + _pause(max(each.attempts for each in batch))  # one for all: a digest stays together
        with self.database.writing() as db:
            claimed = [each for each in batch if deliveries.claim(db, each, again)]
        told, broken = {}, 0
        for delivery in claimed:
            try:
                with self._guarded([delivery]), self.database.reading() as db:
                    message = message_for(db, delivery, self.target, self.clock())
                    if message and self.target.digest and delivery.attempts:
                        # Its digest failed: if it is this one that trips over a bug, it must not hold up the others.
                        alert.preview(message, self.target, now=self.clock(), templates=self.settings.templates)
            except AlertError as error:
                self._note([delivery], error.detail)
                broken += 1
                continue
            if message is None:
                self._drop(delivery)
            else:
                told[delivery] = message
        return told, broken

    def _drop(self, delivery: Delivery) -> None:
        with self.database.writing() as db:
            deliveries.drop(db, [delivery], self.clock())
        log.info("%s: %s has nothing left to tell", self.target.name, _named([delivery]))

    async def _send(self, told: Mapping[Delivery, Alert]) -> None:
        """Send deliveries as one message and mark them; AlertError when the target did not take it."""
        if not told:
            return
        message = digest_of([*told.values()], self.clock()) if self.target.digest else next(iter(told.values()))
        with self._guarded(told):
            await asyncio.get_running_loop().run_in_executor(self.thread, self._hand_over, message, told)
        log.info("%s: %s delivered", self.target.name, _named(told))

    def _hand_over(self, message: Alert, told: Iterable[Delivery]) -> None:
        """Send and mark at once: in between, a kill has the message sent twice, and the loop may be busy for long."""
        with turnstile.passing():
            alert.send(message, self.target, now=self.clock(), templates=self.settings.templates)
            self._mark(told)

    def _mark(self, told: Iterable[Delivery], tries: int = MARKINGS) -> None:
        """Mark what was taken, with patience: what is not marked is sent again."""
        try:
            with self.database.writing() as db:
                for delivery in told:
                    deliveries.mark_delivered(db, delivery, self.clock())
        except DatabaseError:  # such as one that another process writes to for long
            if tries == 1:
                raise
            time.sleep(MARKING_PAUSE)
            self._mark(told, tries - 1)

    @contextmanager
    def _guarded(self, some: Iterable[Delivery]) -> Iterator[None]:
        """Make a bug of ours an AlertError: one message that trips over it must not hold up the others."""
        try:
            yield
        except AlertError:
            raise
        except Exception as error:
            if isinstance(error, DatabaseError) and error.passing:
                raise  # a lost connection is no fault of a message
            log.exception("%s: %s tripped over a bug", self.target.name, _named(some))
            raise AlertError(f"internal error: {type(error).__name__}", target=self.target.name) from error

    def _put_off(self, told: Iterable[Delivery], error: AlertError) -> bool:
        """Note why the target did not take it; whether it asked to be left alone for a while."""
        log.warning("%s: %s not taken: %s", self.target.name, _named(told), error.detail)
        self._note(told, error.detail)
        now = self.clock()
        rest = _asked_rest(error, now)
        if rest:
            with self.database.writing() as db:
                deliveries.put_off(db, self.target.name, now + rest)
        return bool(rest)

    def _note(self, some: Iterable[Delivery], why: str) -> None:
        with self.database.writing() as db:
            for delivery in some:
                deliveries.mark_failed(db, delivery, why)


def _named(some: Iterable[Delivery]) -> str:
    ids = [str(delivery.id) for delivery in some]
    return f"delivery {ids[0]}" if len(ids) == 1 else f"deliveries {', '.join(ids)}"


def _asked_rest(error: AlertError, now: datetime) -> timedelta:
    """For how long a target that had too many messages, or is being mended, asks to be left alone."""
    if error.status not in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        return timedelta()
    asked = retry_after(error.retry_after, now)
    if asked is None:
        return BUSY_REST if error.status == HTTPStatus.TOO_MANY_REQUESTS else timedelta()
    return timedelta(seconds=asked)


def _pause(attempts: int) -> timedelta:
    """The growing pause after a failed attempt, with jitter so that targets are not all tried at once."""
    pause = min(FIRST_PAUSE * (1 << min(attempts, 12)), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 - no secret hangs on it
