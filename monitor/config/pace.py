"""How soon a document is checked again: by its schedule, and by how long ago its text changed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from monitor.config.schedule import next_time
from monitor.records import Schedule, Unrest

JITTER = 0.05  # of an interval, so that documents spread out over time
CALM, STILL = (
    timedelta(days=30),
    timedelta(days=180),
)  # after so long without a change it is slowed, or as slow as can be
SLOWEST = 4.0  # times the interval …
RAREST = timedelta(days=7)  # … but not past this, unless the schedule says so
SOON = timedelta(hours=1)  # after a change or a day that was named, and from then on after as long again
RESTLESS = timedelta(days=1)  # a text that changes again so soon after a change is no platform that acts

Draw = Callable[[float, float], float]


def next_check(schedule: Schedule, now: datetime, unrest: Unrest, *, draw: Draw = random.uniform) -> datetime:
    """When a document is to be checked again that was read just now.

    An adaptive interval grows where nothing has changed for a month, up to fourfold after half a year, and never sleeps
    over a day that a clause names. After such a day or a change it is short: an hour, then as long as that is ago.
    """
    if schedule.every is None:
        return next_time(schedule, now)
    interval = _interval(schedule, now, unrest)
    again = now + interval * (1 + draw(0.0, JITTER))
    awaited = [begin for begin in _begins(unrest) if now < begin < again] if schedule.adaptive else []
    return min(awaited) + SOON * draw(0.0, JITTER) if awaited else again


def in_time(
    schedule: Schedule, planned: datetime, now: datetime, unrest: Unrest, *, draw: Draw = random.uniform
) -> datetime:
    """A planned time, or a nearer one where that is too far ahead, as when the clock was set back since."""
    if schedule.every is None:
        return min(planned, next_time(schedule, now))
    interval = _interval(schedule, now, unrest)
    return planned if planned <= now + interval * (1 + JITTER) else now + interval * draw(0.0, 1.0)


def _interval(schedule: Schedule, now: datetime, unrest: Unrest) -> timedelta:
    every = timedelta(seconds=schedule.every or 0.0)
    if not schedule.adaptive:
        return every
    happened = [moment for moment in (*_begins(unrest), *_acted(unrest)) if now - every < moment <= now]
    if happened:
        return min(every, max(SOON, now - max(happened)))
    return min(every * _slowness(now, unrest), max(every, RAREST))


def _slowness(now: datetime, unrest: Unrest) -> float:
    if not unrest.became:
        return 1.0
    still = (now - unrest.became[0] - CALM) / (STILL - CALM)
    return 1.0 + (SLOWEST - 1.0) * min(max(still, 0.0), 1.0)


def _acted(unrest: Unrest) -> Sequence[datetime]:
    """The last change, if the text had been at rest before; the first record is none."""
    return [later for later, before in pairwise(unrest.became[:2]) if later - before >= RESTLESS]


def _begins(unrest: Unrest) -> list[datetime]:
    return [datetime.combine(day, time(), UTC) for day in unrest.days]
