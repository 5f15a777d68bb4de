"""When a target may be sent to: its digest's hours and its quiet ones, by the clock on its own wall."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.config.schedule import next_time
from monitor.records import Digest, Quiet, Schedule, Target

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def send_at(target: Target, now: datetime, *, before: date | None = None) -> datetime:
    """From when on a target is to be sent what is queued now: at once, or with its next digest.

    What is to be known `before` a day, by the target's clock, waits for no digest that comes on that day or later.
    """
    if target.digest is None:
        return now
    at = next_time(Schedule(every=None, cron=_cron(target.digest), time_zone=target.time_zone), now)
    return now if before is not None and at.astimezone(ZoneInfo(target.time_zone)).date() >= before else at


def is_quiet(target: Target, now: datetime, *, grave: bool) -> bool:
    """Whether a target must not be sent a message now; one that is `grave` may break the quiet."""
    if target.quiet is None or (grave and target.quiet.alerts_break):
        return False
    return _holds(target.quiet, now.astimezone(ZoneInfo(target.time_zone)))


def _cron(digest: Digest) -> str:
    day = "*" if digest.weekday is None else _DAYS[digest.weekday]
    return f"{digest.at.minute} {digest.at.hour} * * {day}"


def _holds(quiet: Quiet, wall: datetime) -> bool:
    time = wall.time()
    if quiet.start <= quiet.end:
        return quiet.start <= time < quiet.end
    return time >= quiet.start or time < quiet.end
