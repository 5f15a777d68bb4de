"""Calendar: every day that documents state, of the last year and ahead, as a file that is kept up to date.

Making it costs much where there is much history, so a stamp in it says what it was made from.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection

from monitor import __version__, alert
from monitor.database import Database
from monitor.pipeline.days import days_between
from monitor.pipeline.remind import local_day
from monitor.records import Reminders, Settings
from monitor.store import reminders

PAST = timedelta(days=365)
HEAD = 1024  # bytes

log = logging.getLogger(__name__)


def keep_calendar(
    database: Database, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Bring the calendar file up to date where one is kept; what was said of it last stays where that fails."""
    if settings.reminders.calendar is None:
        return
    file = Path(settings.reminders.calendar)
    try:
        if calendar_stamp(database, settings, clock=clock).encode() not in _head(file):
            replace_file(file, calendar_of(database, settings, clock=clock))
    except OSError as error:
        log.error("%s: the calendar could not be written, and will be later: %s", file, error.strerror)  # noqa: TRY400 - expected


def calendar_of(
    database: Database, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> bytes:
    """The calendar as it is now, with its stamp."""
    today = local_day(settings.reminders, clock())
    with database.reading() as db:
        stamp = _stamp(db, settings.reminders, today)  # first: what changes meanwhile must not seem to be in it
        days = days_between(db, today - PAST, date.max, today=today)
    return alert.render_calendar(days, settings.reminders, stamp)


def calendar_stamp(
    database: Database, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> str:
    """What the calendar would be made from now, in 64 signs: while they are the same, so is the calendar."""
    with database.reading() as db:
        return _stamp(db, settings.reminders, local_day(settings.reminders, clock()))


def _stamp(db: Connection, wanted: Reminders, today: date) -> str:
    made_from = (__version__, wanted, today, reminders.ground(db, today - PAST, date.max))
    return sha256(repr(made_from).encode()).hexdigest()


def _head(file: Path) -> bytes:
    """The beginning of a calendar file, where its stamp stands; nothing of one that is not there."""
    try:
        with file.open("rb") as opened:
            return opened.read(HEAD)
    except FileNotFoundError:
        return b""


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
