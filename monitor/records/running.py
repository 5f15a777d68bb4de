"""What is known of a daemon that runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a daemon fares: since when it runs, when it last looked at what is due, and what is wrong with its file.

    It is `ready` once the database is up to date and the first look is scheduled. `problem` is one line about a
    configuration file that was changed and is not used, None while the file in use is the one that stands there.
    """

    started_at: datetime
    ready: bool = False
    looked_at: datetime | None = None
    problem: str | None = None
