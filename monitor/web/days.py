"""Days: those ahead that documents state, worked out anew only when what they are made from has changed."""

from __future__ import annotations

from datetime import date
from threading import Lock

from sqlalchemy import Connection

from monitor.pipeline import days_between
from monitor.records import Day
from monitor.store import reminders


class DaysAhead:
    """Gives the days from today on that documents still state; it costs, so the last answer is kept."""

    def __init__(self) -> None:
        self._making = Lock()  # whoever asks meanwhile waits for those that are being made
        self._ground: object = None
        self._days: tuple[Day, ...] = ()

    def of(self, db: Connection, today: date) -> tuple[Day, ...]:
        """The days ahead, soonest first."""
        with self._making:
            ground = today, reminders.ground(db, today, date.max)
            if ground != self._ground:
                stated = days_between(db, today, date.max, today=today)
                self._days, self._ground = tuple(day for day in stated if day.stands), ground
            return self._days
