"""When a document is checked next; cron in the usual sense, on APScheduler's triggers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.records import Schedule, counted

_FIELDS = 5
_LONGEST_SHIFT = timedelta(hours=3)  # of clocks in spring: an hour now, more in some years of some zones
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_WEEK = len(_DAYS)
_WEEKDAYS = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>[1-9][0-9]?))?", re.ASCII)


def next_time(schedule: Schedule, after: datetime) -> datetime:
    """The first time of the schedule later than `after`, in UTC.

    Both times are aware. A cron time that the clocks skip comes an hour later; one that comes twice when clocks go back
    is taken once, unless the hour is `*`. Raises `ValueError` for a cron expression that is none or never comes.
    """
    if schedule.cron is None:
        return _next(IntervalTrigger(seconds=schedule.every, timezone=UTC), after.astimezone(UTC)).astimezone(UTC)
    zone = ZoneInfo(schedule.time_zone)
    by_the_wall = _by_the_wall(schedule.cron, zone, after)
    if not _every_hour(schedule.cron):
        return by_the_wall
    # In the trigger's own zone: a time that comes twice equals no time of another zone (PEP 495), and the trigger
    # would not see that it has been there.
    by_the_zone = _next(_trigger(schedule.cron, zone), after.astimezone(zone)).astimezone(UTC)
    return min(by_the_wall, by_the_zone)


def _by_the_wall(cron: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The next time by a clock on the wall.

    With a time zone of its own, APScheduler 3.11 comes out an hour late when it goes on to another day over a night
    that the clocks go forward in, and leaves out what was due at midnight.
    """
    all_hours = _every_hour(cron)
    start = after if all_hours else after - _LONGEST_SHIFT  # what was skipped may come yet
    wall = start.astimezone(zone).replace(tzinfo=UTC)
    while True:
        wall = _next(_trigger(cron, UTC), wall)
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        skipped = moment.astimezone(zone).replace(tzinfo=UTC) != wall
        if moment > after and not (all_hours and skipped):
            return moment


def _next(trigger: BaseTrigger, after: datetime) -> datetime:
    moment: datetime | None = trigger.get_next_fire_time(after, after)
    if moment is None:
        raise ValueError("it never comes")
    return moment


def _every_hour(cron: str) -> bool:
    return [*cron.split(), "", ""][1].startswith("*")


@lru_cache(maxsize=256)
def _trigger(cron: str, zone: tzinfo) -> BaseTrigger:
    parts = cron.lower().split()
    if len(parts) != _FIELDS:
        raise ValueError(f"it has {counted(len(parts), 'field')}")
    minute, hour, day, month, weekday = parts

    def trigger(day: str, weekday: str) -> CronTrigger:
        days = _weekdays(weekday)
        return CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=days, timezone=zone)

    if day.startswith("*") or weekday.startswith("*"):
        return trigger(day, weekday)
    return OrTrigger([trigger(day, "*"), trigger("*", weekday)])  # crontab(5): either of the two days


def _weekdays(field: str) -> str:
    """The field with its days by name: APScheduler counts them from Monday, cron from Sunday."""
    if field == "*":
        return field
    return ",".join(_DAYS[day] for day in sorted({day for part in field.split(",") for day in _days(part)}))


def _days(part: str) -> list[int]:
    found = _WEEKDAYS.fullmatch(part)
    if found is None:
        raise ValueError(f"{part!r} is no day of the week")
    if not found["first"]:
        return list(range(0, _WEEK, int(found["step"] or 1)))
    first = _day(found["first"])
    last = _day(found["last"]) if found["last"] else _WEEK - 1 if found["step"] else first
    if last < first:  # "fri-mon" runs over the end of the week
        last += _WEEK
    return [day % _WEEK for day in range(first, last + 1, int(found["step"] or 1))]


def _day(word: str) -> int:
    if word in _DAYS:
        return _DAYS.index(word)
    if word.isdigit() and int(word) <= _WEEK:
        return int(word)  # 0 and 7 are both Sunday
    raise ValueError(f"{word!r} is no day of the week")
