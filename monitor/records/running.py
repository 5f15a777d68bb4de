"""What is known of a daemon that runs, and how far its work has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.records.history import Outcome
from monitor.records.telling import AlertKind


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a daemon fares: since when it runs, when it last looked at what is due, and what is wrong with its file.

    It is `ready` once the database is up to date and the first look is scheduled. `problem` is one line about a
    configuration file that was changed and is not used, None while the file in use is the one that stands there. It is
    `stuck` when no check has ended for longer than any can take. What only shows a database `watches` nothing.
    """

    started_at: datetime
    ready: bool = False
    looked_at: datetime | None = None
    problem: str | None = None
    stuck: bool = False
    watches: bool = True


@dataclass(frozen=True, slots=True)
class Queue:
    """What a target has not taken: how many alerts wait, since when the first of them, how many were given up."""

    waiting: int
    given_up: int
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """How many documents are declared and how they fare, when they were read, and what waits to be judged or told.

    `oldest_read_at` and `newest_read_at` are the last readings of the documents that were read least and most lately;
    `due_at` is when the next check is due, or was.
    """

    declared: int
    never_read: int
    failing: int
    held: int
    oldest_read_at: datetime | None
    newest_read_at: datetime | None
    due_at: datetime | None
    to_review: int
    to_announce: int
    queues: Mapping[str, Queue] = field(default_factory=dict)
    alerts: Mapping[AlertKind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckTally:
    """How many checks ended in one way, the seconds they took together, and how many took as long as each bound."""

    outcome: Outcome
    count: int
    seconds: float
    within: tuple[int, ...]
    last_id: int
