"""What the doctor looks at: each examination says what it found, line by line, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import available_timezones

from monitor import alert
from monitor.cli.output import moment
from monitor.database import Condition, Database, condition, hold, shown
from monitor.errors import AlertError, LockedError
from monitor.records import Alert, AlertKind, DocumentState, Settings, counted
from monitor.store import documents, figures

MEGABYTE = 1_000_000
LITTLE_SPACE, SOME_SPACE = 100 * MEGABYTE, 1_000 * MEGABYTE
LONG_LOG = 1_000 * MEGABYTE  # bytes of SQLite's log, which is emptied again and again unless somebody reads for hours
LONG_WAIT = timedelta(days=1)
OVERDUE = timedelta(hours=1)
NAMED = 3  # documents


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found, how bad it is, and what to do."""

    level: Level
    found: str
    advice: str = ""


def ok(found: str) -> Diagnosis:
    """All is well."""
    return Diagnosis(Level.OK, found)


def warning(found: str, advice: str = "") -> Diagnosis:
    """It works, and something deserves a look."""
    return Diagnosis(Level.WARNING, found, advice)


def problem(found: str, advice: str = "") -> Diagnosis:
    """It does not work."""
    return Diagnosis(Level.PROBLEM, found, advice)


def of_configuration(settings: Settings) -> Iterator[Diagnosis]:
    """What is declared; that it is right was found when it was read."""
    services = counted(len({each.service.id for each in settings.declarations}), "service")
    yield ok(f"{settings.path}: {counted(len(settings.declarations), 'document')} of {services}")
    for sentence in alert.idle(settings.targets, settings.declarations):
        yield warning(sentence, "change what the target asks for")


def of_database(database: Database) -> Iterator[Diagnosis]:
    """Whether it can be written to, is whole and has room."""
    found = condition(database)
    size = f"{found.size / MEGABYTE:.1f} MB"
    yield ok(f"{shown(database.url)}: revision {found.revision}, {size}, can be written to")
    if found.damage:
        yield problem(f"it is damaged: {found.damage}", "stop the daemon and restore a backup")
    if found.log_size > LONG_LOG:
        yield warning(
            f"its log has {found.log_size / MEGABYTE:.0f} MB", "end what reads it for long; restart the daemon"
        )
    yield from _of_space(found)


def _of_space(found: Condition) -> Iterator[Diagnosis]:
    if found.free is None:
        return
    free = f"{found.free / MEGABYTE:,.0f} MB are free beside it"
    if found.free < LITTLE_SPACE:
        yield problem(free, "make room: nothing can be stored once the disk is full")
    elif found.free < SOME_SPACE:
        yield warning(free, "make room")
    else:
        yield ok(free)


def of_targets(settings: Settings, *, send: bool) -> Iterator[Diagnosis]:
    """Whether there are any, and with `send` whether they take a trial message."""
    if not settings.targets:
        yield warning("nobody is told anything: there is no [[alerts]] table", "add one with a url")
    for target in settings.targets:
        named = f"{target.name} ({alert.display(target.url)})"
        if not send:
            yield ok(f"{named} is understood; --send tries it")
            continue
        try:
            alert.send(Alert(AlertKind.TEST, (), datetime.now(UTC)), target, templates=settings.templates)
            yield ok(f"{named} took a trial message")
        except AlertError as error:
            yield problem(f"{named} took no message: {error.detail}", "mend its url, or what stands there")


def of_clock(database: Database) -> Iterator[Diagnosis]:
    """Whether time zones are known, and whether time has run backwards since the last reading."""
    zones = len(available_timezones())
    yield ok(f"{zones} time zones are known") if zones else problem("no time zone is known", "install tzdata")
    with database.reading() as db:
        newest = figures.figures(db).newest_read_at
    now = datetime.now(UTC)
    if newest is not None and newest > now + timedelta(minutes=1):
        yield problem(f"it is {moment(now)} UTC here, and the last reading was at {moment(newest)}", "set the clock")
    else:
        yield ok(f"it is {moment(now)} UTC here")


def of_daemon(database: Database) -> Iterator[Diagnosis]:
    """Whether one runs, and whether checks are made when they are due."""
    now = datetime.now(UTC)
    with database.reading() as db:
        found = figures.figures(db)
    late = found.due_at is not None and found.due_at < now - OVERDUE
    advice = "`terms-monitor run`, or `terms-monitor check` by a timer"
    try:
        with hold(database, "daemon"):
            pass
    except LockedError:
        yield ok(f"it runs; a document was last read at {moment(found.newest_read_at)} UTC")
        if late:
            yield problem(f"a check has been due since {moment(found.due_at)} UTC", "see its log; restart it")
        return
    if late:
        yield problem(f"none runs, and a check has been due since {moment(found.due_at)} UTC", advice)
    else:
        yield warning("none runs", advice)


def of_queue(database: Database, settings: Settings) -> Iterator[Diagnosis]:
    """What no target took."""
    declared = {target.name for target in settings.targets}
    now = datetime.now(UTC)
    with database.reading() as db:
        queues = figures.queues(db)
    for name, queue in queues.items():
        if queue.given_up:
            yield problem(
                f"{name}: {counted(queue.given_up, 'alert was', 'alerts were')} given up", "`terms-monitor deliveries`"
            )
        waiting = counted(queue.waiting, "alert waits", "alerts wait")
        if queue.waiting and name not in declared:
            advice = "`terms-monitor deliveries retry --target` moves them, `drop` drops them"
            yield problem(f"{waiting} for {name}, which is no target", advice)
        elif queue.oldest is not None and queue.oldest < now - LONG_WAIT:
            found = f"{name}: {waiting}, the first since {moment(queue.oldest)} UTC"
            yield warning(found, "`terms-monitor status` says why")
    if not queues:
        yield ok("no alert waits")


def of_documents(database: Database) -> Iterator[Diagnosis]:
    """Which documents cannot be read, are held or were never read."""
    known = declared_in(database)
    failing = [state for state in known if state.failures]
    held = [state for state in known if state.hold]
    fresh = [state for state in known if state.last_read_at is None and not state.failures]
    if failing:
        told = problem if failing == known else warning
        yield told(f"{_named(failing)} cannot be read: {_reasons(failing)}", "`terms-monitor status`")
    if held:
        yield warning(f"{_named(held)} held until later checks confirm the text", "`terms-monitor status`")
    if fresh:
        yield warning(f"{_named(fresh)} never read yet", "`terms-monitor check`")
    if failing != known:
        yield ok(f"{len(known) - len(failing)} of {len(known)} can be read")


def declared_in(database: Database) -> list[DocumentState]:
    """What is known of each document that is declared."""
    with database.reading() as db:
        return [state for state in documents.states(db) if state.declared]


def _named(some: Sequence[DocumentState]) -> str:
    names = ", ".join(state.key for state in some[:NAMED])
    return names + (f" and {len(some) - NAMED} more" if len(some) > NAMED else "")


def _reasons(failing: Iterable[DocumentState]) -> str:
    return ", ".join(sorted({state.failing_kind or "" for state in failing}))
