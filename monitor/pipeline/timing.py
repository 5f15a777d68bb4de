"""When a target may be sent to: its digest's hours and its quiet ones, by the clock on its own wall."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from monitor.config.schedule import next_time
from monitor.records import Quiet, Schedule, Target

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def send_at(target: Target, now: datetime, *, before: date | None = None) -> datetime:
    """From when on a target is to be sent what is queued now: at once, or with its next digest.

    What is to be known `before` a day, by the target's clock, waits for no digest that comes on that day or later.
    """
    if target.digest is None:
        return now
    cron = _cron(target.digest.at, target.digest.weekday)
    at = next_time(Schedule(every=None, cron=cron, time_zone=target.time_zone), now)
    return now if before is not None and at.astimezone(ZoneInfo(target.time_zone)).date() >= before else at


def is_quiet(target: Target, now: datetime, *, grave: bool) -> bool:
    """Whether a target must not be sent a message now; one that is `grave` may break the quiet."""
    if target.quiet is None or (grave and target.quiet.alerts_break):
        return False
    return _holds(target.quiet, now.astimezone(ZoneInfo(target.time_zone)))


def goes_at(target: Target, due: datetime, now: datetime, *, grave: bool) -> datetime:
    """When a target is sent what is due then, or has been: after the quiet hours, if it falls into them."""
    at = max(due, now)
    if target.quiet is None or not is_quiet(target, at, grave=grave):
        return due
    return next_time(Schedule(every=None, cron=_cron(target.quiet.end), time_zone=target.time_zone), at)


def _cron(at: time, weekday: int | None = None) -> str:
    day = "*" if weekday is None else _DAYS[weekday]
    return f"{at.minute} {at.hour} * * {day}"


def _holds(quiet: Quiet, wall: datetime) -> bool:
    at = wall.time()
    if quiet.start <= quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end
