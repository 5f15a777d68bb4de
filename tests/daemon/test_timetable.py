from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from living import eventually

from monitor.daemon.timetable import TELL, Every, Timetable
from monitor.records import Target

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SLACK, MAIL = Target("slack", "json://127.0.0.1:1/"), Target("mail", "json://127.0.0.1:2/")


class Bell:
    """Counts how often it was rung, and for whom."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    async def ring(self) -> None:
        await asyncio.sleep(0)
        self.rung.append("")

    async def ring_for(self, target: Target) -> None:
        await asyncio.sleep(0)
        self.rung.append(target.name)


@asynccontextmanager
async def running(timetable: Timetable) -> AsyncIterator[None]:
    timetable.start()
    try:
        yield
    finally:
        timetable.stop()
        await asyncio.sleep(0)


def test_what_was_missed_is_made_up_for_once() -> None:
    every = Every(10)
    assert every.get_next_fire_time(None, NOW) == NOW
    a_year_ago = NOW - timedelta(days=365)
    assert every.get_next_fire_time(a_year_ago, NOW) == NOW + timedelta(seconds=10)


async def test_a_job_runs_at_once_and_again_and_again() -> None:
    bell = Bell()
    timetable = Timetable(bell.ring_for)
    timetable.add(bell.ring, 0.05)
    async with running(timetable):
        await eventually(lambda: len(bell.rung) > 2)


async def test_in_a_hurry_every_job_runs_though_its_time_is_far() -> None:
    bell = Bell()
    timetable = Timetable(bell.ring_for)
    timetable.add(bell.ring, 86_400)  # as after the clock was set back by a day
    timetable.serve([SLACK])
    async with running(timetable):
        await eventually(lambda: len(bell.rung) == 2)
        timetable.hurry()
        await eventually(lambda: len(bell.rung) == 4)
        timetable.hurry(TELL)
        await eventually(lambda: bell.rung[4:] == ["slack"])


async def test_only_the_targets_of_now_are_served() -> None:
    bell = Bell()
    timetable = Timetable(bell.ring_for)
    timetable.serve([SLACK])
    async with running(timetable):
        await eventually(lambda: bell.rung == ["slack"])
        timetable.serve([MAIL])
        await eventually(lambda: "mail" in bell.rung)
        timetable.hurry()
        await eventually(lambda: bell.rung == ["slack", "mail", "mail"])
