"""`ack` and `calendar`: the days ahead that documents state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from sqlalchemy import Connection

from monitor import alert
from monitor.cli.options import config_option, json_option
from monitor.cli.output import as_json, complain, say, table
from monitor.cli.session import documents_named, numbered, recalled
from monitor.errors import ConfigError, UnknownError
from monitor.pipeline import calendar_of, changes_naming, days_between, local_day, replace_file
from monitor.records import Change, Day
from monitor.store import reminders

COLUMNS = ("day", "days left", "what", "document", "how to refuse", "change", "acknowledged")


@click.command()
@config_option
@json_option
@click.argument("what", nargs=-1, metavar="[CHANGE]...")
@click.option("--undo", is_flag=True, help="Be reminded of them again.")
def ack(what: Sequence[str], path: Path | None, *, undo: bool, in_json: bool) -> None:
    """Acknowledge changes, so that nobody is reminded of their days any more; without any, list the days ahead.

    CHANGE is a change's number, or a document or service: all its changes that name days ahead.
    """
    if undo and not what:
        raise click.UsageError("name the changes to be reminded of again")
    with recalled(path) as current:
        now = datetime.now(UTC)
        today = local_day(current.settings.reminders, now)
        with current.database.writing() as db:
            named = _named(db, what, today)
            reminders.acknowledge(db, named.keys(), None if undo else now)
        with current.database.reading() as db:
            days = [day for day in days_between(db, today, date.max, today=today) if day.stands]
    if named and not in_json:
        _confirm(named, days, undo=undo)
    else:
        _show(days, today, in_json=in_json)


def _confirm(named: Mapping[int, str], days: Iterable[Day], *, undo: bool) -> None:
    """Say of each change, by its number and document, of which days people are reminded no more, or again."""
    for number, key in sorted(named.items()):
        of = dict.fromkeys(day.day.isoformat() for day in days if day.report.change_id == number)
        reminders_of = f"reminders of {', '.join(of)}" if of else "reminders"
        say(
            f"change {number} ({key}): {reminders_of} again"
            if undo
            else f"change {number} ({key}): no more {reminders_of}"
        )


def _show(days: Sequence[Day], today: date, *, in_json: bool) -> None:
    if in_json:
        as_json([_as_data(day, today) for day in days])
        return
    if not days:
        complain("no document names a day ahead")
    table(COLUMNS, [_row(day, today) for day in days])


def _named(db: Connection, what: Iterable[str], today: date) -> dict[int, str]:
    """The documents of the changes that are meant, by the changes' numbers."""
    return {change.id: change.key for each in what for change in _changes(db, each, today)}


def _changes(db: Connection, what: str, today: date) -> Iterator[Change]:
    """The changes that a number or a name means, which must name days ahead."""
    change = numbered(db, what) if what.isdecimal() else None
    keys = [change.key] if change else [state.key for state in documents_named(db, what)]
    found = [each for each in changes_naming(db, keys, today) if change is None or each.id == change.id]
    if not found:
        name = f"change {what}" if change else what
        raise UnknownError(f"{name} names no day ahead; `terms-monitor ack` lists those that are")
    yield from found


def _row(day: Day, today: date) -> tuple[str, ...]:
    return (
        day.day.isoformat(),
        str((day.day - today).days),
        alert.what_happens(day),
        day.key,
        alert.how_to_refuse(day),
        str(day.report.change_id),
        "yes" if day.acknowledged else "no",
    )


def _as_data(day: Day, today: date) -> dict[str, object]:
    return {
        "day": day.day.isoformat(),
        "days_left": (day.day - today).days,
        "kind": day.kind,
        "document": day.key,
        "change_id": day.report.change_id,
        "how_to_refuse": alert.how_to_refuse(day),
        "quotes": list(dict.fromkeys(finding.after for finding in day.findings)),
        "url": day.report.url,
        "acknowledged": day.acknowledged,
    }


@click.command()
@config_option
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
def calendar(path: Path | None, output: Path | None) -> None:
    """Print the days of the last year and ahead as a calendar (iCalendar), with alarms before those ahead."""
    with recalled(path) as current:
        content = calendar_of(current.database, current.settings)
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        replace_file(output, content)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path=str(output)) from error
    say(f"{output} written")
