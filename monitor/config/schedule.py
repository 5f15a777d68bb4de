"""When a document is checked next; cron in the usual sense, on APScheduler's triggers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.records import Schedule

_FIELDS = 5
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_WEEK = len(_DAYS)
_WEEKDAYS = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>[1-9][0-9]?))?", re.ASCII)


def next_time(
    schedule: Schedule,
    after: datetime,
    *,
    jitter: float = 0.0,
    draw: Callable[[float, float], float] = random.uniform,
) -> datetime:
    """The first time of the schedule later than `after`, in UTC, put off by up to `jitter` seconds.

    Both times are aware. A cron time that the clocks skip comes an hour later; one that comes twice when clocks go back
    is taken once, unless the hour is `*`. Raises `ValueError` for a cron expression that is none or never comes.
    """
    moment = _after(schedule, after)
    return moment + timedelta(seconds=draw(0.0, jitter)) if jitter else moment


def _after(schedule: Schedule, after: datetime) -> datetime:
    # In the trigger's own zone: an hour that comes twice equals no time of another zone (PEP 495), and the trigger
    # would not see that it has been there.
    local = after.astimezone(UTC if schedule.cron is None else ZoneInfo(schedule.time_zone))
    moment: datetime | None = _trigger(schedule).get_next_fire_time(local, local)
    if moment is None:
        raise ValueError("it never comes")
    moment = moment.astimezone(UTC)
    if schedule.cron is not None and _is_second(moment, schedule.cron, schedule.time_zone):
        return _after(schedule, moment)
    return moment


def _is_second(moment: datetime, cron: str, time_zone: str) -> bool:
    # Converted from UTC: only then is `fold` about this moment and no leftover of the search.
    return bool(moment.astimezone(ZoneInfo(time_zone)).fold) and not cron.split()[1].startswith("*")


@lru_cache(maxsize=256)
def _trigger(schedule: Schedule) -> BaseTrigger:
    if schedule.cron is None:
        return IntervalTrigger(seconds=schedule.every, timezone=UTC)
    parts = schedule.cron.lower().split()
    if len(parts) != _FIELDS:
        raise ValueError(f"it has {len(parts)} fields")
    minute, hour, day, month, weekday = parts
    zone = ZoneInfo(schedule.time_zone)

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
