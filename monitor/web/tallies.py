"""Tallies: the log of checks counted as it grows, from where it stood when the daemon started."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection

from monitor.records import CheckTally, Outcome
from monitor.store import figures

BOUNDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)  # seconds
SETTLED = timedelta(seconds=5)  # what is younger may still be joined by a lower number, from a longer transaction


class Tallies:
    """How many checks ended since then, by outcome, whichever process made them; it only reads what is new."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._counting = Lock()
        self._known = {outcome: CheckTally(outcome, 0, 0.0, (0,) * len(BOUNDS), 0) for outcome in Outcome}

    def count(self, db: Connection, started_at: datetime, now: datetime) -> None:
        """Add what the log has gained."""
        with self._counting:
            if self._last is None:
                self._last = figures.newest_check(db, started_at)
            for new in figures.checks_after(db, self._last, now - SETTLED, BOUNDS):
                known = self._known[new.outcome]
                self._known[new.outcome] = replace(
                    known,
                    count=known.count + new.count,
                    seconds=known.seconds + new.seconds,
                    within=tuple(map(sum, zip(known.within, new.within, strict=True))),
                    last_id=new.last_id,
                )
            self._last = max(self._last, *(each.last_id for each in self._known.values()))

    def of(self, outcome: Outcome) -> CheckTally:
        """What is counted of an outcome."""
        return self._known[outcome]
