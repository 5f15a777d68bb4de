"""A timeline: the versions of a document as lanes, in each a bar for every time in which the page said so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.records import Practice, Saying

MOST_LANES = 30  # versions, before the oldest are left out
JOINED = 0.15  # percent of the axis: bars that lie closer together are one
THINNEST = 0.4  # percent: a text that was seen once is seen on the axis, too
LEAST = timedelta(days=2)  # that an axis is long, if need be from before the first sighting: no day to come is on it
MOST_MARKS = 6
STEPS = (1, 2, 5, 10, 15)  # days from one mark of the axis to the next …
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)  # … or months


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the axis, in percent of its length."""

    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Lane:
    """A version: when it was first and last seen, how often it came, what it states, and its bars."""

    version_id: int
    first_seen: datetime
    last_seen: datetime
    sightings: int
    practices: frozenset[Practice]
    bars: tuple[Bar, ...]
    present: bool
    alone: bool  # no other came on the same day


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the axis, in percent of its length; `by_day` where marks lie less than a month apart."""

    at: float
    day: datetime
    by_day: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The lanes, the latest version first, with what is marked below them; so many earlier versions are left out."""

    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    troubles: tuple[Bar, ...]
    earlier: int


def timeline(history: Sequence[Saying], troubles: Iterable[datetime], now: datetime) -> Timeline | None:
    """The timeline of a document's sightings up to now; None of one that was never read."""
    if not history:
        return None
    seen: dict[int, list[Saying]] = {}
    for saying in history:
        seen.setdefault(saying.version_id, []).append(saying)
    latest_first = sorted(seen.values(), key=lambda sayings: sayings[-1].first_seen, reverse=True)
    shown = latest_first[:MOST_LANES]
    start = min(saying.first_seen for sayings in shown for saying in sayings)
    axis = _Axis(min(start, now - LEAST), now)
    days = Counter(sayings[0].first_seen.date() for sayings in shown)
    lanes = tuple(
        _lane(sayings, axis, present=history[-1] in sayings, alone=days[sayings[0].first_seen.date()] == 1)
        for sayings in shown
    )
    failed = axis.bars((at, at) for at in sorted(troubles) if at >= start)
    return Timeline(lanes, tuple(axis.marks()), failed, len(latest_first) - len(shown))


def _lane(sayings: Sequence[Saying], axis: _Axis, *, present: bool, alone: bool) -> Lane:
    return Lane(
        version_id=sayings[0].version_id,
        first_seen=sayings[0].first_seen,
        last_seen=sayings[-1].last_seen,
        sightings=len(sayings),
        practices=sayings[-1].practices or frozenset(),
        bars=axis.bars((saying.first_seen, saying.last_seen) for saying in sayings),
        present=present,
        alone=alone,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """The time from one moment to another."""

    start: datetime
    end: datetime

    def at(self, moment: datetime) -> float:
        """Where a moment lies, in percent."""
        return round(100 * ((moment - self.start) / (self.end - self.start)), 2)

    def bars(self, spans: Iterable[tuple[datetime, datetime]]) -> tuple[Bar, ...]:
        """The bars of some spans in their order, those that touch as one."""
        found: list[Bar] = []
        for first, last in spans:
            start, end = self.at(first), self.at(last)
            if found and start - (found[-1].start + found[-1].width) < JOINED:
                start = found.pop().start
            found.append(Bar(start, round(end - start, 2)))
        return tuple(Bar(bar.start, max(bar.width, THINNEST)) for bar in found)

    def marks(self) -> Iterator[Mark]:
        """The days that are written under the axis: so few that they can be read."""
        days = (self.end - self.start).days
        step = next((each for each in STEPS if days / each < MOST_MARKS), None)
        moments = self._months(days) if step is None else self._days(step)
        for moment in moments:
            yield Mark(self.at(moment), moment, by_day=step is not None)

    def _days(self, step: int) -> Iterator[datetime]:
        day = self.start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        while day < self.end:
            yield day
            day += timedelta(days=step)

    def _months(self, days: int) -> Iterator[datetime]:
        step = next((each for each in MONTHS if days / (30.4 * each) < MOST_MARKS), MONTHS[-1])
        count = self.start.year * 12 + self.start.month  # the month after the first
        count += -count % step
        while (month := datetime(count // 12, count % 12 + 1, 1, tzinfo=self.start.tzinfo)) < self.end:
            yield month
            count += step
