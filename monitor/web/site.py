"""What every page is answered from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from monitor.database import Database
from monitor.web.days import DaysAhead
from monitor.web.present import Present
from monitor.web.rendering import Pages


@dataclass(frozen=True, slots=True)
class Site:
    """The database, the settings in use, the clock, the pages that are filled, and the days ahead."""

    database: Database
    present: Present
    clock: Callable[[], datetime]
    pages: Pages
    days: DaysAhead
