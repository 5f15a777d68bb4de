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
from monitor.errors import ConfigError
from monitor.pipeline.days import days_between
from monitor.pipeline.remind import local_day
from monitor.records import Settings

PAST = timedelta(days=365)

log = logging.getLogger(__name__)


def check_calendar(settings: Settings) -> None:
    """Raise ConfigError where the calendar is to be kept in a folder that is not there, or under a folder's name."""
    file = _file(settings)
    if file is not None and (file.is_dir() or not file.parent.is_dir()):
        problem = (
            "it is a folder; name a file in it" if file.is_dir() else f"there is no folder {file.parent}; create it"
        )
        raise ConfigError(problem, path=settings.path, table="reminders", key="calendar")


def keep_calendar(
    database: Database, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Bring the calendar file up to date where one is kept; what was said of it last stays where that fails."""
    file = _file(settings)
    if file is None:
        return
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


def _file(settings: Settings) -> Path | None:
    """The file in which the calendar is kept, if it is; a relative one stands beside the configuration."""
    kept = settings.reminders.calendar
    return None if kept is None else Path(settings.path).parent / kept
