"""The timetable: when which job runs; none is missed or runs twice because a clock was set."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from monitor.records import Target

TELL_EVERY = 5.0  # seconds between two looks at what is queued for a target

TELL = "tell "  # begins the name of a target's job


class Every(BaseTrigger):  # type: ignore[misc] # APScheduler has no types
    """So many seconds from now on.

    APScheduler's own trigger counts from the last time on: after a clock was set forward by a year, it would make up
    for every time in between.
    """

    def __init__(self, seconds: float) -> None:
        self.pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """At once, and then after each pause."""
        return now if previous is None else now + self.pause


class Timetable:
    """Runs jobs again and again, each by itself; `tell` serves a target."""

    def __init__(self, tell: Callable[[Target], Awaitable[None]]) -> None:
        self._tell = tell
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )

    def add(self, job: Callable[[], Awaitable[None]], every: float) -> None:
        """Run a job now, and again so many seconds later."""
        self._scheduler.add_job(job, Every(every))

    def serve(self, targets: Iterable[Target]) -> None:
        """Run the job of each of these targets, and of no other: one that hangs holds up none of the rest."""
        jobs = {TELL + target.name: target for target in targets}
        for job in self._scheduler.get_jobs():
            if job.id.startswith(TELL) and job.id not in jobs:
                job.remove()
        for name, target in jobs.items():
            self._scheduler.add_job(self._tell, Every(TELL_EVERY), [target], id=name, replace_existing=True)

    def hurry(self, begins: str = "") -> None:
        """Run every job now, or those whose name begins so; one that is running comes in its turn."""
        for job in self._scheduler.get_jobs():
            if job.id.startswith(begins):
                job.modify(next_run_time=datetime.now(UTC))

    def start(self) -> None:
        """Begin to run the jobs."""
        self._scheduler.start()

    def stop(self) -> None:
        """Run no job any more; what is under way is cancelled, being all or nothing in the database."""
        self._scheduler.shutdown(wait=False)
