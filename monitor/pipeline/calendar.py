"""Calendar: every day that documents state, of the last year and ahead, as a file that is kept up to date."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from monitor import alert
from monitor.database import Database
from monitor.pipeline.days import days_between
from monitor.pipeline.remind import local_day
from monitor.records import Settings

PAST = timedelta(days=365)

log = logging.getLogger(__name__)


def keep_calendar(
    database: Database, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Bring the calendar file up to date where one is kept; what was said of it last stays where that fails."""
    if settings.reminders.calendar is None:
        return
    file = Path(settings.reminders.calendar)
    content = calendar_of(database, settings, clock=clock)
    try:
        if not file.exists() or file.read_bytes() != content:
            replace_file(file, content)
    except OSError as error:
        log.error("%s: the calendar could not be written, and will be later: %s", file, error.strerror)  # noqa: TRY400 - expected


def calendar_of(
    database: Database, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> bytes:
    """The calendar as it is now."""
    today = local_day(settings.reminders, clock())
    with database.reading() as db:
        days = days_between(db, today - PAST, date.max, today=today)
    return alert.render_calendar(days, settings.reminders)


def replace_file(file: Path, content: bytes) -> None:
    """Write a file that its owner alone can read; who reads it meanwhile has the old one or the new one, whole."""
    number, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # with mode 0600
    try:
        with os.fdopen(number, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(number)
        Path(name).replace(file)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
